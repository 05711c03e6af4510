package dev.annals.processor.position;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * The committed positions of a consumer group in some topics.
 *
 * <p>A position outside its log is never moved: Kafka's own reset would silently read the log again from its beginning, or skip what is missing. So the
 * consumers of Annals have no reset, a new group is given the beginning of the log here, and {@link #outside} reports positions that lie outside their
 * logs. Thread-safe.
 */
public final class GroupPositions {
    private final Admin admin;
    private final String group;
    private final List<TopicPartition> logs;

    /** The positions of a group in all partitions of some topics. */
    public GroupPositions(Admin admin, String group, List<String> topics, int partitions) {
        this.admin = admin;
        this.group = group;
        this.logs = topics.stream()
                .flatMap(topic ->
                        IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    /** Gives a group the beginning of each log in which it has no position yet. */
    public static void begin(
            String bootstrap, Map<String, String> client, String group, List<String> topics, int partitions) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (Admin admin = Admin.create(config)) {
            new GroupPositions(admin, group, topics, partitions).begin();
        }
    }

    /** Gives the group the beginning of each log in which it has no position yet. */
    public void begin() {
        Map<TopicPartition, OffsetAndMetadata> known = committed();
        List<TopicPartition> fresh =
                logs.stream().filter(log -> !known.containsKey(log)).toList();
        if (!fresh.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
            LogSpans spans = LogSpans.of(admin, fresh);
            fresh.forEach(log -> beginnings.put(log, new OffsetAndMetadata(spans.beginning(log))));
            try {
                LogSpans.await(
                        admin.alterConsumerGroupOffsets(group, beginnings).all());
            } catch (UnknownMemberIdException e) {
                throw new OtherLog("the consumer group " + group + " is at work and has no position in " + fresh
                        + "; Kafka forgets a position when its topic is deleted");
            }
        }
    }

    /** How many partitions there are. */
    public int partitions() {
        return logs.size();
    }

    /** The partitions in which the group has no position. */
    public List<TopicPartition> missing() {
        Map<TopicPartition, OffsetAndMetadata> known = committed();
        return logs.stream().filter(log -> !known.containsKey(log)).toList();
    }

    /** Which positions lie outside their logs, as a sentence; empty when none does. */
    public Optional<String> outside() {
        // Read before the ends of the logs: an offset that is committed in between must not look as if it lay
        // beyond them.
        Map<TopicPartition, OffsetAndMetadata> known = committed();
        LogSpans spans = LogSpans.of(admin, logs);
        List<String> wrong = logs.stream()
                .filter(known::containsKey)
                .flatMap(log ->
                        spans
                                .outside(
                                        log,
                                        Objects.requireNonNull(known.get(log), "a log that is known")
                                                .offset())
                                .stream())
                .toList();
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        LogSpans.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((log, offset) -> {
                    if (offset != null) {
                        known.put(log, offset);
                    }
                });
        return known;
    }
}
