package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.index.query.IndexClosing;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link AuditSessions} over the indexes. Thread-safe. */
public final class IndexAuditSessions implements AuditSessions {
    /** Reading this many rows takes about as long as scanning a dictionary. */
    private static final int FEW = 200;

    /** More rows than can be examined in a millisecond. */
    private static final long ROWS_PER_MILLI = 400;

    /** Expensive questions at once: half of the processors are for everything else. */
    private static final int PLACES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** Each holds a thread of the server, which has 256 for requests unless it is set otherwise. */
    private static final int MOST_WAITING = 12;

    /** The share of the heap that orders of fields may take: one in so many. */
    private static final int ORDERS_SHARE = 8;

    private static final long LEAST_ROWS = 100_000;

    /** The share of the heap that one session may hold: one in so many. */
    private static final int SESSION_SHARE = 8;

    private static final long LEAST_BYTES = 16 * 1024 * 1024;

    private static final Duration LONGEST_BUILD = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(IndexAuditSessions.class);

    /** One order at a time is built behind the questions of the whole process, by a thread that goes when there is nothing to build. */
    private static final ThreadPoolExecutor WORKER = worker();

    private final IndexAccess access;
    private final RowDecoder<Activity> activities;
    private final RowDecoder<Commit> commits;
    private final Duration time;
    private final int few;
    private final Gate gate;
    private final FieldOrders orders;

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
        this(access, indexing, activityCodec, commitCodec, time, FEW, new Gate(PLACES, MOST_WAITING), true);
    }

    /**
     * Sessions that take so many documents, instead of {@value #FEW}, for few, with a gate that others may share.
     *
     * @param behind whether orders of fields are built behind the questions, and not by the first that needs them
     */
    IndexAuditSessions(
            IndexAccess access,
            ActivityIndexing indexing,
            Function<byte[], Activity> activityCodec,
            Function<byte[], Commit> commitCodec,
            Duration time,
            int few,
            Gate gate,
            boolean behind) {
        this.access = access;
        this.activities = RowDecoder.activities(indexing, activityCodec);
        this.commits = RowDecoder.commits(commitCodec);
        this.time = time;
        this.few = few;
        this.gate = gate;
        long ordersBytes = Runtime.getRuntime().maxMemory() / ORDERS_SHARE;
        this.orders = behind ? new FieldOrders(ordersBytes, this::behindTheQuestions) : new FieldOrders(ordersBytes);
    }

    private void behindTheQuestions(FieldOrders.Key key, Consumer<Source<?>> work, Runnable done) {
        WORKER.execute(() -> {
            Effort effort = new Effort(new Gate(1, 0), "orders", LONGEST_BUILD, Long.MAX_VALUE, Long.MAX_VALUE);
            try {
                access.read(key.log(), key.tenant(), effort, index -> {
                    RowDecoder<?> documents = key.log() == Log.ACTIVITIES ? activities : commits;
                    work.accept(
                            new Source<>(key.log(), key.tenant(), index, documents, index.all(), effort, orders, few));
                    return true;
                });
            } catch (IndexClosing | QueryTimeout e) {
                LOG.debug("the order of {} is not built", key.field(), e);
            } finally {
                done.run();
            }
        });
    }

    private static final long BYTES = Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / SESSION_SHARE);

    private static ThreadPoolExecutor worker() {
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "annals-orders");
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    /** A question that would take far more time than there is need not start. */
    private static long rowsIn(Duration time) {
        return Math.max(LEAST_ROWS, time.toMillis() * ROWS_PER_MILLI);
    }

    @Override
    public AuditSession open(Asker asker) {
        return new IndexAuditSession(
                access,
                activities,
                commits,
                asker,
                new Effort(gate, asker.name(), time, rowsIn(time), BYTES),
                orders,
                few);
    }
}
