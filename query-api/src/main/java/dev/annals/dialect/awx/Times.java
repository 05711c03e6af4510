package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.Kind;
import dev.annals.query.Filter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A column of times. Lookups on text are about the text that PostgreSQL makes of a time, such as {@code 2024-03-01 10:20:30.5+00}, and about the text
 * that Python makes of the value.
 */
record Times(String name, Place place) implements Column {
    private static final long MICROS = 1_000_000;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public boolean isTime() {
        return true;
    }

    @Override
    public Parsed<Condition> condition(Lookup lookup, String value) {
        return switch (lookup) {
            case ISNULL -> place instanceof Place.OnActivity ? Column.neverNull(value) : Column.isNull(place, value);
            case IEXACT -> Parsed.refused(AwxErrors.badRequest(Column.noText(name)));
            case REGEX, IREGEX ->
                TextLookup.of(lookup, value)
                        .map(found -> where(micros -> found.test().test(text(micros))));
            case IN ->
                Column.items(value, Values::micros).map(times -> {
                    Set<Long> sought = new HashSet<>(times);
                    return place.where(field -> field.kind() == Kind.TIME
                            ? new Filter.In(field, texts(times))
                            : passes(field, sought::contains));
                });
            default ->
                Values.micros(value)
                        .map(micros -> lookup.isPart() ? part(lookup, value, micros) : compared(lookup, micros));
        };
    }

    private static Set<String> texts(List<Long> numbers) {
        Set<String> texts = new HashSet<>();
        numbers.forEach(number -> texts.add(Long.toString(number)));
        return texts;
    }

    private Condition compared(Lookup lookup, long micros) {
        return switch (lookup) {
            case GT -> between(micros + 1, Long.MAX_VALUE);
            case GTE -> between(micros, Long.MAX_VALUE);
            case LT -> between(Long.MIN_VALUE, micros - 1);
            case LTE -> between(Long.MIN_VALUE, micros);
            default -> between(micros, micros);
        };
    }

    /**
     * Python writes an offset as {@code +00:00} and PostgreSQL as {@code +00}, and only PostgreSQL leaves out zeros behind a fraction. So nothing has the text of a
     * time with an offset, everything in a second has that of the second, and a time has its own if its fraction ends in no zero.
     */
    private Condition part(Lookup lookup, String value, long micros) {
        boolean atEnd = lookup == Lookup.ENDSWITH || lookup == Lookup.IENDSWITH;
        if (atEnd || Values.hasOffset(value) || (micros % MICROS != 0 && micros % 10 == 0)) {
            return new Condition.OnActivity(Filter.NONE);
        }
        return micros % MICROS == 0 ? between(micros, micros + MICROS - 1) : between(micros, micros);
    }

    private Condition between(long first, long last) {
        return place.where(field -> field.kind() == Kind.TIME
                ? new Filter.Range(
                        field,
                        new Filter.Bound(Long.toString(first), true),
                        new Filter.Bound(Long.toString(last), true))
                : passes(field, micros -> micros >= first && micros <= last));
    }

    private Condition where(LongPredicate test) {
        return place.where(field -> field.kind() == Kind.TIME
                ? new Filter.Passes(field, micros -> test.test(Long.parseLong(micros)))
                : passes(field, test));
    }

    private static Filter passes(Field field, LongPredicate test) {
        return new Filter.Passes(
                field, text -> PythonTimes.micros(text).filter(test::test).isPresent());
    }

    private static String text(long micros) {
        long fraction = Math.floorMod(micros, MICROS);
        String seconds = SECONDS.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS)));
        String digits = fraction == 0
                ? ""
                : "." + String.format(Locale.ROOT, "%06d", fraction).replaceAll("0+$", "");
        return seconds + digits + "+00";
    }

    @Override
    public Parsed<List<Field>> order() {
        return place.order();
    }
}
