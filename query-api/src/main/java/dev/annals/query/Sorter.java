package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.PostingsVisitor;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Gives any page of matching documents in any order, without ordering them all: documents fall into groups, the groups are
 * passed in order by their sizes alone, and only groups that the page touches are ordered inside.
 *
 * <p>Groups are the distinct values of a field, of which the index knows the documents, or of the time. Within a group the
 * next key decides, at last the number.
 */
final class Sorter<T> {
    /** As many documents as are skipped in some milliseconds. */
    private static final long FAR = 20_000;

    private final Source<T> source;
    private final IndexSnapshot index;
    private final Planner<T> planner;
    private final RowOrder<T> rows;
    private final List<Order.Key> keys;

    Sorter(Source<T> source, Order order) {
        this.source = source;
        this.index = source.index();
        this.planner = new Planner<>(source);
        this.keys = order.keys();
        this.rows = new RowOrder<>(source, keys);
    }

    /** Numbers of the matching documents in order, from {@code skip} on, at most {@code size}. */
    long[] page(RoaringBitmap matching, long skip, int size) {
        Window window = new Window(skip, size);
        place(matching, 0, window);
        return window.numbers();
    }

    /** Adds the next group in order to the window; keys before {@code at} are equal within the group. */
    private void place(RoaringBitmap group, int at, Window window) {
        long count = group.getLongCardinality();
        if (window.full() || window.skips(count)) {
            return;
        }
        boolean last = at == keys.size();
        Order.Key key = keys.get(last ? at - 1 : at);
        Kind kind = key.field().kind();
        if (last || kind == Kind.NUMBER) {
            window.take(index.pageByNumber(group, window.toSkip(), window.wanted(), key.descending()));
        } else if (kind == Kind.TIME && numberBreaksTies(at)) {
            window.take(index.pageByTime(group, window.toSkip(), window.wanted(), key.descending()));
        } else if (kind == Kind.LONG_TEXT || count <= source.few()) {
            window.take(rows.page(group, at, window.toSkip(), window.wanted()));
        } else if (kind == Kind.TIME) {
            byTime(group, at, window);
        } else {
            byTerms(group, at, window);
        }
    }

    /** Whether after this key only the number decides, in the same direction. */
    private boolean numberBreaksTies(int at) {
        if (at == keys.size() - 1) {
            return true;
        }
        Order.Key next = keys.get(at + 1);
        return next.field().kind() == Kind.NUMBER
                && next.descending() == keys.get(at).descending();
    }

    private void byTime(RoaringBitmap group, int at, Window window) {
        boolean descending = keys.get(at).descending();
        RoaringBitmap left = group;
        while (!window.full() && !left.isEmpty()) {
            long[] next =
                    index.pageByTime(left, Math.min(window.toSkip(), left.getLongCardinality() - 1), 1, descending);
            long micros = rows.micros(next[0], keys.get(at).field());
            RoaringBitmap before = descending
                    ? index.between(micros, false, Long.MAX_VALUE, true)
                    : index.between(Long.MIN_VALUE, true, micros, false);
            RoaringBitmap same = RoaringBitmap.and(left, index.between(micros, true, micros, true));
            window.skips(RoaringBitmap.andCardinality(left, before));
            left = RoaringBitmap.andNot(RoaringBitmap.andNot(left, before), same);
            place(same, at + 1, window);
        }
    }

    private void byTerms(RoaringBitmap group, int at, Window window) {
        Order.Key key = keys.get(at);
        Optional<FieldOrder> order =
                isFar(group, window) ? source.orders().of(source, key.field(), key.descending()) : Optional.empty();
        if (order.isPresent()) {
            byStretches(group, at, window, order.get());
            return;
        }
        RoaringBitmap left = group.clone();
        if (key.missingFirst()) {
            RoaringBitmap missing = RoaringBitmap.and(group, planner.matching(new Filter.Missing(key.field())));
            left.andNot(missing);
            place(missing, at + 1, window);
        }
        if (!window.full()) {
            byValues(left, at, window, FieldTerms.all(key.field()));
            if (!key.missingFirst()) {
                place(left, at + 1, window);
            }
        }
    }

    /** Whether a walk from the beginning to the page passes over many documents, whether they are in the group or not. */
    private boolean isFar(RoaringBitmap group, Window window) {
        double sharePassed = (double) (window.toSkip() + window.wanted()) / group.getLongCardinality();
        return Math.min(1, sharePassed) * index.count() > FAR;
    }

    private void byStretches(RoaringBitmap group, int at, Window window, FieldOrder order) {
        boolean missingFirst = keys.get(at).missingFirst();
        if (missingFirst) {
            place(order.missing(group), at + 1, window);
        }
        for (int stretch = 0; stretch < order.stretches() && !window.full(); stretch++) {
            if (!window.skips(order.count(stretch, group))) {
                byValues(order.in(stretch, group), at, window, order.range(stretch));
            }
        }
        if (!missingFirst && !window.full()) {
            place(order.missing(group), at + 1, window);
        }
    }

    /** Adds the documents that have a value in the range, and removes them from those that are left. */
    private void byValues(RoaringBitmap left, int at, Window window, TermRange range) {
        Order.Key key = keys.get(at);
        TermGroups groups = new TermGroups(left, at, window);
        index.postings(key.field().column(), range, key.descending(), groups);
        groups.finish();
    }

    /**
     * Places the documents of one value after those of the value before it. A document with several values is placed by the
     * one that comes first and then taken out.
     *
     * <p>Values that are only known by their common beginning form one group, which is ordered by its rows.
     */
    private final class TermGroups implements PostingsVisitor {
        private final RoaringBitmap left;
        private final int at;
        private final Window window;
        private final int comparable;

        private RoaringBitmap group = new RoaringBitmap();
        private byte[] beginning = new byte[0];
        private int values;

        TermGroups(RoaringBitmap left, int at, Window window) {
            this.left = left;
            this.at = at;
            this.window = window;
            this.comparable = FieldTerms.prefix(keys.get(at).field()).length + Term.MIN_KEPT_BYTES;
        }

        @Override
        public boolean visit(byte[] value, RoaringBitmap numbers) {
            RoaringBitmap found = RoaringBitmap.and(numbers, left);
            if (found.isEmpty()) {
                return true;
            }
            left.andNot(found);
            if (value.length < comparable) {
                finish();
                place(found, at + 1, window);
                return !window.full() && !left.isEmpty();
            }
            if (!Arrays.equals(beginning, 0, beginning.length, value, 0, Math.min(comparable, value.length))) {
                finish();
                beginning = Arrays.copyOf(value, comparable);
            }
            group.or(found);
            values++;
            return !window.full() && !left.isEmpty();
        }

        void finish() {
            if (values == 1) {
                place(group, at + 1, window);
            } else if (values > 1 && !window.full() && !window.skips(group.getLongCardinality())) {
                window.take(rows.page(group, at, window.toSkip(), window.wanted()));
            }
            values = 0;
            group = new RoaringBitmap();
        }
    }
}
