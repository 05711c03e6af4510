package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.jspecify.annotations.Nullable;

/** The indexes in this process's Kafka Streams. */
final class StreamsIndexes implements IndexAccess {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final KafkaStreams streams;
    private final Topics topics;
    private final LogEnds ends;

    /** Access to the stores of a running {@link ViewTopology}. */
    StreamsIndexes(KafkaStreams streams, Topics topics, LogEnds ends) {
        this.streams = streams;
        this.topics = topics;
        this.ends = ends;
    }

    @Override
    public Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline) {
        return pin(log, TenantPartition.of(tenant, topics.partitions()), tenant, deadline);
    }

    @Override
    public Reading<Integer> readiness() {
        int ready = 0;
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (Log log : Log.values()) {
                // Whether an index answers does not depend on who is asked for.
                Reading<IndexSnapshot> pinned = pin(log, partition, "", Deadline.none());
                if (pinned instanceof Reading.NotReady<IndexSnapshot> not) {
                    return new Reading.NotReady<>(not.reason(), not.retryAfter());
                }
                ((Reading.Done<IndexSnapshot>) pinned).value().close();
                ready++;
            }
        }
        return new Reading.Done<>(ready);
    }

    private Reading<IndexSnapshot> pin(Log log, int partition, String tenant, Deadline deadline) {
        OptionalLong end = ends.of(new TopicPartition(topic(log), partition));
        if (end.isEmpty()) {
            return notReady("the view is starting");
        }
        // Only the running task: one that is still restoring has a prefix of the log that may be years old.
        StateQueryRequest<Optional<IndexSnapshot>> request = StateQueryRequest.inStore(store(log))
                .withQuery(new SnapshotQuery(tenant, deadline, end.getAsLong()))
                .withPartitions(Set.of(partition))
                .requireActive();
        @Nullable QueryResult<Optional<IndexSnapshot>> result;
        try {
            result = streams.query(request).getPartitionResults().get(partition);
        } catch (InvalidStateStoreException e) {
            // Not started yet, or stopped.
            return notReady("the view is " + words(streams.state()));
        }
        if (result == null || !result.isSuccess()) {
            return refused(log, partition, result);
        }
        return result.getResult()
                .<Reading<IndexSnapshot>>map(Reading.Done::new)
                .orElseGet(() -> notReady("the index of partition " + partition + " is being built"));
    }

    private static <R> Reading<R> refused(Log log, int partition, @Nullable QueryResult<?> result) {
        if (result != null && result.getFailureReason() == FailureReason.UNKNOWN_QUERY_TYPE) {
            throw new IllegalStateException("store " + store(log) + " is no index: " + result.getFailureMessage());
        }
        return notReady("the index of partition " + partition + " is being moved or restored");
    }

    private String topic(Log log) {
        return switch (log) {
            case ACTIVITIES -> topics.activities();
            case COMMITS -> topics.commits();
        };
    }

    private static String store(Log log) {
        return switch (log) {
            case ACTIVITIES -> ViewTopology.ACTIVITIES;
            case COMMITS -> ViewTopology.COMMITS;
        };
    }

    private static String words(KafkaStreams.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static <R> Reading<R> notReady(String reason) {
        return new Reading.NotReady<>(reason, RETRY_AFTER);
    }
}
