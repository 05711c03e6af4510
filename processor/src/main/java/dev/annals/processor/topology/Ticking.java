package dev.annals.processor.topology;

/**
 * When a quiet log needs a tick. The one place that looks at the wall clock, and only to decide on appending a record: what
 * the tick closes is decided by the time that the log gives it. For one thread.
 */
final class Ticking {
    private final long gapMillis;
    private boolean heard = true;
    private long quietSince;

    Ticking(long gapMillis) {
        this.gapMillis = gapMillis;
    }

    /** Any record came, a tick included. */
    void hear() {
        heard = true;
    }

    /**
     * Whether to append a tick now: something waits, and nothing came for a gap. Not again before another gap has passed, so that one on its way is given time to arrive.
     *
     * @param wallMillis now
     */
    boolean isDue(boolean waiting, long wallMillis) {
        if (heard || !waiting) {
            heard = false;
            quietSince = wallMillis;
            return false;
        }
        if (wallMillis - quietSince < gapMillis) {
            return false;
        }
        quietSince = wallMillis;
        return true;
    }
}
