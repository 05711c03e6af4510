package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The way to the indexes, wherever they are: in this process's Kafka Streams or opened directly. Thread-safe. */
public interface IndexAccess {
    /** When to ask again while the view is behind. */
    Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** The two logs that are indexed. */
    enum Log {
        ACTIVITIES,
        COMMITS
    }

    /**
     * Pins one consistent prefix of a tenant's log. The caller closes the snapshot.
     *
     * @param deadline the time budget of the questions to the snapshot; scans beyond it throw {@link QueryTimeout}, and so does this when the
     *     records that came last are not written in time
     */
    Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline);

    /** As {@link #pin}; not ready when there is no prefix to pin in time, which is no fault of the question. */
    default Reading<IndexSnapshot> pinInTime(Log log, String tenant, Deadline deadline) {
        try {
            return pin(log, tenant, deadline);
        } catch (QueryTimeout e) {
            return new Reading.NotReady<>("the view has too much to do and is behind; ask again", RETRY_AFTER);
        }
    }

    /** Asks one question of one consistent prefix of a tenant's log, as {@link #pinInTime} gives it. Nothing lazy may leave the question. */
    default <R> Reading<R> read(Log log, String tenant, Deadline deadline, Function<IndexSnapshot, R> question) {
        Reading<IndexSnapshot> pinned = pinInTime(log, tenant, deadline);
        if (pinned instanceof Reading.Done<IndexSnapshot> done) {
            try (IndexSnapshot snapshot = done.value()) {
                return new Reading.Done<>(question.apply(snapshot));
            }
        }
        Reading.NotReady<IndexSnapshot> not = (Reading.NotReady<IndexSnapshot>) pinned;
        return new Reading.NotReady<>(not.reason(), not.retryAfter());
    }

    /**
     * Whether all indexes answer, leaving out those that have {@link #stopped}: how many there are, or why one does not answer. Writes nothing and never
     * waits.
     */
    Reading<Integer> readiness();

    /** The logs whose view has stopped at a record that cannot be indexed. */
    default List<StoppedLog> stopped() {
        return List.of();
    }
}
