package dev.annals.query;

import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.Candidates;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.util.function.LongPredicate;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Bounds the documents that meet a condition on one field, by the kind of the field. */
final class LeafSearch {
    /** Where the distinct values can be scanned, never more rows than this are examined. */
    private static final int MANY_ROWS = 2_000;

    /** In a log of up to {@link #SMALL_LOG} documents; in a larger one each value has its documents in so many more places. */
    private static final int VALUES_IN_THE_TIME_OF_A_ROW = 8;

    private static final long SMALL_LOG = 1 << 18;

    private final IndexSnapshot index;
    private final Effort effort;
    private final TermSearch terms;
    private final int few;

    LeafSearch(IndexSnapshot index, Effort effort, int few) {
        this.index = index;
        this.effort = effort;
        this.terms = new TermSearch(index);
        this.few = few;
    }

    /** Bounds that hold for the documents in {@code within}; of others they may say anything. */
    Bounds bounds(Filter condition, RoaringBitmap within) {
        return condition.fold(new ByKind(within));
    }

    private final class ByKind implements Filter.Cases<Bounds> {
        private final RoaringBitmap within;

        ByKind(RoaringBitmap within) {
            this.within = within;
        }

        @Override
        public Bounds term(Filter.Term term) {
            return equal(term.field(), term.value());
        }

        @Override
        public Bounds in(Filter.In in) {
            return switch (in.field().kind()) {
                case TEXT, ID -> terms.oneOf(in.field(), in.values());
                case NUMBER -> {
                    RoaringBitmap numbers = new RoaringBitmap();
                    for (String value : in.values()) {
                        long number = ValueTests.number(value);
                        if (number >= 1 && number <= index.count()) {
                            numbers.add((int) number);
                        }
                    }
                    yield Bounds.exactly(numbers);
                }
                case TIME, LONG_TEXT -> {
                    RoaringBitmap possible = new RoaringBitmap();
                    boolean exact = in.field().kind() == Kind.TIME;
                    for (String value : in.values()) {
                        effort.check();
                        possible.or(equal(in.field(), value).possible());
                    }
                    yield exact ? Bounds.exactly(possible) : Bounds.atMost(possible);
                }
            };
        }

        @Override
        public Bounds range(Filter.Range range) {
            if (range.lower() == null && range.upper() == null) {
                return present(range.field());
            }
            return switch (range.field().kind()) {
                case TEXT, ID ->
                    rowsAreShorter(range.field(), TermSearch.scanned(range))
                            ? Bounds.atMost(within)
                            : terms.within(range);
                case LONG_TEXT -> Bounds.atMost(within);
                case NUMBER -> Bounds.exactly(Interval.of(range).numbers(index.count()));
                case TIME -> {
                    Interval interval = Interval.of(range);
                    yield Bounds.exactly(index.between(interval.first(), true, interval.last(), true));
                }
            };
        }

        @Override
        public Bounds prefix(Filter.Prefix prefix) {
            return switch (prefix.field().kind()) {
                case TEXT, ID ->
                    rowsAreShorter(prefix.field(), TermSearch.scanned(prefix))
                            ? Bounds.atMost(within)
                            : terms.begins(prefix);
                case LONG_TEXT -> candidates(prefix.field(), prefix.prefix());
                case NUMBER -> numbers(number -> Long.toString(number).startsWith(prefix.prefix()));
                case TIME -> Bounds.atMost(within);
            };
        }

        @Override
        public Bounds contains(Filter.Contains contains) {
            return switch (contains.field().kind()) {
                case TEXT, ID ->
                    rowsAreShorter(contains.field(), FieldTerms.all(contains.field()))
                            ? Bounds.atMost(within)
                            : terms.contains(contains);
                case LONG_TEXT -> contained(contains);
                case NUMBER -> numbers(number -> Long.toString(number).contains(contains.text()));
                case TIME -> Bounds.atMost(within);
            };
        }

        @Override
        public Bounds passes(Filter.Passes passes) {
            return switch (passes.field().kind()) {
                case TEXT, ID -> terms.passes(passes);
                case LONG_TEXT, NUMBER, TIME -> Bounds.atMost(within);
            };
        }

        @Override
        public Bounds matches(Filter.Matches matches) {
            return switch (matches.field().kind()) {
                case TEXT, ID ->
                    rowsAreShorter(matches.field(), FieldTerms.all(matches.field()))
                            ? Bounds.atMost(within)
                            : terms.matches(matches);
                case LONG_TEXT -> pattern(matches);
                case NUMBER ->
                    numbers(number ->
                            matches.pattern().matcher(Long.toString(number)).find());
                case TIME -> Bounds.atMost(within);
            };
        }

        @Override
        public Bounds and(Filter.And and) {
            throw manyFields(and);
        }

        @Override
        public Bounds or(Filter.Or or) {
            throw manyFields(or);
        }

        @Override
        public Bounds not(Filter.Not not) {
            throw manyFields(not);
        }

        @Override
        public Bounds missing(Filter.Missing missing) {
            throw manyFields(missing);
        }

        @Override
        public Bounds sameLink(Filter.SameLink same) {
            throw manyFields(same);
        }

        private IllegalStateException manyFields(Filter filter) {
            return new IllegalStateException("the planner must take this apart (expected: a condition): " + filter);
        }

        /** Whether examining the remaining rows takes less time than scanning the values of a range. */
        private boolean rowsAreShorter(Field field, TermRange range) {
            long rows = within.getLongCardinality();
            if (rows > MANY_ROWS || few == 0) {
                return false;
            }
            long[] left = {rows * VALUES_IN_THE_TIME_OF_A_ROW / Math.max(1, index.count() / SMALL_LOG)};
            index.terms(field.column(), range, false, term -> --left[0] >= 0);
            return left[0] < 0;
        }

        private Bounds equal(Field field, String value) {
            return switch (field.kind()) {
                case TEXT, ID -> terms.equal(field, value);
                case LONG_TEXT -> candidates(field, value);
                case NUMBER, TIME -> {
                    Filter.Bound bound = new Filter.Bound(value, true);
                    yield range(new Filter.Range(field, bound, bound));
                }
            };
        }

        private Bounds contained(Filter.Contains contains) {
            if (contains.text().isEmpty()) {
                return present(contains.field());
            }
            Candidates found = index.candidates(contains.field().column(), contains.text());
            RoaringBitmap numbers = RoaringBitmap.and(found.numbers(), within);
            if (!contains.ignoreCase()) {
                return Bounds.atMost(numbers);
            }
            return found.exact()
                    ? Bounds.exactly(found.numbers())
                    : new Bounds(RoaringBitmap.and(found.sure(), within), numbers);
        }

        private Bounds candidates(Field field, String text) {
            return Bounds.atMost(
                    RoaringBitmap.and(index.candidates(field.column(), text).numbers(), within));
        }

        private Bounds pattern(Filter.Matches matches) {
            Bounds bounds = Bounds.atMost(within);
            for (String piece : RequiredText.of(matches.pattern())) {
                if (bounds.possible().getLongCardinality() <= few) {
                    break;
                }
                bounds = bounds.and(candidates(matches.field(), piece));
            }
            return bounds;
        }

        private Bounds numbers(LongPredicate test) {
            RoaringBitmap found = new RoaringBitmap();
            IntIterator numbers = within.getIntIterator();
            while (numbers.hasNext()) {
                int number = numbers.next();
                if ((number & 0xFFFF) == 0) {
                    effort.check();
                }
                if (test.test(Integer.toUnsignedLong(number))) {
                    found.add(number);
                }
            }
            return Bounds.exactly(found);
        }
    }

    private Bounds present(Field field) {
        return switch (field.kind()) {
            case TEXT, ID -> terms.all(field);
            case LONG_TEXT, NUMBER, TIME -> Bounds.exactly(index.all());
        };
    }
}
