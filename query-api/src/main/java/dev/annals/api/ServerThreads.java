package dev.annals.api;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads beside Jetty's own: those that work on requests, with a bounded queue before them, and one that watches the pace of
 * clients. Jetty's threads are for what never waits, so health, readiness and measures are answered whatever the workers do.
 */
final class ServerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerThreads.class);
    private static final int IDLE_MILLIS = 60_000;
    private static final int FEWEST = 8;
    private static final int WAITING_PER_THREAD = 4;

    private final QueuedThreadPool pool;
    private final Semaphore places;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "annals-http-watch");
        thread.setDaemon(true);
        return thread;
    });

    ServerThreads(int threads) {
        places = new Semaphore(threads * (1 + WAITING_PER_THREAD));
        pool = new QueuedThreadPool(threads, Math.min(FEWEST, threads), IDLE_MILLIS);
        pool.setName("annals-request");
        pool.setDaemon(true);
        pool.setReservedThreads(0);
    }

    void start() {
        LifeCycle.start(pool);
    }

    /** Has a request worked on; false when there are too many already, and then it is not. */
    boolean work(Runnable job) {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            pool.execute(() -> {
                try {
                    job.run();
                } finally {
                    places.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            places.release();
            return false;
        }
    }

    /** Runs a look again and again; what one of them throws is logged. */
    void watch(Duration pause, Runnable look) {
        var unused = clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        LOG.error("A look at the clients failed", e);
                    }
                },
                pause.toNanos(),
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        LifeCycle.stop(pool);
        clock.shutdownNow();
    }
}
