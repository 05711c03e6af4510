package dev.annals.query;

/**
 * A question to an index: which documents, in which order, which of them.
 *
 * @param skip how many to pass over, from 0
 * @param size how many to return at the most, from 0 (only the count)
 */
public record Query(Filter filter, Order order, long skip, int size) {
    public Query {
        if (skip < 0 || size < 0) {
            throw new IllegalArgumentException("skip " + skip + ", size " + size + " (expected: neither below 0)");
        }
    }
}
