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
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Query;
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
        int partition = TenantPartition.of(tenant, topics.partitions());
        return ask(log, partition, least -> new SnapshotQuery(tenant, deadline, least));
    }

    @Override
    public Reading<Integer> readiness() {
        int ready = 0;
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (Log log : Log.values()) {
                Reading<Boolean> reading = ask(log, partition, CaughtUpQuery::new);
                if (reading instanceof Reading.NotReady<Boolean> not) {
                    return new Reading.NotReady<>(not.reason(), not.retryAfter());
                }
                ready++;
            }
        }
        return new Reading.Done<>(ready);
    }

    /** Asks the index of a partition, which answers with nothing while it is behind the end that its log had at the start. */
    private <R> Reading<R> ask(Log log, int partition, LongFunction<Query<Optional<R>>> query) {
        OptionalLong end = ends.of(new TopicPartition(topic(log), partition));
        if (end.isEmpty()) {
            return notReady("the view is starting");
        }
        // Only the running task: one that is still restoring has a prefix of the log that may be years old.
        StateQueryRequest<Optional<R>> request = StateQueryRequest.inStore(store(log))
                .withQuery(query.apply(end.getAsLong()))
                .withPartitions(Set.of(partition))
                .requireActive();
        @Nullable QueryResult<Optional<R>> result;
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
                .<Reading<R>>map(Reading.Done::new)
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
