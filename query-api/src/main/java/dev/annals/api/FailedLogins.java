package dev.annals.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of requests that were refused for their credentials: the first of an address at once, and then one line for all of an
 * interval; and so many lines in an interval, from however many addresses. So nobody can fill a disk by guessing. Thread-safe.
 */
final class FailedLogins {
    private static final Logger LOG = LoggerFactory.getLogger("dev.annals.authentication");
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Addresses that are remembered; a line too many for one that was forgotten does no harm. */
    private static final int MOST_ADDRESSES = 10_000;
    /** Lines in an interval. Whoever has a network of IPv6 has more addresses than there is disk. */
    static final int MOST_LINES = 100;

    private static final int MOST_CHARACTERS = 200;

    private final LongSupplier nanos;
    private final Map<String, Quiet> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Quiet> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    private long intervalBegan;
    private int lines;
    private long unnamed;

    /** Since when an address has left no line, and how many it would have left. */
    private record Quiet(long sinceNanos, long suppressed) {}

    /**
     * What one line says of refusals that left none.
     *
     * @param suppressed of the same address since its last line
     * @param others of addresses that left no line because there were too many
     */
    record Line(long suppressed, long others) {}

    FailedLogins(LongSupplier nanos) {
        this.nanos = nanos;
        this.intervalBegan = nanos.getAsLong();
    }

    /** Notes one refusal. */
    void note(String address, String method, String path) {
        line(address)
                .ifPresent(line -> LOG.warn(
                        "Authentication failed, address={} method={} path={} suppressed={} others={}",
                        address,
                        bounded(method),
                        bounded(path),
                        line.suppressed(),
                        line.others()));
    }

    /** The line that a refusal leaves; empty when it leaves none. */
    synchronized Optional<Line> line(String address) {
        long now = nanos.getAsLong();
        @Nullable Quiet quiet = addresses.get(address);
        if (quiet != null && now - quiet.sinceNanos() < INTERVAL.toNanos()) {
            addresses.put(address, new Quiet(quiet.sinceNanos(), quiet.suppressed() + 1));
            return Optional.empty();
        }
        if (now - intervalBegan >= INTERVAL.toNanos()) {
            intervalBegan = now;
            lines = 0;
        }
        if (lines == MOST_LINES) {
            unnamed++;
            return Optional.empty();
        }
        lines++;
        addresses.put(address, new Quiet(now, 0));
        Line line = new Line(quiet == null ? 0 : quiet.suppressed(), unnamed);
        unnamed = 0;
        return Optional.of(line);
    }

    private static String bounded(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
    }
}
