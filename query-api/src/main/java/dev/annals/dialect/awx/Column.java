package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a path such as {@code inventory__name} leads to: something with values that can be looked up and ordered by. */
interface Column {
    /** The condition that a lookup with a value stands for. */
    Parsed<Condition> condition(Lookup lookup, String value);

    /** The fields to order by, first to last. */
    Parsed<List<Field>> order();

    /**
     * A column of text.
     *
     * @param emptyWhenMissing whether AWX has the empty text where the log has nothing
     */
    record OfText(Place place, boolean emptyWhenMissing) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.ISNULL) {
                return emptyWhenMissing ? neverNull(value) : isNull(place, value);
            }
            return TextLookup.of(lookup, value).map(found -> {
                Condition present = place.where(found.filter());
                return emptyWhenMissing && found.test().test("")
                        ? new Condition.OnActivity(present.filter().or(place.missing()))
                        : present;
            });
        }

        @Override
        public Parsed<List<Field>> order() {
            return place.order();
        }
    }

    /** A column of object types, which are looked up as AWX spells them. */
    record OfTypes(Vocabulary vocabulary, Field field, boolean emptyWhenMissing) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.ISNULL) {
                return neverNull(value);
            }
            return TextLookup.of(lookup, value)
                    .then(found -> types(lookup, value, found).map(types -> {
                        Filter present = new Filter.In(field, types);
                        boolean empty = emptyWhenMissing && found.test().test("");
                        return new Condition.OnActivity(empty ? present.or(new Filter.Missing(field)) : present);
                    }));
        }

        private Parsed<Set<String>> types(Lookup lookup, String value, TextLookup found) {
            if (lookup == Lookup.EXACT || lookup == Lookup.IN) {
                List<String> named = lookup == Lookup.IN ? Arrays.asList(value.split(",", -1)) : List.of(value);
                Set<String> types = new TreeSet<>();
                named.forEach(type -> types.addAll(AwxTypes.spellings(AwxTypes.of(type))));
                return Parsed.of(types);
            }
            return vocabulary.types(field).map(types -> {
                Set<String> matching = new TreeSet<>(types);
                matching.removeIf(type -> !found.test().test(AwxTypes.of(type)));
                return matching;
            });
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.of(List.of(field));
        }
    }

    /** The time of the activity. */
    record OfTime(String name, Field field) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            return switch (lookup) {
                case ISNULL -> neverNull(value);
                case IN -> items(value, Values::micros).map(times -> on(new Filter.In(field, texts(times))));
                case IEXACT -> Parsed.refused(Refusals.badRequest(noText(name)));
                case REGEX, IREGEX -> notSearched();
                default ->
                    Values.micros(value)
                            .then(micros -> lookup.isPart() ? notSearched() : Parsed.of(on(compared(lookup, micros))));
            };
        }

        private Parsed<Condition> notSearched() {
            return Parsed.refused(Refusals.badRequest(
                    name + " is not searched as text (expected: exact, in, gt, gte, lt or lte with a time)"));
        }

        private Filter compared(Lookup lookup, long micros) {
            return lookup.isComparison()
                    ? Integers.range(field, lookup, Long.toString(micros), null)
                    : new Filter.Term(field, Long.toString(micros));
        }

        private static Set<String> texts(List<Long> numbers) {
            return numbers.stream().map(String::valueOf).collect(java.util.stream.Collectors.toSet());
        }

        private static Condition on(Filter filter) {
            return new Condition.OnActivity(filter);
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.of(List.of(field));
        }
    }

    /** A column of true and false, kept as text. */
    record OfBooleans(Place place) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            return switch (lookup) {
                case ISNULL -> isNull(place, value);
                case EXACT ->
                    Values.bool(value).map(flag -> place.where(field -> new Filter.Term(field, flag.toString())));
                case IN ->
                    items(value, Values::bool)
                            .map(flags -> place.where(field -> new Filter.In(
                                    field,
                                    flags.stream().map(String::valueOf).collect(java.util.stream.Collectors.toSet()))));
                default ->
                    Parsed.refused(Refusals.badRequest(
                            lookup.text() + " is not a lookup of true and false (expected: exact, in or isnull)"));
            };
        }

        @Override
        public Parsed<List<Field>> order() {
            return place.order();
        }
    }

    /** A JSON document of AWX of which the log has some texts; it can be searched, not compared. */
    record OfDocument(String name, List<Place> texts, Parsed<Filter> missing) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.IEXACT) {
                return Parsed.refused(Refusals.badRequest(noText(name)));
            }
            if (lookup == Lookup.ISNULL) {
                return Values.bool(value)
                        .then(yes -> missing.map(none -> new Condition.OnActivity(yes ? none : none.negated())));
            }
            if (lookup != Lookup.CONTAINS && lookup != Lookup.ICONTAINS) {
                return Parsed.refused(
                        Refusals.badRequest(name + " can only be searched (expected: contains, icontains or isnull)"));
            }
            return TextLookup.of(lookup, value)
                    .map(found -> Condition.any(texts.stream()
                            .map(place -> place.where(found.filter()))
                            .toList()));
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.refused(Refusals.badRequest("ordering by " + name + " is not possible"));
        }
    }

    /** The condition on a column that always has a value. */
    static Parsed<Condition> neverNull(String value) {
        return Values.bool(value).map(yes -> new Condition.OnActivity(yes ? Filter.NONE : Filter.ALL));
    }

    /** The condition on a column that may have none. */
    static Parsed<Condition> isNull(Place place, String value) {
        return Values.bool(value).map(yes -> {
            Filter missing = place.missing();
            return new Condition.OnActivity(yes ? missing : missing.negated());
        });
    }

    /** The items of {@code in}, each parsed. */
    static <T> Parsed<List<T>> items(String value, Function<String, Parsed<T>> parse) {
        return value.isEmpty()
                ? Parsed.refused(Refusals.badRequest(Values.EMPTY_IN))
                : Parsed.each(Arrays.asList(value.split(",", -1)), parse);
    }

    /** The refusal of iexact on what is no text. */
    static String noText(String name) {
        return name + " is not a text field and cannot be filtered by case-insensitive search";
    }
}
