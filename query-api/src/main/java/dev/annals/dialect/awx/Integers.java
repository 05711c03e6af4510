package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.Kind;
import dev.annals.query.Filter;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Columns of whole numbers: the activity's own id, and ids of objects, which in the log are text and in AWX numbers. An id
 * that is no number is accepted where the log has it.
 */
record Integers(String name, Place place, Use use, Known known) implements Column {
    /** How a column of whole numbers is used. */
    enum Use {
        /** A number that is always there. */
        PLAIN,
        /** A number that may be absent. */
        NULLABLE,
        /** The object itself, named by its number, or {@code null} for none. */
        RELATION,
        /** An id in the form of the log, any text. */
        TEXT
    }

    /** Whether the log has an id that is no number. */
    @FunctionalInterface
    interface Known {
        /** Never for columns of numbers proper. */
        Known NOTHING = id -> Parsed.of(false);

        Parsed<Boolean> has(String id);
    }

    /** Below all ids that are no numbers, above all that are. */
    private static final Filter.Bound ABOVE_NUMBERS = new Filter.Bound("", false);

    @Override
    public Parsed<Condition> condition(Lookup lookup, String value) {
        return switch (lookup) {
            case ISNULL -> use == Use.PLAIN ? Column.neverNull(value) : Column.isNull(place, value);
            case IEXACT ->
                use == Use.TEXT ? text(lookup, value) : Parsed.refused(AwxErrors.badRequest(Column.noText(name)));
            case IN -> in(value);
            case GT, GTE, LT, LTE -> compared(lookup, value);
            case EXACT -> exact(value);
            case REGEX, IREGEX ->
                text(lookup, value).map(condition -> use == Use.RELATION ? noRelationLookup(lookup) : condition);
            default ->
                switch (use) {
                    case TEXT -> text(lookup, value);
                    case RELATION -> exact(value).map(condition -> noRelationLookup(lookup));
                    default ->
                        Values.integer(value)
                                .map(number -> text(lookup, number.toString()))
                                .orElseGet(() -> refused(value));
                };
        };
    }

    /** AWX reads the value first, and then finds that an object cannot be looked up like that. */
    private static Condition noRelationLookup(Lookup lookup) {
        return new Condition.Refused(AwxErrors.badRequest(
                "Unsupported lookup '" + lookup.text() + "' for ForeignKey or join on the field not permitted."));
    }

    private Parsed<Condition> text(Lookup lookup, String value) {
        return TextLookup.of(lookup, value).map(found -> place.where(found.filter()));
    }

    private Parsed<Condition> exact(String value) {
        if (use == Use.RELATION && Values.isNull(value)) {
            return Parsed.of(new Condition.OnActivity(place.missing()));
        }
        return id(value).map(id -> place.where(field -> fits(field, id) ? new Filter.Term(field, id) : Filter.NONE));
    }

    private Parsed<Condition> in(String value) {
        return Column.items(value, this::item)
                .map(items -> place.where(field -> {
                    Set<String> ids = new HashSet<>();
                    items.forEach(item -> item.filter(id -> fits(field, id)).ifPresent(ids::add));
                    return new Filter.In(field, ids);
                }));
    }

    /** AWX drops a null among the items. */
    private Parsed<Optional<String>> item(String value) {
        return use == Use.RELATION && Values.isNull(value)
                ? Parsed.of(Optional.empty())
                : id(value).map(Optional::of);
    }

    private Parsed<Condition> compared(Lookup lookup, String value) {
        if (use == Use.RELATION && Values.isNull(value)) {
            return Parsed.of(new Condition.Refused(AwxErrors.badRequest("Cannot use None as a query value")));
        }
        Optional<BigInteger> number = Values.integer(value);
        if (number.isEmpty()) {
            return use == Use.TEXT
                    ? Parsed.of(place.where(field -> range(field, lookup, value, null)))
                    : refused(value);
        }
        return Parsed.of(place.where(field -> compared(field, lookup, number.get())));
    }

    private static Filter compared(Field field, Lookup lookup, BigInteger number) {
        boolean above = lookup == Lookup.GT || lookup == Lookup.GTE;
        if (field.kind() == Kind.NUMBER) {
            boolean fits = number.bitLength() < Long.SIZE;
            return fits
                    ? range(field, lookup, number.toString(), null)
                    : above == (number.signum() > 0) ? Filter.NONE : new Filter.Range(field, null, null);
        }
        if (field.kind() == Kind.TEXT) {
            return new Filter.Passes(
                    field,
                    text -> Values.integer(text)
                            .filter(id -> holds(lookup, id.compareTo(number)))
                            .isPresent());
        }
        if (number.signum() < 0) {
            return above ? new Filter.Range(field, null, ABOVE_NUMBERS) : Filter.NONE;
        }
        return range(field, lookup, number.toString(), ABOVE_NUMBERS);
    }

    private static boolean holds(Lookup lookup, int order) {
        return switch (lookup) {
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            default -> order <= 0;
        };
    }

    /** The range of a comparison; {@code end} closes one that is open upwards. */
    static Filter range(Field field, Lookup lookup, String value, Filter.@Nullable Bound end) {
        Filter.Bound bound = new Filter.Bound(value, lookup == Lookup.GTE || lookup == Lookup.LTE);
        return lookup == Lookup.GT || lookup == Lookup.GTE
                ? new Filter.Range(field, bound, end)
                : new Filter.Range(field, null, bound);
    }

    private Parsed<String> id(String value) {
        if (use == Use.TEXT) {
            return Parsed.of(value);
        }
        Optional<BigInteger> number = Values.integer(value);
        if (number.isPresent()) {
            return Parsed.of(number.get().toString());
        }
        return known.has(value).then(has -> has ? Parsed.of(value) : refused(value));
    }

    private <T> Parsed<T> refused(String value) {
        return Parsed.refused(
                use == Use.RELATION
                        ? AwxErrors.badRequest("Invalid " + name + " id: " + value)
                        : AwxErrors.notAnInteger(value));
    }

    private static boolean fits(Field field, String id) {
        return field.kind() != Kind.NUMBER || new BigInteger(id).bitLength() < Long.SIZE;
    }

    @Override
    public Parsed<List<Field>> order() {
        return place.order();
    }
}
