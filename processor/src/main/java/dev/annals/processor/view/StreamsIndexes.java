package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
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

    /** The answer of an index, or that it is not as far as its log was when the view was started. */
    private record Asked<R>(boolean behind, @Nullable R answer) {}

    /** Access to the stores of a running {@link ViewTopology}. */
    StreamsIndexes(KafkaStreams streams, Topics topics, LogEnds ends) {
        this.streams = streams;
        this.topics = topics;
        this.ends = ends;
    }

    @Override
    public <R> Reading<R> read(Log log, String tenant, Deadline deadline, Function<IndexSnapshot, R> question) {
        return read(log, TenantPartition.of(tenant, topics.partitions()), tenant, deadline, question);
    }

    @Override
    public Reading<Integer> readiness() {
        int ready = 0;
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (Log log : Log.values()) {
                // Whether an index answers does not depend on who is asked for.
                Reading<Long> reading = read(log, partition, "", Deadline.none(), IndexSnapshot::position);
                if (reading instanceof Reading.NotReady<Long> not) {
                    return new Reading.NotReady<>(not.reason(), not.retryAfter());
                }
                ready++;
            }
        }
        return new Reading.Done<>(ready);
    }

    private <R> Reading<R> read(
            Log log, int partition, String tenant, Deadline deadline, Function<IndexSnapshot, R> question) {
        OptionalLong end = ends.of(new TopicPartition(topic(log), partition));
        if (end.isEmpty()) {
            return notReady("the view is starting");
        }
        SnapshotQuery<Asked<R>> query = new SnapshotQuery<>(
                tenant,
                deadline,
                end.getAsLong(),
                new Asked<>(true, null),
                index -> new Asked<>(false, question.apply(index)));
        // Only the running task: one that is still restoring has a prefix of the log that may be years old.
        StateQueryRequest<Asked<R>> request = StateQueryRequest.inStore(store(log))
                .withQuery(query)
                .withPartitions(Set.of(partition))
                .requireActive();
        @Nullable QueryResult<Asked<R>> result;
        try {
            result = streams.query(request).getPartitionResults().get(partition);
        } catch (InvalidStateStoreException e) {
            // Not started yet, or stopped.
            return notReady("the view is " + words(streams.state()));
        }
        if (result == null || !result.isSuccess()) {
            return refused(log, partition, result);
        }
        Asked<R> asked = result.getResult();
        return asked.behind() ? notReady("the index of partition " + partition + " is being built") : done(asked);
    }

    @SuppressWarnings("NullAway") // what the question gave, null or not, is what its asker gets
    private static <R> Reading<R> done(Asked<R> asked) {
        return new Reading.Done<>(asked.answer());
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
