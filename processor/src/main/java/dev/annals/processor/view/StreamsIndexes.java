package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        int partition = TenantPartition.of(tenant, topics.partitions());
        Reading<Pin> asked = ask(log, partition, Optional.of(tenant), deadline);
        if (asked instanceof Reading.NotReady<Pin> not) {
            return new Reading.NotReady<>(not.reason(), not.retryAfter());
        }
        Pin pin = ((Reading.Done<Pin>) asked).value();
        return pin instanceof Pin.Taken taken ? new Reading.Done<>(taken.snapshot()) : notReady(reason(pin, partition));
    }

    @Override
    public Reading<Integer> readiness() {
        int ready = 0;
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (Log log : Log.values()) {
                Reading<Pin> asked = ask(log, partition, Optional.empty(), Deadline.none());
                if (asked instanceof Reading.NotReady<Pin> not) {
                    return new Reading.NotReady<>(not.reason(), not.retryAfter());
                }
                Pin pin = ((Reading.Done<Pin>) asked).value();
                // One that has stopped will not get ready by waiting, and the others are there.
                if (pin instanceof Pin.Behind) {
                    return notReady(reason(pin, partition));
                }
                ready++;
            }
        }
        return new Reading.Done<>(ready);
    }

    @Override
    public List<StoppedLog> stopped() {
        List<StoppedLog> stopped = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (Log log : Log.values()) {
                if (ask(log, partition, Optional.empty(), Deadline.none()) instanceof Reading.Done<Pin> done
                        && done.value() instanceof Pin.Stopped stop) {
                    stopped.add(stop.log());
                }
            }
        }
        return stopped;
    }

    private static String reason(Pin pin, int partition) {
        return pin instanceof Pin.Stopped stop
                ? stop.log().sentence()
                : "the index of partition " + partition + " is being built";
    }

    private Reading<Pin> ask(Log log, int partition, Optional<String> tenant, Deadline deadline) {
        OptionalLong end = ends.of(new TopicPartition(topic(log), partition));
        if (end.isEmpty()) {
            return notReady("the view is starting");
        }
        // Only the running task: one that is still restoring has a prefix of the log that may be years old.
        StateQueryRequest<Pin> request = StateQueryRequest.inStore(store(log))
                .withQuery(new SnapshotQuery(tenant, deadline, end.getAsLong()))
                .withPartitions(Set.of(partition))
                .requireActive();
        @Nullable QueryResult<Pin> result;
        try {
            result = streams.query(request).getPartitionResults().get(partition);
        } catch (InvalidStateStoreException e) {
            // Not started yet, or stopped.
            return notReady("the view is " + words(streams.state()));
        }
        return result == null || !result.isSuccess()
                ? refused(log, partition, result)
                : new Reading.Done<>(result.getResult());
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
