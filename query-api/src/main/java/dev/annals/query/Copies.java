package dev.annals.query;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.roaringbitmap.RoaringBitmap;

/** Pages of an answer in which some documents stand twice, one copy behind the other. The page is found by ranks, whatever the order. */
record Copies(Sorter<?> sorter, RoaringBitmap matching, RoaringBitmap twice) {
    /** Numbers of the documents in order, from {@code skip} on, at most {@code size}. */
    long[] page(long skip, int size) {
        // The first copy of a document stands behind all documents of lower rank and their copies.
        long before = firstNot(twice.getLongCardinality(), copied -> rank(copied(copied)) + copied < skip);
        long rank = skip - before;
        boolean beginsWithCopy = before > 0 && rank(copied(before - 1)) == rank;
        long[] page = new long[2 * size];
        int filled = 0;
        for (long number : sorter.page(matching, rank, size)) {
            page[filled++] = number;
            if (twice.contains((int) number) && !(filled == 1 && beginsWithCopy)) {
                page[filled++] = number;
            }
        }
        return Arrays.copyOf(page, Math.min(filled, size));
    }

    private long copied(long at) {
        return sorter.page(twice, at, 1)[0];
    }

    /** How many documents come before one of them. */
    private long rank(long number) {
        return firstNot(matching.getLongCardinality(), at -> comesBefore(sorter.page(matching, at, 1)[0], number));
    }

    private boolean comesBefore(long one, long other) {
        return one != other && sorter.page(RoaringBitmap.bitmapOf((int) one, (int) other), 0, 1)[0] == one;
    }

    /** The first of so many that does not pass a test which those before it pass. */
    private static long firstNot(long end, LongPredicate passes) {
        long from = 0;
        long to = end;
        while (from < to) {
            long middle = (from + to) / 2;
            if (passes.test(middle)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
