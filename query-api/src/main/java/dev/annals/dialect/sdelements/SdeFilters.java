package dev.annals.dialect.sdelements;

import com.google.re2j.Pattern;
import dev.annals.api.Parsed;
import dev.annals.codec.Limits;
import dev.annals.dialect.sdelements.presentation.DerivedName;
import dev.annals.dialect.sdelements.presentation.EntityIds;
import dev.annals.dialect.sdelements.presentation.References;
import dev.annals.dialect.sdelements.presentation.TypeNames;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;
import dev.annals.query.Filter.Bound;
import dev.annals.query.Filter.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which activities a request is about. All parameters must hold. A parameter asks for what an activity shows: the
 * producer's presentation as far as it goes, and what is derived for the rest.
 *
 * @param needsTypes whether the filter depends on which types occur
 * @param filter the filter, given those types
 */
record SdeFilters(boolean needsTypes, Function<TypeNames, Filter> filter) {
    /** What a form asks for, or the refusal that names everything in it that cannot be read. */
    static Parsed<SdeFilters> of(SdeForm form) {
        Parts parts = new Parts();
        ids(form, parts);
        names(form, parts);
        form.whole("actor").ifPresent(id -> parts.add(new Filter.Term(ActivityFields.ACTOR_ID, id.toString())));
        form.text("actor__exact").ifPresent(id -> parts.add(new Filter.Term(ActivityFields.ACTOR_ID, id)));
        form.moment("date_from")
                .ifPresent(from -> parts.add(new Range(ActivityFields.TIME, bound(from.earliest(), true), null)));
        form.moment("date_to")
                .ifPresent(to -> parts.add(new Range(ActivityFields.TIME, null, bound(to.latest(), true))));
        SdeFields.ENTITIES.forEach(key -> entity(key, form, parts));
        return form.checked(parts.all());
    }

    /** The activities that show a reference to an entity with this id. */
    static SdeFilters reference(String key, String id) {
        Parts parts = new Parts();
        parts.add(types -> referring(key, id, types));
        return parts.all();
    }

    /** What both ask for. */
    SdeFilters and(SdeFilters other) {
        return new SdeFilters(
                needsTypes || other.needsTypes, types -> filter.apply(types).and(other.filter.apply(types)));
    }

    /** What this and the filter ask for. */
    SdeFilters and(Filter other) {
        return new SdeFilters(needsTypes, types -> filter.apply(types).and(other));
    }

    private static void ids(SdeForm form, Parts parts) {
        form.whole("id").ifPresent(id -> parts.add(oneOf(List.of(id))));
        form.wholes("id__in").ifPresent(ids -> parts.add(oneOf(ids)));
        form.whole("id__gt").ifPresent(id -> parts.add(new Range(ActivityFields.ID, bound(clamped(id), false), null)));
        form.whole("id__gte").ifPresent(id -> parts.add(new Range(ActivityFields.ID, bound(clamped(id), true), null)));
        form.whole("id__lt").ifPresent(id -> parts.add(new Range(ActivityFields.ID, null, bound(clamped(id), false))));
        form.whole("id__lte").ifPresent(id -> parts.add(new Range(ActivityFields.ID, null, bound(clamped(id), true))));
    }

    private static Filter oneOf(List<BigInteger> ids) {
        Set<String> possible = ids.stream()
                .filter(id -> id.signum() > 0 && id.bitLength() < Long.SIZE)
                .map(BigInteger::toString)
                .collect(Collectors.toUnmodifiableSet());
        return possible.isEmpty() ? Filter.NONE : new Filter.In(ActivityFields.ID, possible);
    }

    // No activity has a number near these bounds.
    private static long clamped(BigInteger id) {
        return id.bitLength() < Long.SIZE - 1 ? id.longValue() : id.signum() * (Long.MAX_VALUE / 2);
    }

    private static Bound bound(long value, boolean inclusive) {
        return new Bound(Long.toString(value), inclusive);
    }

    private static void names(SdeForm form, Parts parts) {
        form.text("name").ifPresent(name -> parts.add(types -> named(name, types)));
        form.list("name__in")
                .ifPresent(names -> parts.add(types -> new Filter.Or(
                        names.stream().map(name -> named(name, types)).toList())));
        form.text("name__iexact", Limits.NAME)
                .ifPresent(name -> parts.add(types -> {
                    Pattern pattern = Pattern.compile("\\A" + Pattern.quote(name) + "\\z", Pattern.CASE_INSENSITIVE);
                    return shownName(
                            new Filter.Matches(ActivityFields.PRESENTATION_NAME, pattern),
                            DerivedName.is(name, true, types));
                }));
    }

    private static Filter named(String name, TypeNames types) {
        return shownName(new Filter.Term(ActivityFields.PRESENTATION_NAME, name), DerivedName.is(name, false, types));
    }

    private static Filter shownName(Filter presented, Filter derived) {
        return presented.or(new Filter.Missing(ActivityFields.PRESENTATION_NAME).and(derived));
    }

    private static void entity(String key, SdeForm form, Parts parts) {
        Optional<String> id = key.equals("standard")
                ? form.text(key)
                : form.whole(key, EntityIds.letter(key)).map(BigInteger::toString);
        id.ifPresent(asked -> parts.add(types -> referring(key, asked, types)));
        form.text(key + "__exact").ifPresent(asked -> parts.add(types -> referring(key, asked, types)));
        String description = key + References.DESCRIPTION;
        form.text(description)
                .ifPresent(name -> parts.add(types -> shownData(
                        new Filter.Term(SdeFields.presentationData(description), name),
                        References.toName(key, name, types))));
    }

    private static Filter referring(String key, String id, TypeNames types) {
        return shownData(
                new Filter.In(SdeFields.presentationData(key), EntityIds.foundAsWritten(key, id)),
                References.toId(key, id, types));
    }

    private static Filter shownData(Filter presented, Filter derived) {
        return presented.or(new Filter.Term(ActivityFields.FLAG, "presentation.data")
                .negated()
                .and(derived));
    }

    /** The parts of a filter, collected. */
    private static final class Parts {
        private final List<Filter> plain = new ArrayList<>();
        private final List<Function<TypeNames, Filter>> typed = new ArrayList<>();

        void add(Filter part) {
            plain.add(part);
        }

        void add(Function<TypeNames, Filter> part) {
            typed.add(part);
        }

        SdeFilters all() {
            List<Filter> known = List.copyOf(plain);
            List<Function<TypeNames, Filter>> open = List.copyOf(typed);
            return new SdeFilters(!open.isEmpty(), types -> {
                List<Filter> all = new ArrayList<>(known);
                open.forEach(part -> all.add(part.apply(types)));
                return new Filter.And(all);
            });
        }
    }
}
