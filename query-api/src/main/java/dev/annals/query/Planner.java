package dev.annals.query;

import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.view.ActivityFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns a filter into the exact set of visible documents that match, from one snapshot.
 *
 * <p>First the index alone bounds the answer from below and from above, cheap parts first, each told what the parts before
 * it have left. Then the rows of the documents in between are examined, once and with the whole filter. So rows are read
 * last and only where no index can answer.
 */
final class Planner<T> {
    private static final int ROWS_PER_CHECK = 256;
    private static final int UNITED_AT_ONCE = 256;
    private static final long UNITED_BYTES = 8 * 1024 * 1024;

    /** Deepest nesting of And, Or and Not. No dialect comes near it, and each level takes a stack frame. */
    private static final int MOST_LEVELS = 64;

    private final Source<T> source;
    private final IndexSnapshot index;
    private final LeafSearch leaves;

    Planner(Source<T> source) {
        this.source = source;
        this.index = source.index();
        this.leaves = new LeafSearch(source.index(), source.effort(), source.few());
    }

    /**
     * The visible documents that match. May be shared with the index: not to be changed.
     *
     * @throws dev.annals.processor.index.query.QueryTimeout when the session's time is used up
     */
    RoaringBitmap matching(Filter filter) {
        requireFlat(filter);
        Bounds bounds = bounds(filter, source.visible());
        if (!source.isWhole()) {
            bounds = bounds.in(source.visible());
        }
        RoaringBitmap open = bounds.open();
        if (open.isEmpty()) {
            return bounds.sure();
        }
        return RoaringBitmap.or(bounds.sure(), verified(filter, open));
    }

    /** Level by level and not by recursion, since too many levels are what it looks for. */
    private static void requireFlat(Filter filter) {
        List<Filter> level = List.of(filter);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > MOST_LEVELS) {
                throw new TooMuch("The filter has more than " + MOST_LEVELS
                        + " levels of and, or, not within each other; ask a flatter question.");
            }
            List<Filter> next = new ArrayList<>();
            level.forEach(part -> next.addAll(part.parts()));
            level = next;
        }
    }

    private RoaringBitmap verified(Filter filter, RoaringBitmap open) {
        source.effort().looksAt(open.getLongCardinality());
        RowTest test = RowTest.of(filter);
        RowDecoder<T> documents = source.documents();
        RoaringBitmap found = new RoaringBitmap();
        int[] looked = new int[1];
        index.scan(open, false, (number, row) -> {
            if (++looked[0] % ROWS_PER_CHECK == 0) {
                source.effort().check();
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
        return filter.fold(new Bounding(within));
    }

    private final class Bounding implements Filter.Cases<Bounds> {
        private final RoaringBitmap within;

        Bounding(RoaringBitmap within) {
            this.within = within;
        }

        @Override
        public Bounds and(Filter.And and) {
            return all(and.parts(), within);
        }

        @Override
        public Bounds or(Filter.Or or) {
            return any(or.parts(), within);
        }

        @Override
        public Bounds not(Filter.Not not) {
            return bounds(not.part(), within).notOf(within);
        }

        @Override
        public Bounds missing(Filter.Missing missing) {
            return bounds(Presence.of(missing.field()), within).notOf(within);
        }

        @Override
        public Bounds sameLink(Filter.SameLink same) {
            return isForRows(same) ? Bounds.atMost(within) : Planner.this.sameLink(same, within);
        }

        @Override
        public Bounds term(Filter.Term term) {
            return leaf(term);
        }

        @Override
        public Bounds in(Filter.In in) {
            return leaf(in);
        }

        @Override
        public Bounds range(Filter.Range range) {
            return leaf(range);
        }

        @Override
        public Bounds prefix(Filter.Prefix prefix) {
            return leaf(prefix);
        }

        @Override
        public Bounds contains(Filter.Contains contains) {
            return leaf(contains);
        }

        @Override
        public Bounds passes(Filter.Passes passes) {
            return leaf(passes);
        }

        @Override
        public Bounds matches(Filter.Matches matches) {
            return leaf(matches);
        }

        private Bounds leaf(Filter filter) {
            return isForRows(filter) ? Bounds.atMost(within) : leaves.bounds(filter, within);
        }

        private boolean isForRows(Filter filter) {
            return FilterCost.of(filter) >= FilterCost.RANGE && within.getLongCardinality() <= source.few();
        }
    }

    private Bounds all(List<Filter> parts, RoaringBitmap within) {
        @Nullable Bounds result = null;
        RoaringBitmap left = within;
        for (Filter part : sorted(parts)) {
            if (left.isEmpty()) {
                return Bounds.NONE;
            }
            source.effort().check();
            Bounds bounds = bounds(part, left);
            result = result == null ? bounds : result.and(bounds);
            left = result.possible();
        }
        return result == null ? Bounds.exactly(within) : result;
    }

    private Bounds any(List<Filter> parts, RoaringBitmap within) {
        Bounds result = Bounds.NONE;
        RoaringBitmap left = within;
        List<RoaringBitmap> exact = new ArrayList<>();
        long bytes = 0;
        for (Filter part : sorted(parts)) {
            source.effort().check();
            // Removing what is already found only pays where the next part is expensive.
            if (FilterCost.of(part) >= FilterCost.DICTIONARY) {
                result = result.or(united(exact));
                left = RoaringBitmap.andNot(within, result.sure());
            }
            Bounds bounds = bounds(part, left);
            if (bounds.exact()) {
                exact.add(bounds.sure());
                long more = bounds.sure().getLongSizeInBytes();
                source.effort().holds(more);
                bytes += more;
            } else {
                result = result.or(bounds);
            }
            if (exact.size() == UNITED_AT_ONCE || bytes > UNITED_BYTES) {
                result = result.or(united(exact));
                source.effort().holds(-bytes);
                bytes = 0;
            }
        }
        source.effort().holds(-bytes);
        return result.or(united(exact));
    }

    /** All of them at once, since one after the other would copy what has been found as often as there are parts. */
    private static Bounds united(List<RoaringBitmap> exact) {
        RoaringBitmap united = FastAggregation.or(exact.iterator());
        exact.clear();
        return Bounds.exactly(united);
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
        RoaringBitmap repeated = bounds(new Filter.Term(ActivityFields.LINK_REPEATED, same.type()), within)
                .possible();
        RoaringBitmap several = RoaringBitmap.and(linked.possible(), repeated);
        RoaringBitmap single = RoaringBitmap.andNot(linked.possible(), several);
        Bounds ofSingle = all(same.conditions(), single).in(single);
        if (several.isEmpty()) {
            return ofSingle;
        }
        List<Filter> relaxed = same.conditions().stream()
                .map(condition -> condition.fold(new Relaxing(ofType)))
                .toList();
        Bounds ofSeveral = all(relaxed, several).in(several);
        boolean onePart = relaxed.size() == 1 && relaxed.equals(same.conditions());
        return ofSingle.or(onePart ? ofSeveral : Bounds.atMost(ofSeveral.possible()));
    }

    /** What must be true of the document for some link of it to meet a condition. */
    private record Relaxing(Filter ofType) implements Filter.Cases<Filter> {
        @Override
        public Filter or(Filter.Or or) {
            return new Filter.Or(
                    or.parts().stream().map(part -> part.fold(this)).toList());
        }

        @Override
        public Filter and(Filter.And and) {
            return ofType;
        }

        @Override
        public Filter not(Filter.Not not) {
            return ofType;
        }

        @Override
        public Filter missing(Filter.Missing missing) {
            return ofType;
        }

        @Override
        public Filter sameLink(Filter.SameLink same) {
            return ofType;
        }

        @Override
        public Filter term(Filter.Term term) {
            return term;
        }

        @Override
        public Filter in(Filter.In in) {
            return in;
        }

        @Override
        public Filter range(Filter.Range range) {
            return range;
        }

        @Override
        public Filter prefix(Filter.Prefix prefix) {
            return prefix;
        }

        @Override
        public Filter contains(Filter.Contains contains) {
            return contains;
        }

        @Override
        public Filter passes(Filter.Passes passes) {
            return passes;
        }

        @Override
        public Filter matches(Filter.Matches matches) {
            return matches;
        }
    }
}
