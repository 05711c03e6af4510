package dev.annals.query;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextFold;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.Kind;
import dev.annals.processor.view.FieldTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /** Longer than any term, so that with it behind a beginning nothing of that beginning is left out. */
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
        byte[] prefix = FieldTerms.uncut(field, filter.prefix());
        int keys = FieldTerms.prefix(field).length;
        byte[] scanned = Arrays.copyOf(prefix, Math.min(prefix.length, keys + Term.MIN_KEPT_BYTES));
        TermRange range = TermRange.prefix(scanned);
        if (scanned.length == prefix.length) {
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

    Bounds within(Filter.Range filter) {
        Field field = filter.field();
        int keys = FieldTerms.prefix(field).length;
        int comparable = keys + Term.MIN_KEPT_BYTES;
        TermRange range = FieldTerms.all(field);
        boolean exact = true;
        Filter.Bound lower = filter.lower();
        if (lower != null) {
            byte[] bound = FieldTerms.uncut(field, lower.value());
            boolean whole = bound.length <= comparable;
            exact &= whole;
            range = whole ? range.from(bound, lower.inclusive()) : range.from(Arrays.copyOf(bound, comparable), true);
        }
        Filter.Bound upper = filter.upper();
        if (upper != null) {
            byte[] bound = FieldTerms.uncut(field, upper.value());
            boolean whole = bound.length <= comparable;
            exact &= whole;
            range = whole ? range.to(bound, upper.inclusive()) : range.to(beyond(bound, comparable), true);
        }
        if (exact) {
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
