package dev.annals.query;

import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a query is about: the one filter language that every dialect is parsed into.
 *
 * <p>Values are text in the form that the field's kind has in the log: an id as text, a number or a time as
 * {@link Long#toString} of the number or of microseconds since the epoch. Closed on purpose: a new kind of filter must be
 * taken into account by the planner, by the naive evaluation that tests compare with, and by every printer.
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
            parts = List.copyOf(parts);
        }
    }

    /** Some part matches; with no part, none. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** The part does not match. */
    record Not(Filter part) implements Filter {}

    /** The field has this value, exactly. */
    record Term(Field field, String value) implements Filter {}

    /** The field has one of these values, exactly. */
    record In(Field field, Set<String> values) implements Filter {
        public In {
            values = Set.copyOf(values);
        }
    }

    /** The field has a value between two bounds, in the order of its kind; an absent bound is open. */
    record Range(
            Field field, @Nullable Bound lower, @Nullable Bound upper) implements Filter {}

    /** The field has a value that begins so. */
    record Prefix(Field field, String prefix, boolean ignoreCase) implements Filter {}

    /** The field has a value that contains this text. */
    record Contains(Field field, String text, boolean ignoreCase) implements Filter {}

    /** The field has a value in which the pattern is found. Linear time whatever the pattern. */
    record Matches(Field field, com.google.re2j.Pattern pattern) implements Filter {}

    /** The field has no value. */
    record Missing(Field field) implements Filter {}

    /**
     * One and the same linked object matches all conditions, each on a link field of the same type ({@code link.id},
     * {@code link.name}, {@code link.attribute}); activities only.
     */
    record SameLink(String type, List<Filter> conditions) implements Filter {
        public SameLink {
            conditions = List.copyOf(conditions);
        }
    }

    /** One end of a range. */
    record Bound(String value, boolean inclusive) {}

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
