package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A column of numbers that the log has as text: compared by value, so that 0 finds 0.0.
 *
 * @param whole whether the column takes only whole numbers
 */
record Numbers(String name, Place place, boolean whole) implements Column {
    private static final int MOST_CHARACTERS = 100;
    private static final int LARGEST_EXPONENT = 400;

    @Override
    public Parsed<Condition> condition(Lookup lookup, String value) {
        return switch (lookup) {
            case ISNULL -> Column.isNull(place, value);
            case IEXACT -> Parsed.refused(AwxErrors.badRequest(Column.noText(name)));
            case REGEX, IREGEX -> TextLookup.of(lookup, value).map(found -> place.where(found));
            case IN ->
                Column.items(value, this::number).map(numbers -> {
                    Set<BigDecimal> sought = new HashSet<>();
                    numbers.forEach(number -> sought.add(number.stripTrailingZeros()));
                    return where(number -> sought.contains(number.stripTrailingZeros()));
                });
            case CONTAINS, ICONTAINS, STARTSWITH, ISTARTSWITH, ENDSWITH, IENDSWITH ->
                number(value)
                        .then(number -> TextLookup.of(lookup, whole ? number.toString() : value.strip()))
                        .map(found -> place.where(found));
            default -> number(value).map(number -> where(compared(lookup, number)));
        };
    }

    private static Predicate<BigDecimal> compared(Lookup lookup, BigDecimal number) {
        return switch (lookup) {
            case GT -> value -> value.compareTo(number) > 0;
            case GTE -> value -> value.compareTo(number) >= 0;
            case LT -> value -> value.compareTo(number) < 0;
            case LTE -> value -> value.compareTo(number) <= 0;
            default -> value -> value.compareTo(number) == 0;
        };
    }

    private Condition where(Predicate<BigDecimal> test) {
        return place.where(field ->
                new Filter.Passes(field, text -> decimal(text).filter(test).isPresent()));
    }

    private Parsed<BigDecimal> number(String text) {
        Optional<BigDecimal> number = whole
                ? Values.integer(text).map(BigDecimal::new)
                : decimal(text.strip().replace("_", ""));
        return number.map(Parsed::of)
                .orElseGet(() -> Parsed.refused(
                        whole
                                ? AwxErrors.notAnInteger(text)
                                : AwxErrors.invalid("“" + text + "” value must be a decimal number.")));
    }

    /** A decimal number of a size that can be compared in a moment. */
    private static Optional<BigDecimal> decimal(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > LARGEST_EXPONENT ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Parsed<List<Field>> order() {
        return place.order();
    }
}
