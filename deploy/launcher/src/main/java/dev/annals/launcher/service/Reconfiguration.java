package dev.annals.launcher.service;

import dev.annals.epoch.Epoch;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.processor.epoch.EpochLog;
import dev.annals.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The next epoch of a log: what it would change, and its record. */
public final class Reconfiguration implements AutoCloseable {
    private final Closing parts;
    private final LogEpoch log;
    private final Epoch current;
    private final Epoch next;

    private Reconfiguration(UpSettings settings, Closing parts) {
        this.parts = parts;
        String bootstrap = bootstrap(settings, parts);
        Admin admin = parts.add(KafkaAnswers.admin(bootstrap, settings.kafkaClient()));
        Topics topics = topics(admin, bootstrap, settings.topics());
        HeldKeys keys = new HeldKeys(settings.processing().redactionKey());
        this.log = new LogEpoch(
                new EpochLog(admin, bootstrap, settings.kafkaClient(), topics, keys), keys, topics.changes());
        this.current = log.current();
        this.next = log.next(current, settings.processing());
    }

    /** Reads where the log stands. Fails with {@link Problem} when it has no epoch, or its key is not at hand. */
    public static Reconfiguration open(UpSettings settings) {
        Closing parts = new Closing();
        try {
            return new Reconfiguration(settings, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The number of the epoch that the log is in. */
    public long current() {
        return current.number();
    }

    /** What the next epoch changes. */
    public List<EpochDifference> changes() {
        return EpochDifference.between(current, next);
    }

    /** Appends the next epoch. */
    public void append() {
        log.append(next);
    }

    @Override
    public void close() {
        parts.close();
    }

    /** The brokers that are named; else those of the Annals that runs on the data directory; else its own, started for this. */
    private static String bootstrap(UpSettings settings, Closing parts) {
        if (settings.bootstrap().isPresent()) {
            return settings.bootstrap().get();
        }
        Optional<DataDirectory> directory = DataDirectory.openUnlessInUse(settings.data());
        if (directory.isEmpty()) {
            return Running.in(settings.data())
                    .map(Running::bootstrap)
                    .orElseThrow(() -> new Problem("the Annals on " + settings.data()
                            + " is starting or stopping; try again when it has printed `ready`"));
        }
        return parts.add(KafkaSource.open(settings, parts.add(directory.get()))).bootstrap();
    }

    private static Topics topics(Admin admin, String bootstrap, Topics wanted) {
        try {
            Map<String, TopicDescription> found = admin.describeTopics(List.of(wanted.changes()))
                    .allTopicNames()
                    .get();
            return new Topics(
                    wanted.prefix(),
                    found.values().iterator().next().partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new Problem(
                        "the Kafka at " + bootstrap + " has no topic " + wanted.changes()
                                + "; `annals up` makes it, with its first epoch",
                        e);
            }
            throw KafkaAnswers.silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while asking the Kafka at " + bootstrap, e);
        }
    }
}
