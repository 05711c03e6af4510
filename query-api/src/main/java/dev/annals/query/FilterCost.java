package dev.annals.query;

import dev.annals.processor.view.Field;

/** What answering a filter costs, in steps: where several must be answered, the cheaper goes first. */
final class FilterCost {
    /** A few postings, a range of numbers or times. */
    static final int POINT = 0;

    /** A range of distinct values. */
    static final int RANGE = 1;

    /** All distinct values of a field. */
    static final int DICTIONARY = 2;

    /** The text index, or rows. */
    static final int TEXT = 3;

    private FilterCost() {}

    static int of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().mapToInt(FilterCost::of).max().orElse(POINT);
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().mapToInt(FilterCost::of).max().orElse(POINT);
        }
        if (filter instanceof Filter.Not not) {
            return of(not.part());
        }
        if (filter instanceof Filter.SameLink same) {
            return same.conditions().stream().mapToInt(FilterCost::of).max().orElse(POINT);
        }
        if (filter instanceof Filter.Missing missing) {
            return of(Presence.of(missing.field()));
        }
        if (filter instanceof Filter.Term term) {
            return of(term.field(), POINT);
        }
        if (filter instanceof Filter.In in) {
            return of(in.field(), POINT);
        }
        if (filter instanceof Filter.Range range) {
            return of(range.field(), range.lower() == null && range.upper() == null ? DICTIONARY : RANGE);
        }
        if (filter instanceof Filter.Prefix prefix) {
            return ofText(prefix.field(), prefix.ignoreCase() ? DICTIONARY : RANGE);
        }
        if (filter instanceof Filter.Contains contains) {
            return ofText(contains.field(), DICTIONARY);
        }
        if (filter instanceof Filter.Matches matches) {
            return ofText(matches.field(), DICTIONARY);
        }
        throw new IllegalStateException("a kind of filter without a cost: " + filter);
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
