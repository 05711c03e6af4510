package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.processor.position.GroupPositions;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the logs in Kafka are the ones that were processed before. Going on from another would fork the history, and beginning anew would double what
 * is in the topics. Three things show it:
 *
 * <ul>
 *   <li>a position beyond the end of its log: an unclean election cut the log, or the topic was made anew;
 *   <li>a position before the beginning of its log: retention or kafka-delete-records took records that were not processed yet;
 *   <li>activities without any position: Kafka forgets the position of a group that was away for longer than {@code offsets.retention.minutes}.
 *       Activities and position are committed together, so one without the other means just that.
 * </ul>
 */
final class LostPosition {
    private static final Duration POLL = Duration.ofMillis(200);
    static final String ADVICE =
            "; restore the topic's records, or stop every Annals on it and have everything made anew from the log as it is by `annals rebuild`";

    private final Admin admin;
    private final Map<String, String> client;
    private final String bootstrap;
    private final Topics topics;

    LostPosition(Admin admin, Map<String, String> client, String bootstrap, Topics topics) {
        this.admin = admin;
        this.client = client;
        this.bootstrap = bootstrap;
        this.topics = topics;
    }

    /** Fails with {@link Problem} when the logs are others, or when Kafka does not answer. */
    void refuse() {
        Optional<String> seen;
        try {
            seen = look();
        } catch (KafkaException e) {
            throw KafkaAnswers.silent(bootstrap, e);
        }
        seen.ifPresent(sentence -> {
            throw new Problem(sentence);
        });
    }

    /** Why the logs are others, and what to do; empty when they are not. */
    Optional<String> look() {
        return processor()
                .outside()
                .or(() -> view().outside())
                .map(outside -> "the log is not the one that was processed before: " + outside + ADVICE)
                .or(this::forgotten)
                .or(this::deleted);
    }

    /** The same after a part has died of something; empty when Kafka does not answer, or nothing is wrong with it. */
    Optional<String> lookAfterFailure() {
        try {
            return look();
        } catch (KafkaException e) {
            return Optional.empty();
        }
    }

    /** Whether a processor has a position in the log, so that something was made of it. */
    boolean wasProcessed() {
        return processor().missing().size() < topics.partitions();
    }

    private Optional<String> forgotten() {
        List<TopicPartition> unread = processor().missing().stream()
                .map(log -> new TopicPartition(topics.activities(), log.partition()))
                .toList();
        return unread.isEmpty() || !hasRecords(unread)
                ? Optional.empty()
                : Optional.of("the consumer group " + Pipeline.processorGroup(topics) + " has lost its position in "
                        + topics.changes() + ", and going on would double what is in " + topics.activities()
                        + "; stop every Annals on it and have everything made anew from the log by `annals rebuild`");
    }

    /** A new group is given all its positions at once, so that some without the others are those of topics that were deleted. */
    private Optional<String> deleted() {
        GroupPositions view = view();
        List<TopicPartition> missing = view.missing();
        return missing.isEmpty() || missing.size() == view.partitions()
                ? Optional.empty()
                : Optional.of("the consumer group " + Pipeline.viewGroup(topics) + " has lost its position in "
                        + missing + ", which happens when a topic is deleted" + ADVICE);
    }

    private GroupPositions processor() {
        return new GroupPositions(
                admin, Pipeline.processorGroup(topics), List.of(topics.changes()), topics.partitions());
    }

    private GroupPositions view() {
        return new GroupPositions(
                admin, Pipeline.viewGroup(topics), List.of(topics.activities(), topics.commits()), topics.partitions());
    }

    /** Whether there is any record that was committed: a first run that was killed leaves only such as were not. */
    private boolean hasRecords(List<TopicPartition> partitions) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            boolean found = false;
            while (!found && partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                found = !consumer.poll(POLL).isEmpty();
            }
            return found;
        }
    }
}
