package dev.annals.query;

import java.time.Instant;
import java.util.List;

/**
 * The answer to a {@link Survey}, exact and from one state of the log.
 *
 * @param count how many documents match
 * @param position the offset of the log up to which the answer speaks
 * @param facets one for each that was asked for, in that order
 * @param bars the histogram, ascending in time; empty when none was asked for or nothing matches
 */
public record Overview(long count, long position, List<Facet> facets, List<Bar> bars) {
    /**
     * The values of one field.
     *
     * @param values those of most documents first, ties in the order of the field
     * @param distinct how many values occur, those that are not given included
     * @param missing how many matching documents have no value; all values count here, also when only some were searched for
     */
    public record Facet(List<Value> values, long distinct, long missing) {}

    /** A value and how many matching documents have it. */
    public record Value(String text, long count) {}

    /** A span of time from an instant to the beginning of the next bar, and how many matching documents are in it. */
    public record Bar(Instant from, Instant to, long count) {}
}
