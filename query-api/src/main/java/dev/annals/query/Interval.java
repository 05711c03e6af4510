package dev.annals.query;

import org.roaringbitmap.RoaringBitmap;

/**
 * A range of numbers with both ends in it; empty when the first is beyond the last.
 *
 * @param first the least number
 * @param last the greatest number
 */
record Interval(long first, long last) {
    private static final Interval EMPTY = new Interval(1, 0);

    static Interval of(Filter.Range range) {
        long first = Long.MIN_VALUE;
        long last = Long.MAX_VALUE;
        Filter.Bound lower = range.lower();
        if (lower != null) {
            first = ValueTests.number(lower.value());
            if (!lower.inclusive() && first++ == Long.MAX_VALUE) {
                return EMPTY;
            }
        }
        Filter.Bound upper = range.upper();
        if (upper != null) {
            last = ValueTests.number(upper.value());
            if (!upper.inclusive() && last-- == Long.MIN_VALUE) {
                return EMPTY;
            }
        }
        return new Interval(first, last);
    }

    /** The document numbers in the range, of documents 1 to {@code count}. */
    RoaringBitmap numbers(long count) {
        long from = Math.max(first, 1);
        long to = Math.min(last, count);
        return from > to ? new RoaringBitmap() : RoaringBitmap.bitmapOfRange(from, to + 1);
    }
}
