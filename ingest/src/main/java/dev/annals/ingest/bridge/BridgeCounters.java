package dev.annals.ingest.bridge;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes over a bridge. Thread-safe. */
public final class BridgeCounters {
    final AtomicLong read = new AtomicLong();
    final AtomicLong events = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong passed = new AtomicLong();

    /**
     * What has gone over since the bridge started.
     *
     * @param read records of foreign topics
     * @param events that were made of them
     * @param refused records that could be no events
     * @param passed records that are none: tombstones, ends of transactions, tables that the mapping skips
     */
    public record Counts(long read, long events, long refused, long passed) {}

    Counts counts() {
        return new Counts(read.get(), events.get(), refused.get(), passed.get());
    }
}
