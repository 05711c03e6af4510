package dev.annals.processor.index.query;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time budget of one query. Every long scan of a snapshot checks it every so often (at the latest after some thousand keys), and row
 * filters outside of the store should do the same.
 *
 * <p>Immutable; may be shared by threads.
 */
@FunctionalInterface
public interface Deadline {
    /**
     * Returns normally while there is time left.
     *
     * @throws QueryTimeout when the budget is used up
     */
    void check();

    /** For how many nanoseconds somebody who waits may go without a {@link #check}. */
    default long nanosBetweenChecks() {
        return 20_000_000;
    }

    /** A deadline that never comes. */
    static Deadline none() {
        return new Deadline() {
            @Override
            public void check() {
                // There is always time left.
            }

            @Override
            public long nanosBetweenChecks() {
                return Long.MAX_VALUE;
            }
        };
    }

    /**
     * A deadline that comes when the budget has passed, counted from now.
     *
     * @param budget how long the query may take
     * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
     */
    static Deadline after(Duration budget, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        long allowed = budget.toNanos();
        return () -> {
            if (nanoTime.getAsLong() - start > allowed) {
                throw new QueryTimeout(budget);
            }
        };
    }
}
