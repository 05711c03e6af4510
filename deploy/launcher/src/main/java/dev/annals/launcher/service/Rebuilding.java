package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.launcher.config.UpSettings;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Deletes everything that Annals made of a log and keeps the log, so that the next start makes everything anew from it. For a log that was cut, or a position that
 * was lost.
 */
public final class Rebuilding {
    /** Kafka keeps the place of a stopped member until its session times out, 45 s after its last heartbeat unless configured otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_MILLIS = 500;

    private Rebuilding() {}

    /**
     * Deletes the topics of activities, commits and rejects, the state of processor and view, and their positions. Waits up to a minute for the
     * sessions of an Annals that has stopped. Fails with {@link Problem} while an Annals runs on the log.
     *
     * @param waiting is told in a sentence what is waited for
     * @return the topics that were deleted
     */
    public static Set<String> of(UpSettings settings, DataDirectory directory, Consumer<String> waiting) {
        try (KafkaSource kafka = KafkaSource.open(settings, directory);
                Admin admin = KafkaAnswers.admin(kafka.bootstrap(), settings.kafkaClient())) {
            Topics topics = settings.topics();
            try {
                for (String group : List.of(Pipeline.processorGroup(topics), Pipeline.viewGroup(topics))) {
                    if (settings.bootstrap().isEmpty()) {
                        endSessions(admin, group);
                    }
                    delete(admin, group, waiting);
                }
                Set<String> derived = derived(admin, topics);
                if (!derived.isEmpty()) {
                    admin.deleteTopics(derived).all().get();
                }
                delete(directory.state());
                return derived;
            } catch (ExecutionException e) {
                throw KafkaAnswers.silent(kafka.bootstrap(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem("interrupted while deleting what was made of the log", e);
            } catch (IOException e) {
                throw new Problem(
                        "the directory " + directory.state() + " cannot be deleted (" + e.getMessage()
                                + "); delete it by hand",
                        e);
            }
        }
    }

    private static Set<String> derived(Admin admin, Topics topics) throws ExecutionException, InterruptedException {
        String changelogs = Pipeline.processorGroup(topics) + "-";
        Set<String> derived = new TreeSet<>(Set.of(topics.activities(), topics.commits(), topics.rejects()));
        Set<String> all = admin.listTopics().names().get();
        all.stream()
                .filter(name -> name.startsWith(changelogs) && name.endsWith("-changelog"))
                .forEach(derived::add);
        derived.retainAll(all);
        return derived;
    }

    /** For the embedded broker, on which nobody else can be: whoever is still in the group was killed. */
    private static void endSessions(Admin admin, String group) throws InterruptedException {
        try {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // There is no such group, or nobody in it.
        }
    }

    private static void delete(Admin admin, String group, Consumer<String> waiting) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean told = false;
        while (true) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException
                        || e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return;
                }
                if (!(e.getCause() instanceof GroupNotEmptyException) || System.nanoTime() - deadline > 0) {
                    throw new Problem(
                            "the consumer group " + group + " cannot be deleted (" + e.getMessage()
                                    + "); stop every Annals on this log and try again",
                            e);
                }
            }
            if (!told) {
                waiting.accept("waiting up to " + PATIENCE.toSeconds()
                        + " s for the last session in the consumer group " + group + " to end");
                told = true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
