package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A column of true and false, kept as the texts that PostgreSQL has of them. Python's texts of them begin with a capital letter. */
record Booleans(String name, Place place) implements Column {
    @Override
    public Parsed<Condition> condition(Lookup lookup, String value) {
        return switch (lookup) {
            case ISNULL -> Column.isNull(place, value);
            case IEXACT -> Parsed.refused(AwxErrors.badRequest(Column.noText(name)));
            case REGEX, IREGEX -> TextLookup.of(lookup, value).map(place::where);
            case IN ->
                Column.items(value, Values::bool)
                        .map(flags -> oneOf(flags.stream().map(String::valueOf).collect(Collectors.toSet())));
            default ->
                Values.bool(value)
                        .then(flag -> lookup.isPart()
                                ? TextLookup.of(lookup, flag ? "True" : "False").map(place::where)
                                : Parsed.of(oneOf(compared(lookup, flag))));
        };
    }

    private Condition oneOf(Set<String> texts) {
        return place.where(field -> new Filter.In(field, texts));
    }

    /** False is less than true. */
    private static Set<String> compared(Lookup lookup, boolean flag) {
        return switch (lookup) {
            case GT -> flag ? Set.of() : Set.of("true");
            case GTE -> flag ? Set.of("true") : Set.of("true", "false");
            case LT -> flag ? Set.of("false") : Set.of();
            case LTE -> flag ? Set.of("true", "false") : Set.of("false");
            default -> Set.of(Boolean.toString(flag));
        };
    }

    @Override
    public Parsed<List<Field>> order() {
        return place.order();
    }
}
