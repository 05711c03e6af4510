package dev.annals.query;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.QueryTimeout;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the questions of one session may use together, and have used. The time runs while a question is worked on, not while an answer
 * is written. Belongs to the thread of the session.
 */
final class Effort implements Deadline {
    private final Duration time;
    private final long mostRows;
    private long looked;
    private long usedNanos;
    private long startedNanos;
    private boolean working;

    /**
     * An effort that has not begun.
     *
     * @param time how long all questions may take together
     * @param mostRows how many rows they may look at together
     */
    Effort(Duration time, long mostRows) {
        this.time = time;
        this.mostRows = mostRows;
    }

    /** Works on a question. */
    <R> R during(Supplier<R> work) {
        if (working) {
            return work.get();
        }
        working = true;
        startedNanos = System.nanoTime();
        try {
            return work.get();
        } finally {
            usedNanos += System.nanoTime() - startedNanos;
            working = false;
        }
    }

    @Override
    public void check() {
        if (working && usedNanos + System.nanoTime() - startedNanos > time.toNanos()) {
            throw new QueryTimeout(time);
        }
    }

    /** Says that so many rows are about to be looked at one by one. */
    void looksAt(long rows) {
        looked += rows;
        if (looked > mostRows) {
            throw new TooMuch("the question has to look at " + looked + " rows one by one (allowed: " + mostRows
                    + "); add a filter that an index can answer, such as one on a time, an object or an actor");
        }
    }

    /** How long all questions may take together. */
    Duration time() {
        return time;
    }
}
