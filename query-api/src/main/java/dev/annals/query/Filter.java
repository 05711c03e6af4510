package dev.annals.query;

import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a query is about: the one filter language that every dialect is parsed into.
 *
 * <p>Values are text in the form that the field's kind has in the log: an id as text, a number or a time as
 * {@link Long#toString} of the number or of microseconds since the epoch. Closed on purpose: a new kind of filter must be
 * taken into account by the planner, by the naive evaluation that tests compare with, and by every printer.
 *
 * <p>An And within an And, or an Or within an Or, is one: however many conditions are joined one by one, the filter does not grow in depth.
 *
 * <p>On a field with several values a document matches when any of its values does; {@link Not} and {@link Missing} speak of all of them.
 */
public sealed interface Filter {
    /** Every document. */
    Filter ALL = new And(List.of());

    /** No document. */
    Filter NONE = new Or(List.of());

    /** All parts match; with no part, every document. */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = flat(parts, part -> part instanceof And and ? and.parts() : List.of(part));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.and(this);
        }
    }

    /** Some part matches; with no part, none. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = flat(parts, part -> part instanceof Or or ? or.parts() : List.of(part));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.or(this);
        }
    }

    /** The part does not match. */
    record Not(Filter part) implements Filter {
        @Override
        public List<Filter> parts() {
            return List.of(part);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.not(this);
        }
    }

    /** The field has this value, exactly. */
    record Term(Field field, String value) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.term(this);
        }
    }

    /** The field has one of these values, exactly. */
    record In(Field field, Set<String> values) implements Filter {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.in(this);
        }
    }

    /** The field has a value between two bounds, in the order of its kind; an absent bound is open. */
    record Range(
            Field field, @Nullable Bound lower, @Nullable Bound upper) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.range(this);
        }
    }

    /** The field has a value that begins so. */
    record Prefix(Field field, String prefix, boolean ignoreCase) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.prefix(this);
        }
    }

    /** The field has a value that contains this text. */
    record Contains(Field field, String text, boolean ignoreCase) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.contains(this);
        }
    }

    /** The field has a value in which the pattern is found. Linear time whatever the pattern. */
    record Matches(Field field, com.google.re2j.Pattern pattern) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.matches(this);
        }
    }

    /**
     * The field has a value that passes a test, such as being more than a number. The test is a pure function; it is asked once for each distinct value of a
     * text or id field.
     */
    record Passes(Field field, Predicate<String> test) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.passes(this);
        }
    }

    /** The field has no value. */
    record Missing(Field field) implements Filter {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.missing(this);
        }
    }

    /**
     * One and the same linked object matches all conditions, each on a link field of the same type ({@code link.id},
     * {@code link.name}, {@code link.attribute}); activities only.
     */
    record SameLink(String type, List<Filter> conditions) implements Filter {
        public SameLink {
            conditions = List.copyOf(conditions);
        }

        @Override
        public List<Filter> parts() {
            return conditions;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.sameLink(this);
        }
    }

    /** One end of a range. */
    record Bound(String value, boolean inclusive) {}

    /** What is made of each kind of filter. */
    interface Cases<R> {
        R and(And and);

        R or(Or or);

        R not(Not not);

        R term(Term term);

        R in(In in);

        R range(Range range);

        R prefix(Prefix prefix);

        R contains(Contains contains);

        R matches(Matches matches);

        R passes(Passes passes);

        R missing(Missing missing);

        R sameLink(SameLink same);
    }

    /** What its kind makes of it. */
    <R> R fold(Cases<R> cases);

    /** The filters that it is made of; none for a condition on one field. */
    default List<Filter> parts() {
        return List.of();
    }

    private static List<Filter> flat(List<Filter> parts, Function<Filter, List<Filter>> within) {
        return parts.stream().flatMap(part -> within.apply(part).stream()).toList();
    }

    /** Both match. */
    default Filter and(Filter other) {
        return new And(List.of(this, other));
    }

    /** Either matches. */
    default Filter or(Filter other) {
        return new Or(List.of(this, other));
    }

    /** This does not match. */
    default Filter negated() {
        return new Not(this);
    }
}
