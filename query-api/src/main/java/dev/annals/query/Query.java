package dev.annals.query;

/**
 * A question to an index: which documents, in which order, which of them.
 *
 * @param skip how many to pass over, from 0
 * @param size how many to return at the most, from 0 (only the count)
 * @param twice the documents that are listed and counted twice, one behind the other, as a join in SQL does; few, and {@link Filter#NONE} nearly always
 */
public record Query(Filter filter, Order order, long skip, int size, Filter twice) {
    /** A question whose answer has each document once. */
    public Query(Filter filter, Order order, long skip, int size) {
        this(filter, order, skip, size, Filter.NONE);
    }

    public Query {
        if (skip < 0 || size < 0) {
            throw new IllegalArgumentException("skip " + skip + ", size " + size + " (expected: neither below 0)");
        }
    }
}
