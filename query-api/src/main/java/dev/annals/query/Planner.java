package dev.annals.query;

import dev.annals.processor.index.query.Candidates;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns a filter into the exact set of documents that match, from one snapshot.
 *
 * <p>First the index alone bounds the answer from below and from above, cheap parts first, each told what the parts before
 * it have left. Then the rows of the documents in between are looked at, once and with the whole filter. So rows are read
 * last and only where no index can answer.
 */
final class Planner<T> {
    private static final int ROWS_PER_CHECK = 256;

    private final IndexSnapshot index;
    private final RowDecoder<T> documents;
    private final Deadline deadline;
    private final TermSearch terms;
    private final int few;

    /**
     * A planner.
     *
     * @param few where so few documents are left, their rows are looked at instead of scanning a dictionary
     */
    Planner(IndexSnapshot index, RowDecoder<T> documents, int few) {
        this.few = few;
        this.index = index;
        this.documents = documents;
        this.deadline = index.deadline();
        this.terms = new TermSearch(index);
    }

    /**
     * The documents that match. May be shared with the index: not to be changed.
     *
     * @throws dev.annals.processor.index.query.QueryTimeout when the snapshot's time is used up
     */
    RoaringBitmap matching(Filter filter) {
        Bounds bounds = bounds(filter, index.all());
        RoaringBitmap open = bounds.open();
        if (open.isEmpty()) {
            return bounds.sure();
        }
        return RoaringBitmap.or(bounds.sure(), verified(filter, open));
    }

    private RoaringBitmap verified(Filter filter, RoaringBitmap open) {
        RowTest test = RowTest.of(filter);
        RoaringBitmap found = new RoaringBitmap();
        int[] looked = new int[1];
        index.scan(open, false, (number, row) -> {
            if (++looked[0] % ROWS_PER_CHECK == 0) {
                deadline.check();
            }
            T document = documents.decode().apply(row);
            if (test.matches(
                    documents.values().apply(document),
                    type -> documents.links().apply(document, type))) {
                found.add((int) number);
            }
            return true;
        });
        return found;
    }

    /** Bounds that hold for the documents in {@code within}; of others they may say anything. */
    private Bounds bounds(Filter filter, RoaringBitmap within) {
        if (filter instanceof Filter.And and) {
            return all(and.parts(), within);
        }
        if (filter instanceof Filter.Or or) {
            return any(or.parts(), within);
        }
        if (filter instanceof Filter.Not not) {
            return bounds(not.part(), within).notOf(within);
        }
        if (filter instanceof Filter.Missing missing) {
            return bounds(Presence.of(missing.field()), within).notOf(within);
        }
        if (FilterCost.of(filter) >= FilterCost.RANGE && within.getLongCardinality() <= few) {
            return Bounds.atMost(within);
        }
        if (filter instanceof Filter.SameLink same) {
            return sameLink(same, within);
        }
        return leaf(filter, within);
    }

    private Bounds all(List<Filter> parts, RoaringBitmap within) {
        @Nullable Bounds result = null;
        RoaringBitmap left = within;
        for (Filter part : sorted(parts)) {
            if (left.isEmpty()) {
                return Bounds.NONE;
            }
            Bounds bounds = bounds(part, left);
            result = result == null ? bounds : result.and(bounds);
            left = result.possible();
        }
        return result == null ? Bounds.exactly(within) : result;
    }

    private Bounds any(List<Filter> parts, RoaringBitmap within) {
        @Nullable Bounds result = null;
        RoaringBitmap left = within;
        for (Filter part : sorted(parts)) {
            // Taking away what is already found only pays where the next part is dear.
            if (result != null && FilterCost.of(part) >= FilterCost.DICTIONARY) {
                left = RoaringBitmap.andNot(within, result.sure());
            }
            Bounds bounds = bounds(part, left);
            result = result == null ? bounds : result.or(bounds);
        }
        return result == null ? Bounds.NONE : result;
    }

    private static List<Filter> sorted(List<Filter> parts) {
        return parts.size() < 2
                ? parts
                : parts.stream().sorted(Comparator.comparingInt(FilterCost::of)).toList();
    }

    /**
     * Where an activity has one link of the type, the conditions are about that one, so the index can answer. For the others
     * it only knows that each condition is met by some link.
     */
    private Bounds sameLink(Filter.SameLink same, RoaringBitmap within) {
        Filter ofType = new Filter.Term(ActivityFields.LINK_TYPE, same.type());
        Bounds linked = bounds(ofType, within).in(within);
        if (same.conditions().isEmpty() || linked.possible().isEmpty()) {
            return linked;
        }
        RoaringBitmap repeated =
                terms.equal(ActivityFields.LINK_REPEATED, same.type()).possible();
        RoaringBitmap several = RoaringBitmap.and(linked.possible(), repeated);
        RoaringBitmap single = RoaringBitmap.andNot(linked.possible(), several);
        Bounds ofSingle = all(same.conditions(), single).in(single);
        if (several.isEmpty()) {
            return ofSingle;
        }
        List<Filter> relaxed = same.conditions().stream()
                .map(condition -> relaxed(condition, ofType))
                .toList();
        Bounds ofSeveral = all(relaxed, several).in(several);
        boolean onePart = relaxed.size() == 1 && relaxed.equals(same.conditions());
        return ofSingle.or(onePart ? ofSeveral : Bounds.atMost(ofSeveral.possible()));
    }

    /** What must be true of the document for some link of it to meet the condition. */
    private static Filter relaxed(Filter condition, Filter ofType) {
        if (condition instanceof Filter.Or or) {
            return new Filter.Or(
                    or.parts().stream().map(part -> relaxed(part, ofType)).toList());
        }
        boolean indirect = condition instanceof Filter.And
                || condition instanceof Filter.Not
                || condition instanceof Filter.Missing
                || condition instanceof Filter.SameLink;
        return indirect ? ofType : condition;
    }

    private Bounds leaf(Filter filter, RoaringBitmap within) {
        if (filter instanceof Filter.Term term) {
            return equal(term.field(), term.value(), within);
        }
        if (filter instanceof Filter.In in) {
            boolean indexed = in.field().kind() == Kind.TEXT || in.field().kind() == Kind.ID;
            return indexed
                    ? terms.oneOf(in.field(), in.values())
                    : in.values().stream()
                            .map(value -> equal(in.field(), value, within))
                            .reduce(Bounds.NONE, Bounds::or);
        }
        if (filter instanceof Filter.Range range) {
            return range(range, within);
        }
        if (filter instanceof Filter.Prefix prefix) {
            return switch (prefix.field().kind()) {
                case TEXT, ID -> terms.begins(prefix);
                case LONG_TEXT -> candidates(prefix.field(), prefix.prefix(), within);
                case NUMBER -> numbers(within, number -> Long.toString(number).startsWith(prefix.prefix()));
                case TIME -> Bounds.atMost(within);
            };
        }
        if (filter instanceof Filter.Contains contains) {
            return switch (contains.field().kind()) {
                case TEXT, ID -> terms.contains(contains);
                case LONG_TEXT -> contained(contains, within);
                case NUMBER -> numbers(within, number -> Long.toString(number).contains(contains.text()));
                case TIME -> Bounds.atMost(within);
            };
        }
        if (filter instanceof Filter.Matches matches) {
            return switch (matches.field().kind()) {
                case TEXT, ID -> terms.matches(matches);
                case LONG_TEXT -> pattern(matches, within);
                case NUMBER ->
                    numbers(
                            within,
                            number -> matches.pattern()
                                    .matcher(Long.toString(number))
                                    .find());
                case TIME -> Bounds.atMost(within);
            };
        }
        throw new IllegalStateException("a kind of filter that the planner does not know: " + filter);
    }

    private Bounds equal(Field field, String value, RoaringBitmap within) {
        return switch (field.kind()) {
            case TEXT, ID -> terms.equal(field, value);
            case LONG_TEXT -> candidates(field, value, within);
            case NUMBER, TIME -> {
                Filter.Bound bound = new Filter.Bound(value, true);
                yield range(new Filter.Range(field, bound, bound), within);
            }
        };
    }

    private Bounds range(Filter.Range range, RoaringBitmap within) {
        if (range.lower() == null && range.upper() == null) {
            return present(range.field());
        }
        return switch (range.field().kind()) {
            case TEXT, ID -> terms.within(range);
            case LONG_TEXT -> Bounds.atMost(within);
            case NUMBER -> Bounds.exactly(Interval.of(range).numbers(index.count()));
            case TIME -> {
                Interval interval = Interval.of(range);
                yield Bounds.exactly(index.between(interval.first(), true, interval.last(), true));
            }
        };
    }

    private Bounds present(Field field) {
        return switch (field.kind()) {
            case TEXT, ID -> terms.all(field);
            case LONG_TEXT, NUMBER, TIME -> Bounds.exactly(index.all());
        };
    }

    private Bounds contained(Filter.Contains contains, RoaringBitmap within) {
        if (contains.text().isEmpty()) {
            return present(contains.field());
        }
        Candidates found = index.candidates(contains.field().column(), contains.text());
        boolean exact = found.exact() && contains.ignoreCase();
        return exact ? Bounds.exactly(found.numbers()) : Bounds.atMost(RoaringBitmap.and(found.numbers(), within));
    }

    private Bounds candidates(Field field, String text, RoaringBitmap within) {
        return Bounds.atMost(
                RoaringBitmap.and(index.candidates(field.column(), text).numbers(), within));
    }

    private Bounds pattern(Filter.Matches matches, RoaringBitmap within) {
        Bounds bounds = Bounds.atMost(within);
        for (String piece : RequiredText.of(matches.pattern())) {
            if (bounds.possible().getLongCardinality() <= few) {
                break;
            }
            bounds = bounds.and(candidates(matches.field(), piece, within));
        }
        return bounds;
    }

    private Bounds numbers(RoaringBitmap within, LongPredicate test) {
        RoaringBitmap found = new RoaringBitmap();
        IntIterator numbers = within.getIntIterator();
        while (numbers.hasNext()) {
            int number = numbers.next();
            if ((number & 0xFFFF) == 0) {
                deadline.check();
            }
            if (test.test(Integer.toUnsignedLong(number))) {
                found.add(number);
            }
        }
        return Bounds.exactly(found);
    }
}
