package dev.annals.query;

import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.view.Field;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Filters and orders evaluated one document at a time, by the letter of {@link Filter} and {@link Order}.
 *
 * @param number the document's number
 * @param values the values of a document in a field
 * @param links the linked objects of a document
 */
record NaiveFilter<T>(
        Function<T, Long> number,
        BiFunction<T, Field, List<String>> values,
        Function<T, List<NaiveValues.Link>> links) {

    boolean matches(Filter filter, T document) {
        return matches(filter, field -> values.apply(document, field), links.apply(document));
    }

    private static boolean matches(Filter filter, Function<Field, List<String>> values, List<NaiveValues.Link> links) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> matches(part, values, links));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> matches(part, values, links));
        }
        if (filter instanceof Filter.Not not) {
            return !matches(not.part(), values, links);
        }
        if (filter instanceof Filter.Missing missing) {
            return values.apply(missing.field()).isEmpty();
        }
        if (filter instanceof Filter.SameLink same) {
            return links.stream()
                    .filter(link -> link.type().equals(same.type()))
                    .anyMatch(link -> same.conditions().stream()
                            .allMatch(
                                    condition -> matches(condition, field -> NaiveValues.of(link, field), List.of())));
        }
        if (filter instanceof Filter.Term term) {
            return any(values, term.field(), term.value()::equals);
        }
        if (filter instanceof Filter.In in) {
            return any(values, in.field(), in.values()::contains);
        }
        if (filter instanceof Filter.Prefix prefix) {
            return prefix.ignoreCase()
                    ? any(values, prefix.field(), v -> TextFold.fold(v).startsWith(TextFold.fold(prefix.prefix())))
                    : any(values, prefix.field(), v -> v.startsWith(prefix.prefix()));
        }
        if (filter instanceof Filter.Contains contains) {
            return contains.ignoreCase()
                    ? any(values, contains.field(), v -> TextFold.fold(v).contains(TextFold.fold(contains.text())))
                    : any(values, contains.field(), v -> v.contains(contains.text()));
        }
        if (filter instanceof Filter.Matches matches) {
            return any(
                    values, matches.field(), v -> matches.pattern().matcher(v).find());
        }
        if (filter instanceof Filter.Passes passes) {
            return any(values, passes.field(), passes.test());
        }
        if (filter instanceof Filter.Range range) {
            return any(values, range.field(), v -> within(range, v));
        }
        throw new IllegalStateException("a kind of filter that the reference does not know: " + filter);
    }

    private static boolean any(Function<Field, List<String>> values, Field field, Predicate<String> test) {
        return values.apply(field).stream().anyMatch(test);
    }

    private static boolean within(Filter.Range range, String value) {
        Comparator<String> order = order(range.field());
        var lower = range.lower();
        var upper = range.upper();
        boolean aboveLower = lower == null || order.compare(value, lower.value()) >= (lower.inclusive() ? 0 : 1);
        boolean belowUpper = upper == null || order.compare(value, upper.value()) <= (upper.inclusive() ? 0 : -1);
        return aboveLower && belowUpper;
    }

    Comparator<T> comparator(Order order) {
        Comparator<T> comparator = (a, b) -> 0;
        for (Order.Key key : order.keys()) {
            comparator = comparator.thenComparing((a, b) -> compare(key, a, b));
        }
        boolean descending = order.keys().get(order.keys().size() - 1).descending();
        Comparator<T> byNumber = Comparator.comparing(number);
        return comparator.thenComparing(descending ? byNumber.reversed() : byNumber);
    }

    private int compare(Order.Key key, T a, T b) {
        Comparator<String> order = key.descending() ? order(key.field()).reversed() : order(key.field());
        var first = values.apply(a, key.field()).stream().min(order);
        var second = values.apply(b, key.field()).stream().min(order);
        if (first.isEmpty() || second.isEmpty()) {
            int missing = Boolean.compare(first.isEmpty(), second.isEmpty());
            return key.descending() == key.missingIsLeast() ? missing : -missing;
        }
        return order.compare(first.get(), second.get());
    }

    /** The order of the values of a field, as a sign: -1, 0 or 1. */
    static Comparator<String> order(Field field) {
        Comparator<String> order = switch (field.kind()) {
            case TEXT, LONG_TEXT -> NaiveFilter::compareText;
            case NUMBER, TIME -> Comparator.comparingLong(Long::parseLong);
            case ID -> NaiveFilter::compareIds;
        };
        return (a, b) -> Integer.signum(order.compare(a, b));
    }

    private static int compareIds(String a, String b) {
        boolean aNumber = a.matches("0|[1-9][0-9]*");
        boolean bNumber = b.matches("0|[1-9][0-9]*");
        if (aNumber && bNumber) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return aNumber == bNumber ? compareText(a, b) : aNumber ? -1 : 1;
    }

    private static int compareText(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
