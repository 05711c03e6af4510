package dev.annals.processor.index.query;

import java.io.Serial;
import java.time.Duration;

/** The end of a query that used up its time budget. Nothing is wrong with the store; a narrower filter may succeed. */
public final class QueryTimeout extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A timeout after the given budget. */
    public QueryTimeout(Duration budget) {
        super("the query took longer than its time budget of " + budget.toMillis()
                + " ms; narrow the filter or raise the budget");
    }
}
