package dev.annals.processor.index.settings;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory stores may together fill with documents that are not written yet. It is a bound for those that have much: each may always
 * have a little. Safe for any number of threads.
 */
public final class MemoryBudget {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    /** A budget of so many bytes. */
    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    /** A sixth of the memory that this Java may use. */
    public static MemoryBudget ofThisProcess() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 6);
    }

    /** Takes so many bytes, whether or not there are so many left. */
    public void take(long more) {
        taken.addAndGet(more);
    }

    /** Gives bytes back, exactly those that were taken. */
    public void giveBack(long less) {
        taken.addAndGet(-less);
    }

    /** How many bytes are taken now. */
    public long taken() {
        return taken.get();
    }

    /** Whether more is taken than there is. */
    public boolean isExceeded() {
        return taken.get() > bytes;
    }
}
