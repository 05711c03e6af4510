package dev.annals.query;

import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the log that a token may see: of each name one of the values, all names together.
 *
 * <p>{@code service} is the service of an activity or a commit, {@code type} the type of the object that an activity is about,
 * {@code actor} the id of the user who acted. A commit is seen when each object that it names is of a type in the scope, so
 * no commit is seen in part.
 *
 * @param only the values by name; empty for a token that sees everything
 */
public record RowScope(Map<String, Set<String>> only) {
    /** Every row. */
    public static final RowScope ALL = new RowScope(Map.of());

    /** What a scope can be about. */
    public static final List<String> NAMES = List.of("service", "type", "actor");

    private static final int MOST_VALUES = 1_000;
    private static final int LONGEST_VALUE = 200;
    private static final String USERS = "users";

    public RowScope {
        Map<String, Set<String>> sorted = new TreeMap<>();
        only.forEach((name, values) -> sorted.put(name, checked(name, values)));
        only = java.util.Collections.unmodifiableMap(sorted);
    }

    private static Set<String> checked(String name, Set<String> values) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "scope by '" + name + "' (expected: one of " + String.join(", ", NAMES) + ")");
        }
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "scope by " + name + " with " + values.size() + " values (expected: 1 to " + MOST_VALUES + ")");
        }
        for (String value : values) {
            if (value.isBlank() || value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException("scope by " + name + " with the value '" + value
                        + "' (expected: 1 to " + LONGEST_VALUE + " characters)");
            }
        }
        return java.util.Collections.unmodifiableSet(new TreeSet<>(values));
    }

    /**
     * A scope from texts such as {@code service=rbac} and {@code type=team,user}; values of one name may also come in several
     * texts.
     */
    public static RowScope parse(Collection<String> texts) {
        Map<String, Set<String>> only = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new IllegalArgumentException("scope '" + text
                        + "' (expected: NAME=VALUE[,VALUE…], where NAME is one of " + String.join(", ", NAMES) + ")");
            }
            Set<String> values = only.computeIfAbsent(text.substring(0, equals), name -> new TreeSet<>());
            values.addAll(Arrays.asList(text.substring(equals + 1).split(",", -1)));
        }
        return new RowScope(only);
    }

    /** Whether every row is in it. */
    public boolean isAll() {
        return only.isEmpty();
    }

    /** Which activities are in it. */
    public Filter activities() {
        List<Filter> parts = new ArrayList<>();
        in("service", ActivityFields.SERVICE, parts);
        in("type", ActivityFields.OBJECT_TYPE, parts);
        if (only.containsKey("actor")) {
            parts.add(new Filter.Term(ActivityFields.ACTOR_TYPE, USERS));
        }
        in("actor", ActivityFields.ACTOR_ID, parts);
        return new Filter.And(parts);
    }

    /** Which commits are in it. */
    public Filter commits() {
        List<Filter> parts = new ArrayList<>();
        in("service", CommitFields.SERVICE, parts);
        in("actor", CommitFields.subjectId(USERS), parts);
        Set<String> types = only.get("type");
        if (types != null) {
            parts.add(otherThan(CommitFields.OBJECT_TYPE, types).negated());
        }
        return new Filter.And(parts);
    }

    /** The scope as it was written. */
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        only.forEach((name, values) -> texts.add(name + "=" + String.join(",", values)));
        return String.join(" ", texts);
    }

    private void in(String name, Field field, List<Filter> parts) {
        Set<String> values = only.get(name);
        if (values != null) {
            parts.add(new Filter.In(field, values));
        }
    }

    /** Has a value that is none of these: one before the first, between two of them, or behind the last. */
    private static Filter otherThan(Field field, Set<String> values) {
        List<String> sorted = new ArrayList<>(values);
        sorted.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
        List<Filter> gaps = new ArrayList<>();
        Filter.@Nullable Bound lower = null;
        for (String value : sorted) {
            Filter.Bound bound = new Filter.Bound(value, false);
            gaps.add(new Filter.Range(field, lower, bound));
            lower = bound;
        }
        gaps.add(new Filter.Range(field, lower, null));
        return new Filter.Or(gaps);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
