package dev.annals.processor.index.settings;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all stores together may use for documents that are not written yet. A store above its small guaranteed share respects the bound; the
 * share itself is always allowed. Safe for any number of threads.
 */
public final class MemoryBudget {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    /** A budget of so many bytes. */
    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    /** A budget of a sixth of the maximum heap. */
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
