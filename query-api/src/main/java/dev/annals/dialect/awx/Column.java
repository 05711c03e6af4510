package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.api.Reply;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.ModelFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a path such as {@code inventory__name} leads to: something with values that can be looked up and ordered by. */
interface Column {
    /** The condition that a lookup with a value stands for. */
    Parsed<Condition> condition(Lookup lookup, String value);

    /** Whether AWX reads values as times, which fails on what it has read as a number before. */
    default boolean isTime() {
        return false;
    }

    /** The fields to order by, first to last. */
    Parsed<List<Field>> order();

    /** Whether AWX has the empty text where the log has nothing, which then is the least value in an order. */
    default boolean isEmptyWhenMissing() {
        return false;
    }

    /** A column of text. */
    record OfText(Place place, boolean isEmptyWhenMissing) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.ISNULL) {
                return isEmptyWhenMissing ? neverNull(value) : isNull(place, value);
            }
            return TextLookup.of(lookup, value).map(found -> {
                Condition present = place.where(found);
                return isEmptyWhenMissing && found.test().test("")
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
    record OfTypes(Vocabulary vocabulary, Field field, boolean isEmptyWhenMissing) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.ISNULL) {
                return neverNull(value);
            }
            return TextLookup.of(lookup, value)
                    .then(found -> types(lookup, value, found).map(types -> {
                        Filter present = new Filter.In(field, types);
                        boolean empty = isEmptyWhenMissing && found.test().test("");
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

    /** A column that AWX has and the log has not: what AWX would refuse is refused as by AWX, and the rest by Annals. */
    record Unlogged(String type, String name, ModelFields.Kind kind) implements Column {
        @Override
        public boolean isTime() {
            return kind == ModelFields.Kind.TIME;
        }

        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            return checked(lookup, value).map(read -> new Condition.Refused(refusal()));
        }

        private Parsed<Boolean> checked(Lookup lookup, String value) {
            return switch (lookup) {
                case ISNULL -> Values.bool(value);
                case IN -> items(value, this::read).map(all -> true);
                case IEXACT ->
                    kind == ModelFields.Kind.TEXT
                            ? Parsed.of(true)
                            : Parsed.refused(AwxErrors.badRequest(noText(name)));
                case REGEX, IREGEX -> Patterns.of(value, false).map(pattern -> true);
                default -> read(value);
            };
        }

        private Parsed<Boolean> read(String value) {
            return switch (kind) {
                case BOOLEAN -> Values.bool(value);
                case INTEGER ->
                    Values.integer(value).isPresent() ? Parsed.of(true) : Parsed.refused(AwxErrors.notAnInteger(value));
                case TIME -> Values.micros(value).map(time -> true);
                case RELATION ->
                    Values.isNull(value) || Values.integer(value).isPresent()
                            ? Parsed.of(true)
                            : Parsed.refused(AwxErrors.badRequest("Invalid " + name + " id: " + value));
                default -> Parsed.of(true);
            };
        }

        private Reply refusal() {
            return AwxErrors.badRequest("The log has no " + name + " of " + type
                    + " (expected: an attribute that AWX shows, or one that events bring in the summary).");
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.refused(refusal());
        }
    }

    /**
     * A JSON document of AWX of which the log has some texts; it can be searched, not compared.
     *
     * @param texts where they are
     * @param missing the condition that AWX has none
     * @param absent the text of the document where the log has nothing; null when AWX has nothing there, too
     */
    record OfDocument(
            String name,
            List<Place> texts,
            Filter missing,
            @Nullable String absent) implements Column {
        @Override
        public Parsed<Condition> condition(Lookup lookup, String value) {
            if (lookup == Lookup.IEXACT) {
                return Parsed.refused(AwxErrors.badRequest(noText(name)));
            }
            if (lookup == Lookup.ISNULL) {
                return Values.bool(value).map(yes -> new Condition.OnActivity(yes ? missing : missing.negated()));
            }
            if (lookup != Lookup.CONTAINS && lookup != Lookup.ICONTAINS) {
                return Parsed.of(new Condition.Refused(AwxErrors.badRequest(
                        name + " can only be searched (expected: contains, icontains or isnull)")));
            }
            return TextLookup.of(lookup, value).map(found -> {
                Condition present = Condition.any(
                        texts.stream().map(place -> place.where(found)).toList());
                return absent != null && found.test().test(absent)
                        ? new Condition.OnActivity(
                                present.filter().or(texts.get(0).missing()))
                        : present;
            });
        }

        @Override
        public Parsed<List<Field>> order() {
            return Parsed.refused(AwxErrors.badRequest("ordering by " + name + " is not possible"));
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
            return yes ? new Condition.OnActivity(missing) : new Condition.OnActivity(missing.negated(), place.type());
        });
    }

    /** The items of {@code in}, each parsed once however often it stands there. */
    static <T> Parsed<List<T>> items(String value, Function<String, Parsed<T>> parse) {
        return value.isEmpty()
                ? Parsed.refused(AwxErrors.badRequest(Values.EMPTY_IN))
                : Parsed.each(Arrays.stream(value.split(",", -1)).distinct().toList(), parse);
    }

    /** The refusal of iexact on what is no text. */
    static String noText(String name) {
        return name + " is not a text field and cannot be filtered by case-insensitive search";
    }
}
