package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.IndexAccess;
import java.time.Duration;
import java.util.function.Function;

/** The {@link AuditSessions} over the indexes. Thread-safe. */
public final class IndexAuditSessions implements AuditSessions {
    /** So many rows are read about as fast as a dictionary is scanned. */
    private static final int FEW = 200;

    /** Rows that are surely not looked at in a millisecond. */
    private static final long ROWS_PER_MILLI = 400;

    /** Expensive questions at once: half of the machine is for everything else. */
    private static final int PLACES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** Each holds a thread of the server, which has 32 for requests. */
    private static final int MOST_WAITING = 12;

    /** The share of the heap that orders of fields may take: one in so many. */
    private static final int ORDERS_SHARE = 8;

    private static final long LEAST_ROWS = 100_000;

    private final IndexAccess access;
    private final RowDecoder<Activity> activities;
    private final RowDecoder<Commit> commits;
    private final Duration time;
    private final int few;
    private final Gate gate;
    private final FieldOrders orders = new FieldOrders(Runtime.getRuntime().maxMemory() / ORDERS_SHARE);

    /**
     * Sessions over indexes.
     *
     * @param indexing how the activities were indexed
     * @param activityCodec an activity from its record bytes
     * @param commitCodec a commit from its record bytes
     * @param time how long the questions of one session may take together
     */
    public IndexAuditSessions(
            IndexAccess access,
            ActivityIndexing indexing,
            Function<byte[], Activity> activityCodec,
            Function<byte[], Commit> commitCodec,
            Duration time) {
        this(access, indexing, activityCodec, commitCodec, time, FEW, new Gate(PLACES, MOST_WAITING));
    }

    /** Sessions that take so many documents, instead of {@value #FEW}, for few, with a gate that others may share. */
    IndexAuditSessions(
            IndexAccess access,
            ActivityIndexing indexing,
            Function<byte[], Activity> activityCodec,
            Function<byte[], Commit> commitCodec,
            Duration time,
            int few,
            Gate gate) {
        this.access = access;
        this.activities = RowDecoder.activities(indexing, activityCodec);
        this.commits = RowDecoder.commits(commitCodec);
        this.time = time;
        this.few = few;
        this.gate = gate;
    }

    /** What would take far more time than there is need not be begun. */
    private static long rowsIn(Duration time) {
        return Math.max(LEAST_ROWS, time.toMillis() * ROWS_PER_MILLI);
    }

    @Override
    public AuditSession open(Asker asker) {
        return new IndexAuditSession(
                access, activities, commits, asker, new Effort(gate, asker.name(), time, rowsIn(time)), orders, few);
    }
}
