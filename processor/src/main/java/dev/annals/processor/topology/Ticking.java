package dev.annals.processor.topology;

import java.util.OptionalLong;

/**
 * When a quiet log needs a tick. The one place that looks at the wall clock, and only to decide on appending a record: what
 * the tick closes is decided by the time that the log gives it. For one thread.
 */
final class Ticking {
    /** Ticks that do not move record time, because the log's clock was set back, come ever more seldom: at most this many gaps apart. */
    private static final int LONGEST_PAUSE = 64;

    private boolean heard = true;
    private long quietSince;
    private boolean onItsWay;
    private long tickedAt;
    private long elapsedAtTick = -1;
    private int pause = 1;

    /** Any record came, a tick included. */
    void hear() {
        heard = true;
    }

    /**
     * Whether to append a tick now: something waits, and nothing came for as long as it waits. Not again before the last tick was given time to arrive.
     *
     * @param untilTick after how much silence a tick is needed, 0 when something is due already; empty when nothing waits
     * @param elapsed record time
     * @param wallMillis now
     * @param gapMillis how long a tick is given to arrive before another one is sent: the gap of the current epoch
     */
    boolean isDue(OptionalLong untilTick, long elapsed, long wallMillis, long gapMillis) {
        if (heard) {
            heard = false;
            quietSince = wallMillis;
            if (onItsWay) {
                onItsWay = false;
                pause = elapsed == elapsedAtTick ? Math.min(2 * pause, LONGEST_PAUSE) : 1;
            }
        }
        if (untilTick.isEmpty() || wallMillis - quietSince < untilTick.getAsLong()) {
            return false;
        }
        boolean tickHelps = untilTick.getAsLong() == 0;
        long sinceTick = wallMillis - tickedAt;
        if (onItsWay ? sinceTick < gapMillis : !tickHelps && pause > 1 && sinceTick < gapMillis * pause) {
            return false;
        }
        onItsWay = true;
        tickedAt = wallMillis;
        elapsedAtTick = elapsed;
        return true;
    }
}
