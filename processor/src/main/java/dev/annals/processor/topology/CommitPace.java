package dev.annals.processor.topology;

import java.util.HashSet;
import java.util.Set;

/**
 * When a stream thread commits: as soon as something waits, but for at most a fifth of the time. A commit costs the thread and the broker some
 * milliseconds, so that at a few changes a second each is committed at once, and under load, or while the code is cold, commits come as seldom as they are
 * dear. The pace depends on what commits have cost and on nothing else: no two clocks are compared, and falling behind does not make commits rarer.
 *
 * <p>Decides when results become visible, never what they are. Times are those of {@link System#nanoTime}. For one thread.
 */
final class CommitPace {
    /** Pauses after a commit, as a multiple of what commits cost: one part of five is spent on them. */
    private static final int PAUSES = 4;

    /** How much the latest commit counts in the average: a start, when commits are slow, is forgotten within some ten. */
    private static final double LATEST = 0.25;

    /** A commit that is due but cannot be had, as in the middle of a rebalance, must not make a busy loop. */
    private static final long SHORTEST_POLL = 2_000_000;

    /** The longest poll while something waits for record time to move on. */
    private static final long WATCHING_POLL = 100_000_000;

    private final Set<Object> watching = new HashSet<>();
    private double costNanos;
    private long lastEnd;
    private boolean any;
    private boolean waiting;

    /** A record was processed. */
    void processed() {
        waiting = true;
    }

    /** A commit took that long and ended now. */
    void committed(long nanos, long now) {
        costNanos = any ? costNanos + LATEST * (nanos - costNanos) : nanos;
        lastEnd = now;
        any = true;
        waiting = false;
    }

    /** What was processed was rolled back. */
    void aborted() {
        waiting = false;
    }

    /** Whether a record was processed that is not committed yet. */
    boolean isWaiting() {
        return waiting;
    }

    /** A task looks for due ticks from now on, or no longer. */
    void watch(Object task, boolean looks) {
        if (looks) {
            watching.add(task);
        } else {
            watching.remove(task);
        }
    }

    /** How long to poll for records, so that a commit or a tick that is due meanwhile is not late: at most {@code most} nanoseconds. */
    long pollNanos(long now, long most) {
        long longest = watching.isEmpty() ? most : Math.min(most, WATCHING_POLL);
        return waiting ? Math.min(longest, Math.max(SHORTEST_POLL, untilDue(now))) : longest;
    }

    /** How long to wait before the next commit, in nanoseconds; 0 when it is due. */
    long untilDue(long now) {
        return any ? Math.max(0, lastEnd + (long) (PAUSES * costNanos) - now) : 0;
    }
}
