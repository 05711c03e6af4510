package dev.annals.query;

import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.Field.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How single values are tested and compared; what can be prepared is prepared once. */
final class ValueTests {
    private ValueTests() {}

    /** The order of the values of a field. */
    static Comparator<String> order(Field field) {
        return switch (field.kind()) {
            case NUMBER, TIME -> Comparator.comparingLong(ValueTests::number);
            case TEXT, LONG_TEXT -> (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b));
            case ID -> (a, b) -> Arrays.compareUnsigned(FieldTerms.uncut(field, a), FieldTerms.uncut(field, b));
        };
    }

    /** The number that the value of a number or time field stands for. */
    static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "value '" + value + "' of a number or time field (expected: a 64-bit decimal)", e);
        }
    }

    static Predicate<String> equal(Field field, String expected) {
        if (field.kind() == Kind.NUMBER || field.kind() == Kind.TIME) {
            long number = number(expected);
            return value -> number(value) == number;
        }
        return expected::equals;
    }

    static Predicate<String> oneOf(Field field, Set<String> expected) {
        if (field.kind() == Kind.NUMBER || field.kind() == Kind.TIME) {
            Set<Long> numbers = expected.stream().map(ValueTests::number).collect(Collectors.toUnmodifiableSet());
            return value -> numbers.contains(number(value));
        }
        return expected::contains;
    }

    static Predicate<String> begins(Filter.Prefix prefix) {
        if (!prefix.ignoreCase()) {
            return value -> value.startsWith(prefix.prefix());
        }
        String folded = TextFold.fold(prefix.prefix());
        return value -> TextFold.fold(value).startsWith(folded);
    }

    static Predicate<String> contains(Filter.Contains contains) {
        if (!contains.ignoreCase()) {
            return value -> value.contains(contains.text());
        }
        String folded = TextFold.fold(contains.text());
        return value -> TextFold.fold(value).contains(folded);
    }

    static Predicate<String> matches(Filter.Matches matches) {
        return value -> matches.pattern().matcher(value).find();
    }

    static Predicate<String> within(Filter.Range range) {
        Comparator<String> order = order(range.field());
        Predicate<String> test = value -> true;
        Filter.Bound lower = range.lower();
        if (lower != null) {
            test = test.and(value -> {
                int sign = order.compare(value, lower.value());
                return lower.inclusive() ? sign >= 0 : sign > 0;
            });
        }
        Filter.Bound upper = range.upper();
        if (upper != null) {
            test = test.and(value -> {
                int sign = order.compare(value, upper.value());
                return upper.inclusive() ? sign <= 0 : sign < 0;
            });
        }
        return test;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
