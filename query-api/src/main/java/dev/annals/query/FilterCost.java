package dev.annals.query;

import dev.annals.processor.view.Field;
import java.util.List;

/** What answering a filter costs, in steps: where several must be answered, the cheaper goes first. */
final class FilterCost implements Filter.Cases<Integer> {
    /** A few postings, a range of numbers or times. */
    static final int POINT = 0;

    /** A range of distinct values. */
    static final int RANGE = 1;

    /** All distinct values of a field. */
    static final int DICTIONARY = 2;

    /** The text index, or rows. */
    static final int TEXT = 3;

    private static final FilterCost COST = new FilterCost();

    private FilterCost() {}

    static int of(Filter filter) {
        return filter.fold(COST);
    }

    private static int greatest(List<Filter> parts) {
        return parts.stream().mapToInt(FilterCost::of).max().orElse(POINT);
    }

    @Override
    public Integer and(Filter.And and) {
        return greatest(and.parts());
    }

    @Override
    public Integer or(Filter.Or or) {
        return greatest(or.parts());
    }

    @Override
    public Integer not(Filter.Not not) {
        return of(not.part());
    }

    @Override
    public Integer sameLink(Filter.SameLink same) {
        return greatest(same.conditions());
    }

    @Override
    public Integer missing(Filter.Missing missing) {
        return of(Presence.of(missing.field()));
    }

    @Override
    public Integer term(Filter.Term term) {
        return of(term.field(), POINT);
    }

    @Override
    public Integer in(Filter.In in) {
        return of(in.field(), POINT);
    }

    @Override
    public Integer range(Filter.Range range) {
        return of(range.field(), range.lower() == null && range.upper() == null ? DICTIONARY : RANGE);
    }

    @Override
    public Integer prefix(Filter.Prefix prefix) {
        return ofText(prefix.field(), prefix.ignoreCase() ? DICTIONARY : RANGE);
    }

    @Override
    public Integer contains(Filter.Contains contains) {
        return ofText(contains.field(), DICTIONARY);
    }

    @Override
    public Integer matches(Filter.Matches matches) {
        return ofText(matches.field(), DICTIONARY);
    }

    @Override
    public Integer passes(Filter.Passes passes) {
        return ofText(passes.field(), DICTIONARY);
    }

    private static int of(Field field, int ofTerms) {
        return switch (field.kind()) {
            case TEXT, ID -> ofTerms;
            case NUMBER, TIME -> POINT;
            case LONG_TEXT -> TEXT;
        };
    }

    private static int ofText(Field field, int ofTerms) {
        return switch (field.kind()) {
            case TEXT, ID -> ofTerms;
            case NUMBER -> DICTIONARY;
            case TIME, LONG_TEXT -> TEXT;
        };
    }
}
