package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import java.util.function.Function;

/** The way to the indexes, wherever they are: in this process's Kafka Streams or opened directly. Thread-safe. */
public interface IndexAccess {
    /** The two logs that are indexed. */
    enum Log {
        ACTIVITIES,
        COMMITS
    }

    /**
     * Asks one question of one consistent prefix of a tenant's log.
     *
     * @param deadline the time that the question may take; scans beyond it throw {@link dev.annals.processor.index.query.QueryTimeout}
     * @param question called at most once, on the calling thread; the snapshot is closed when it returns, so nothing lazy may leave it
     */
    <R> Reading<R> read(Log log, String tenant, Deadline deadline, Function<IndexSnapshot, R> question);

    /** Whether every index answers: how many there are, or why one does not. */
    Reading<Integer> readiness();
}
