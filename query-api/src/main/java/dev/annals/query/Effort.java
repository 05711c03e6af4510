package dev.annals.query;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.QueryTimeout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What all questions of one session may use together, and what they have used.
 *
 * <p>The time counts while a question is worked on, not while the question waits at the gate and not while its answer is written. A question
 * that examines many rows, or takes more processor time than cheap questions do, continues only with a place in the gate and gives the place
 * back at its end. When the time is over and other questions are at the gate, they slowed this one down; otherwise the question is too
 * expensive by itself.
 *
 * <p>Belongs to the thread of the session.
 */
final class Effort implements Deadline {
    /** As many rows as are examined in about the time of a cheap question. */
    private static final long CHEAP_ROWS = 2_000;

    /** Processor time: on a busy machine a cheap question takes long and is still cheap. */
    private static final long CHEAP_NANOS = Duration.ofMillis(50).toNanos();

    /** Processor time while the gate refuses questions: those on their way to it must not take the machine from the cheap ones. */
    private static final long CHEAP_NANOS_IN_A_CROWD = Duration.ofMillis(10).toNanos();

    private static final long MEGABYTE = 1024 * 1024;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Gate gate;
    private final String name;
    private final Duration time;
    private final long mostRows;
    private final long mostBytes;

    private long looked;
    private long heldBytes;
    private long usedNanos;
    private long startedNanos;
    private long startedCpuNanos;
    private boolean working;
    private boolean inside;

    /**
     * An effort that has not begun.
     *
     * @param name of whom the gate sees it
     * @param time how long all questions may take together
     * @param mostRows how many rows they may look at together
     * @param mostBytes how many bytes of sets, numbers and rows they may hold together
     */
    Effort(Gate gate, String name, Duration time, long mostRows, long mostBytes) {
        this.gate = gate;
        this.name = name;
        this.time = time;
        this.mostRows = mostRows;
        this.mostBytes = mostBytes;
    }

    /** Works on a question. */
    <R> R during(Supplier<R> work) {
        if (working) {
            return work.get();
        }
        working = true;
        startedNanos = System.nanoTime();
        startedCpuNanos = THREADS.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            usedNanos += System.nanoTime() - startedNanos;
            working = false;
            if (inside) {
                inside = false;
                gate.leave(name);
            }
        }
    }

    @Override
    public void check() {
        if (!working) {
            return;
        }
        long now = System.nanoTime() - startedNanos;
        if (usedNanos + now > time.toNanos()) {
            throw gate.isShared() ? new Crowded() : new QueryTimeout(time);
        }
        if (!inside
                && THREADS.getCurrentThreadCpuTime() - startedCpuNanos
                        > (gate.isFull() ? CHEAP_NANOS_IN_A_CROWD : CHEAP_NANOS)) {
            enter();
        }
    }

    /** Announces that so many rows are about to be examined one by one. */
    void looksAt(long rows) {
        looked += rows;
        if (looked > mostRows) {
            throw new TooMuch("The question has to look at " + looked + " rows one by one (allowed: " + mostRows
                    + "); add a filter that an index can answer, such as one on a time, an object or an actor.");
        }
        if (looked > CHEAP_ROWS) {
            enter();
        }
    }

    /** Says that so many bytes more are held; fewer, when it is negative. */
    void holds(long bytes) {
        heldBytes += bytes;
        if (bytes > 0 && heldBytes > mostBytes) {
            throw new TooMuch("The question has to hold " + heldBytes / MEGABYTE + " MB in memory (allowed: "
                    + mostBytes / MEGABYTE + "); ask with fewer conditions or for a smaller page.");
        }
    }

    private void enter() {
        if (inside || !working) {
            return;
        }
        long before = System.nanoTime();
        inside = gate.enter(name, time);
        startedNanos += System.nanoTime() - before;
        if (!inside) {
            throw new Crowded();
        }
    }

    /** How long all questions may take together. */
    Duration time() {
        return time;
    }
}
