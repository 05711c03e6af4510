package dev.annals.query;

import org.roaringbitmap.RoaringBitmap;

/**
 * What the index alone knows about which documents match: the documents that surely match, and those that possibly match. For the
 * documents in between, their rows decide. Bitmaps are shared and never changed.
 *
 * @param sure contains only documents that match
 * @param possible contains every document that matches; the same object as {@code sure} when the index knows exactly
 */
record Bounds(RoaringBitmap sure, RoaringBitmap possible) {
    static final Bounds NONE = exactly(new RoaringBitmap());

    static Bounds exactly(RoaringBitmap numbers) {
        return new Bounds(numbers, numbers);
    }

    /** Nothing is known: the rows of all these documents decide. */
    static Bounds atMost(RoaringBitmap numbers) {
        return new Bounds(new RoaringBitmap(), numbers);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean exact() {
        return sure == possible;
    }

    Bounds and(Bounds other) {
        RoaringBitmap both = RoaringBitmap.and(possible, other.possible);
        return exact() && other.exact() ? exactly(both) : new Bounds(RoaringBitmap.and(sure, other.sure), both);
    }

    Bounds or(Bounds other) {
        RoaringBitmap either = RoaringBitmap.or(possible, other.possible);
        return exact() && other.exact() ? exactly(either) : new Bounds(RoaringBitmap.or(sure, other.sure), either);
    }

    /** Those of {@code all} that do not match. */
    Bounds notOf(RoaringBitmap all) {
        RoaringBitmap not = RoaringBitmap.andNot(all, possible);
        return exact() ? exactly(not) : new Bounds(not, RoaringBitmap.andNot(all, sure));
    }

    /** Those that are in {@code numbers}. */
    Bounds in(RoaringBitmap numbers) {
        return and(exactly(numbers));
    }

    /** The documents for which the index does not know. */
    RoaringBitmap open() {
        return exact() ? new RoaringBitmap() : RoaringBitmap.andNot(possible, sure);
    }
}
