package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The documents 1 to {@link #upTo} of a log in the order of one field in one direction, cut into some hundred stretches. Each stretch has the
 * documents whose first value in that direction is in its range of values. So a rank is found by adding up sizes, and only
 * the stretch that it falls into is looked at value by value.
 *
 * <p>Documents never change, so an order of more documents than a snapshot has is right for that snapshot too. Immutable.
 */
final class FieldOrder {
    private static final int STRETCHES = 256;
    private static final int LEAST_STRETCH = 2_048;
    /** When a stretch has grown to this many times its initial size, the order is built again. */
    private static final int UNEVEN = 4;

    private static final int OVERHEAD_BYTES = 64;

    /**
     * A part of the order.
     *
     * @param low its documents have values from here on; the beginning of a term, never more of it than all terms have
     * @param built the documents as they were when the order was built
     * @param added the documents that came later; few
     */
    private record Stretch(byte[] low, RoaringBitmap built, RoaringBitmap added) {}

    private final Field field;
    private final boolean descending;
    private final List<Stretch> stretches;
    private final RoaringBitmap present;
    private final long upTo;
    private final long builtUpTo;

    private FieldOrder(
            Field field,
            boolean descending,
            List<Stretch> stretches,
            RoaringBitmap present,
            long upTo,
            long builtUpTo) {
        this.field = field;
        this.descending = descending;
        this.stretches = stretches;
        this.present = present;
        this.upTo = upTo;
        this.builtUpTo = builtUpTo;
    }

    /** The order of all documents of a snapshot, by one pass over the postings of the field. */
    static FieldOrder build(Source<?> source, Field field, boolean descending) {
        Building building = new Building(source, field, descending);
        source.index().postings(field.column(), FieldTerms.all(field), descending, building::visit);
        return building.order();
    }

    /** The last document that is in the order. */
    long upTo() {
        return upTo;
    }

    int stretches() {
        return stretches.size();
    }

    /** How many of the documents are in a stretch. */
    long count(int stretch, RoaringBitmap documents) {
        Stretch those = stretches.get(stretch);
        long built = RoaringBitmap.andCardinality(those.built(), documents);
        return built + RoaringBitmap.andCardinality(those.added(), documents);
    }

    /** Those of the documents that are in a stretch. */
    RoaringBitmap in(int stretch, RoaringBitmap documents) {
        Stretch those = stretches.get(stretch);
        RoaringBitmap found = RoaringBitmap.and(those.built(), documents);
        found.or(RoaringBitmap.and(those.added(), documents));
        return found;
    }

    /** Those of the documents that have no value. */
    RoaringBitmap missing(RoaringBitmap documents) {
        return RoaringBitmap.andNot(documents, present);
    }

    /** The range of values of a stretch. */
    TermRange range(int stretch) {
        TermRange range = FieldTerms.all(field);
        byte[] low = stretches.get(stretch).low();
        if (low.length > 0) {
            range = range.from(low, true);
        }
        int above = descending ? stretch - 1 : stretch + 1;
        return above < 0 || above >= stretches.size()
                ? range
                : range.to(stretches.get(above).low(), false);
    }

    /** Approximate size in bytes. */
    long bytes() {
        long sum = present.getLongSizeInBytes();
        for (Stretch stretch : stretches) {
            sum += OVERHEAD_BYTES
                    + stretch.built().getLongSizeInBytes()
                    + stretch.added().getLongSizeInBytes();
        }
        return sum;
    }

    /** The same order with the documents that a later snapshot adds; null when building the order again takes less time. */
    <T> @Nullable FieldOrder extended(Source<T> source) {
        long count = source.index().count();
        if (count - builtUpTo > LEAST_STRETCH + builtUpTo / STRETCHES * UNEVEN) {
            return null;
        }
        List<Stretch> more = new ArrayList<>(stretches);
        boolean[] copied = new boolean[more.size()];
        RoaringBitmap nowPresent = present.clone();
        RoaringBitmap fresh = RoaringBitmap.bitmapOfRange(upTo + 1, count + 1);
        source.effort().looksAt(fresh.getLongCardinality());
        source.index().scan(fresh, false, (number, row) -> {
            T document = source.documents().decode().apply(row);
            byte[] first =
                    firstValue(source.documents().values().apply(document).of(field));
            if (first != null) {
                nowPresent.add((int) number);
                int at = stretchOf(first);
                if (!copied[at]) {
                    Stretch old = more.get(at);
                    more.set(at, new Stretch(old.low(), old.built(), old.added().clone()));
                    copied[at] = true;
                }
                more.get(at).added().add((int) number);
            }
            return true;
        });
        return new FieldOrder(field, descending, List.copyOf(more), nowPresent, count, builtUpTo);
    }

    private byte @Nullable [] firstValue(List<String> values) {
        byte[] first = null;
        for (String value : values) {
            byte[] term = FieldTerms.uncut(field, value);
            int sign = first == null ? 0 : Arrays.compareUnsigned(term, first);
            if (first == null || (descending ? sign > 0 : sign < 0)) {
                first = term;
            }
        }
        return first;
    }

    /** There is always one, since the lowest stretch begins with nothing. */
    private int stretchOf(byte[] value) {
        int from = 0;
        int to = stretches.size() - 1;
        // The stretches in ascending order of their lows: the last whose low is not above the value.
        while (from < to) {
            int middle = (from + to + 1) / 2;
            if (Arrays.compareUnsigned(low(middle), value) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return descending ? stretches.size() - 1 - from : from;
    }

    private byte[] low(int ascending) {
        return stretches
                .get(descending ? stretches.size() - 1 - ascending : ascending)
                .low();
    }

    /** Cuts the walk over the postings into stretches. Terms with the same beginning stay together: only their rows tell them apart. */
    private static final class Building {
        private final Source<?> source;
        private final Field field;
        private final boolean descending;
        private final int comparable;
        private final long enough;
        private final List<Stretch> stretches = new ArrayList<>();
        private final RoaringBitmap present = new RoaringBitmap();

        private RoaringBitmap current = new RoaringBitmap();
        private long size;
        private byte[] low = new byte[0];
        private byte[] beginning = new byte[0];

        Building(Source<?> source, Field field, boolean descending) {
            this.source = source;
            this.field = field;
            this.descending = descending;
            this.comparable = FieldTerms.prefix(field).length + Term.MIN_KEPT_BYTES;
            this.enough = Math.max(LEAST_STRETCH, source.index().count() / STRETCHES);
        }

        boolean visit(byte[] term, RoaringBitmap numbers) {
            source.effort().check();
            byte[] own = Arrays.copyOf(term, Math.min(term.length, comparable));
            if (size >= enough && !Arrays.equals(own, beginning)) {
                close(descending ? beginning : low);
                low = own;
            }
            beginning = own;
            RoaringBitmap fresh = RoaringBitmap.andNot(numbers, present);
            present.or(fresh);
            current.or(fresh);
            size += fresh.getLongCardinality();
            return true;
        }

        private void close(byte[] lowest) {
            current.runOptimize();
            stretches.add(new Stretch(lowest, current, new RoaringBitmap()));
            current = new RoaringBitmap();
            size = 0;
        }

        FieldOrder order() {
            close(descending ? new byte[0] : low);
            present.runOptimize();
            long count = source.index().count();
            return new FieldOrder(field, descending, List.copyOf(stretches), present, count, count);
        }
    }
}
