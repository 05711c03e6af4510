package dev.annals.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads beside Jetty's own: those that work on requests, and one that watches the pace of clients. Those that bring events in
 * have threads of their own, so that neither waits for the other when Kafka is slow or the questions are many. Jetty's threads are for what never
 * waits, so health, readiness and measures are answered whatever the workers do.
 */
final class ServerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerThreads.class);
    /** The share of those that bring events in: one thread in so many. */
    private static final int INGEST_SHARE = 4;

    private final Lane reading;
    private final Lane ingesting;
    private final int mostOfAnAddress;
    private final Map<String, Integer> ofAddress = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "annals-http-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Threads that do not run yet.
     *
     * @param mostOfAnAddress how many requests of one address are worked on or wait; 0 for any number
     */
    ServerThreads(int threads, int mostOfAnAddress) {
        int ingest = Math.max(1, threads / INGEST_SHARE);
        this.reading = new Lane("annals-request", threads);
        this.ingesting = new Lane("annals-ingest", ingest);
        this.mostOfAnAddress = mostOfAnAddress;
    }

    void start() {
        reading.start();
        ingesting.start();
    }

    /** Has a request worked on; false when there are too many already, and then it is not. */
    boolean work(Request request, boolean ingests, Runnable job) {
        String address = request.clientAddress();
        int own = ofAddress.merge(address, 1, Integer::sum);
        String client = address + ' ' + request.caller().map(Caller::name).orElse("");
        boolean taken = (mostOfAnAddress == 0 || own <= mostOfAnAddress)
                && (ingests ? ingesting : reading).work(client, () -> {
                    try {
                        job.run();
                    } finally {
                        leave(address);
                    }
                });
        if (!taken) {
            leave(address);
        }
        return taken;
    }

    private void leave(String address) {
        ofAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
    }

    /** Runs something that never waits after a while. */
    void later(Duration pause, Runnable job) {
        try {
            var unused = clock.schedule(() -> now(job), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            job.run();
        }
    }

    private void now(Runnable job) {
        try {
            reading.execute(job);
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            job.run();
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
        reading.close();
        ingesting.close();
        clock.shutdownNow();
    }
}
