package dev.annals.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of requests that were refused for their credentials: the first of an address at once, and then one line for all of an
 * interval, so that nobody can fill a disk by guessing. Thread-safe.
 */
final class FailedLogins {
    private static final Logger LOG = LoggerFactory.getLogger("dev.annals.authentication");
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Addresses that are remembered; a line too many for one that was forgotten does no harm. */
    private static final int MOST_ADDRESSES = 10_000;

    private final LongSupplier nanos;
    private final Map<String, Quiet> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Quiet> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** Since when an address has left no line, and how many it would have left. */
    private record Quiet(long sinceNanos, long suppressed) {}

    FailedLogins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one refusal. */
    void note(String address, String method, String path) {
        long suppressed = suppressed(address);
        if (suppressed >= 0) {
            LOG.warn(
                    "Authentication failed, address={} method={} path={} suppressed={}",
                    address,
                    method,
                    path,
                    suppressed);
        }
    }

    /** How many refusals of the address left no line before this one; -1 when this one leaves none. */
    synchronized long suppressed(String address) {
        long now = nanos.getAsLong();
        @Nullable Quiet quiet = addresses.get(address);
        if (quiet != null && now - quiet.sinceNanos() < INTERVAL.toNanos()) {
            addresses.put(address, new Quiet(quiet.sinceNanos(), quiet.suppressed() + 1));
            return -1;
        }
        addresses.put(address, new Quiet(now, 0));
        return quiet == null ? 0 : quiet.suppressed();
    }
}
