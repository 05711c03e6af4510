package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds documents by the distinct values of a text or id field.
 *
 * <p>Very long values are only kept in part by the index, so a scan has three outcomes for a value: in, out, and open, which
 * is left to the rows of the documents that carry it.
 */
final class TermSearch {
    private enum Verdict {
        IN,
        OUT,
        OPEN;

        static Verdict of(boolean in) {
            return in ? IN : OUT;
        }
    }

    /** Longer than any term: appended to a prefix, it is beyond every term with that prefix. */
    private static final int BEYOND = 2 * Term.MAX_EXACT_BYTES;

    private static final int UNITED_AT_ONCE = 256;

    private final IndexSnapshot index;

    TermSearch(IndexSnapshot index) {
        this.index = index;
    }

    Bounds all(Field field) {
        return Bounds.exactly(index.union(field.column(), FieldTerms.all(field), term -> true));
    }

    Bounds equal(Field field, String value) {
        return Bounds.exactly(index.postings(FieldTerms.term(field, value)));
    }

    Bounds oneOf(Field field, Set<String> values) {
        RoaringBitmap found = new RoaringBitmap();
        List<RoaringBitmap> some = new ArrayList<>();
        for (String value : values) {
            RoaringBitmap numbers = index.postings(FieldTerms.term(field, value));
            if (!numbers.isEmpty()) {
                some.add(numbers);
            }
            if (some.size() == UNITED_AT_ONCE) {
                found.or(FastAggregation.or(some.iterator()));
                some.clear();
            }
        }
        found.or(FastAggregation.or(some.iterator()));
        return Bounds.exactly(found);
    }

    /** The values that are looked through for a beginning. */
    static TermRange scanned(Filter.Prefix filter) {
        Field field = filter.field();
        if (filter.ignoreCase() || field.kind() == Kind.ID) {
            return FieldTerms.all(field);
        }
        byte[] prefix = FieldTerms.uncut(field, filter.prefix());
        return TermRange.prefix(Arrays.copyOf(prefix, Math.min(prefix.length, comparable(field))));
    }

    /** So many bytes of a term are always there. */
    private static int comparable(Field field) {
        return FieldTerms.prefix(field).length + Term.MIN_KEPT_BYTES;
    }

    Bounds begins(Filter.Prefix filter) {
        Field field = filter.field();
        if (filter.ignoreCase() || field.kind() == Kind.ID) {
            String folded = filter.ignoreCase() ? TextFold.fold(filter.prefix()) : filter.prefix();
            Predicate<String> test = ValueTests.begins(filter);
            return scan(field, FieldTerms.all(field), test, kept -> {
                String beginning = filter.ignoreCase() ? TextFold.fold(kept) : kept;
                return test.test(kept) ? Verdict.IN : folded.startsWith(beginning) ? Verdict.OPEN : Verdict.OUT;
            });
        }
        TermRange range = scanned(filter);
        if (FieldTerms.uncut(field, filter.prefix()).length <= comparable(field)) {
            return Bounds.exactly(index.union(field.column(), range, term -> true));
        }
        return scan(field, range, ValueTests.begins(filter), kept -> {
            boolean in = kept.startsWith(filter.prefix());
            return in ? Verdict.IN : filter.prefix().startsWith(kept) ? Verdict.OPEN : Verdict.OUT;
        });
    }

    Bounds contains(Filter.Contains filter) {
        Predicate<String> test = ValueTests.contains(filter);
        return scan(
                filter.field(),
                FieldTerms.all(filter.field()),
                test,
                kept -> test.test(kept) ? Verdict.IN : Verdict.OPEN);
    }

    Bounds matches(Filter.Matches filter) {
        return scan(filter.field(), FieldTerms.all(filter.field()), ValueTests.matches(filter), kept -> Verdict.OPEN);
    }

    Bounds passes(Filter.Passes filter) {
        return scan(filter.field(), FieldTerms.all(filter.field()), filter.test(), kept -> Verdict.OPEN);
    }

    /** The values that are looked through for a range. */
    static TermRange scanned(Filter.Range filter) {
        Field field = filter.field();
        int comparable = comparable(field);
        TermRange range = FieldTerms.all(field);
        Filter.Bound lower = filter.lower();
        if (lower != null) {
            byte[] bound = FieldTerms.uncut(field, lower.value());
            range = isWhole(field, lower)
                    ? range.from(bound, lower.inclusive())
                    : range.from(Arrays.copyOf(bound, comparable), true);
        }
        Filter.Bound upper = filter.upper();
        if (upper != null) {
            byte[] bound = FieldTerms.uncut(field, upper.value());
            range = isWhole(field, upper)
                    ? range.to(bound, upper.inclusive())
                    : range.to(beyond(bound, comparable), true);
        }
        return range;
    }

    private static boolean isWhole(Field field, Filter.@Nullable Bound bound) {
        return bound == null || FieldTerms.uncut(field, bound.value()).length <= comparable(field);
    }

    Bounds within(Filter.Range filter) {
        Field field = filter.field();
        Filter.Bound lower = filter.lower();
        Filter.Bound upper = filter.upper();
        TermRange range = scanned(filter);
        if (isWhole(field, lower) && isWhole(field, upper)) {
            return Bounds.exactly(index.union(field.column(), range, term -> true));
        }
        return scan(field, range, ValueTests.within(filter), kept -> {
            boolean open = (lower != null && lower.value().startsWith(kept))
                    || (upper != null && upper.value().startsWith(kept));
            return open ? Verdict.OPEN : Verdict.of(ValueTests.within(filter).test(kept));
        });
    }

    private static byte[] beyond(byte[] bound, int kept) {
        byte[] end = Arrays.copyOf(bound, kept + BEYOND);
        Arrays.fill(end, kept, end.length, (byte) 0xFF);
        return end;
    }

    /**
     * The documents with an accepted value in a range.
     *
     * @param whole what accepts a value that the index has whole
     * @param cut what is to be said of a value of which the index has only this beginning
     */
    private Bounds scan(Field field, TermRange range, Predicate<String> whole, Function<String, Verdict> cut) {
        boolean[] open = new boolean[1];
        RoaringBitmap sure = index.union(field.column(), range, term -> {
            String value = FieldTerms.value(field, term);
            if (!Term.isCut(term)) {
                return whole.test(value);
            }
            Verdict verdict = cut.apply(value);
            open[0] |= verdict == Verdict.OPEN;
            return verdict == Verdict.IN;
        });
        if (!open[0]) {
            return Bounds.exactly(sure);
        }
        RoaringBitmap unsure = index.union(
                field.column(),
                range,
                term -> Term.isCut(term) && cut.apply(FieldTerms.value(field, term)) == Verdict.OPEN);
        return new Bounds(sure, RoaringBitmap.or(sure, unsure));
    }
}
