package dev.annals.dialect.awx;

import com.google.re2j.Pattern;
import dev.annals.api.Parsed;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A lookup on text, ready to be asked: as a filter for the index, and for one value here.
 *
 * @param filter the filter on a field
 * @param test whether one text is found
 */
record TextLookup(Function<Field, Filter> filter, Predicate<String> test) {
    /** The lookup of a value; null, true and false of {@code isnull} are the columns' own. */
    static Parsed<TextLookup> of(Lookup lookup, String value) {
        return switch (lookup) {
            case IN -> value.isEmpty() ? Parsed.refused(AwxErrors.badRequest(Values.EMPTY_IN)) : Parsed.of(in(value));
            case REGEX, IREGEX -> Patterns.of(value, lookup == Lookup.IREGEX).map(TextLookup::pattern);
            default -> Parsed.of(plain(lookup, value));
        };
    }

    private static TextLookup plain(Lookup lookup, String value) {
        return switch (lookup) {
            case CONTAINS, ICONTAINS -> contains(value, lookup == Lookup.ICONTAINS);
            case STARTSWITH, ISTARTSWITH -> begins(value, lookup == Lookup.ISTARTSWITH);
            case ENDSWITH, IENDSWITH -> pattern(Patterns.ending(value, lookup == Lookup.IENDSWITH));
            case IEXACT -> pattern(Patterns.equalIgnoringCase(value));
            case GT -> compared(value, true, false);
            case GTE -> compared(value, true, true);
            case LT -> compared(value, false, false);
            case LTE -> compared(value, false, true);
            default -> new TextLookup(field -> new Filter.Term(field, value), value::equals);
        };
    }

    private static TextLookup in(String value) {
        Set<String> values = Set.copyOf(Arrays.asList(value.split(",", -1)));
        return new TextLookup(field -> new Filter.In(field, values), values::contains);
    }

    private static TextLookup pattern(Pattern pattern) {
        return new TextLookup(
                field -> new Filter.Matches(field, pattern),
                text -> pattern.matcher(text).find());
    }

    private static TextLookup contains(String part, boolean ignoreCase) {
        return new TextLookup(
                field -> new Filter.Contains(field, part, ignoreCase),
                text -> ignoreCase ? TextFold.contains(text, part) : text.contains(part));
    }

    private static TextLookup begins(String prefix, boolean ignoreCase) {
        return new TextLookup(
                field -> new Filter.Prefix(field, prefix, ignoreCase),
                text -> ignoreCase ? TextFold.fold(text).startsWith(TextFold.fold(prefix)) : text.startsWith(prefix));
    }

    private static TextLookup compared(String value, boolean above, boolean inclusive) {
        Filter.Bound bound = new Filter.Bound(value, inclusive);
        return new TextLookup(
                field -> above ? new Filter.Range(field, bound, null) : new Filter.Range(field, null, bound), text -> {
                    int order = Arrays.compareUnsigned(
                            text.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
                    return (inclusive && order == 0) || (above ? order > 0 : order < 0);
                });
    }
}
