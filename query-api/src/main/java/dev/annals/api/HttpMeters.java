package dev.annals.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What is measured of requests: how many and how long by dialect, route, method and status, and how their times are spread by
 * dialect. Clients choose methods, paths and, by what they send, statuses, so the combinations are bounded: those beyond the bound
 * are counted together. Thread-safe.
 */
final class HttpMeters {
    private static final int MOST_COMBINATIONS = 1000;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;
    private final ConcurrentHashMap<Combination, Timer> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Timer> spread = new ConcurrentHashMap<>();

    private record Combination(String dialect, String route, String method, int status) {}

    HttpMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts one request that was answered. */
    void served(String dialect, String route, String method, int status, long nanos) {
        Combination seen = new Combination(dialect, route, METHODS.contains(method) ? method : "OTHER", status);
        if (!requests.containsKey(seen) && requests.size() >= MOST_COMBINATIONS) {
            seen = new Combination(dialect, "other", "OTHER", status);
        }
        requests.computeIfAbsent(seen, this::timer).record(nanos, TimeUnit.NANOSECONDS);
        spread.computeIfAbsent(dialect, this::spread).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Combination combination) {
        return Timer.builder("annals.http.requests")
                .description("Requests served, by route template")
                .tags(Tags.of(
                        "dialect",
                        combination.dialect(),
                        "method",
                        combination.method(),
                        "route",
                        combination.route(),
                        "status",
                        Integer.toString(combination.status())))
                .register(meters);
    }

    private Timer spread(String dialect) {
        return Timer.builder("annals.http.latency")
                .description("How the times of requests are spread")
                .serviceLevelObjectives(BUCKETS)
                .tags("dialect", dialect)
                .register(meters);
    }
}
