package dev.annals.dialect.annals;

import dev.annals.model.Operation;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names of one log's fields in filters, facets and orders.
 *
 * @param number the field of the dense number, by which cursors go
 * @param time the field of the time
 * @param named the fields that have one name each, in the order of the documentation
 * @param shorter shorter names for some of them
 * @param anyOf names that stand for several fields, any of which may match
 * @param closed the values that a field can have, where no others exist
 */
record AnnalsFields(
        Field number,
        Field time,
        Map<String, Field> named,
        Map<String, String> shorter,
        Map<String, List<Field>> anyOf,
        Map<String, Set<String>> closed) {
    private static final String LABEL = "label.";

    /** The fields of activities. */
    static final AnnalsFields ACTIVITIES = new AnnalsFields(
            ActivityFields.ID,
            ActivityFields.TIME,
            named(
                    "operation", ActivityFields.OPERATION,
                    "service", ActivityFields.SERVICE,
                    "node", ActivityFields.NODE,
                    "actor.type", ActivityFields.ACTOR_TYPE,
                    "actor.id", ActivityFields.ACTOR_ID,
                    "actor.name", ActivityFields.ACTOR_NAME,
                    "actor.username", ActivityFields.ACTOR_USERNAME,
                    "object.type", ActivityFields.OBJECT_TYPE,
                    "object.id", ActivityFields.OBJECT_ID,
                    "object.name", ActivityFields.OBJECT_NAME,
                    "object2.type", ActivityFields.OBJECT2_TYPE,
                    "object2.id", ActivityFields.OBJECT2_ID,
                    "object2.name", ActivityFields.OBJECT2_NAME,
                    "relationship", ActivityFields.RELATIONSHIP,
                    "link.type", ActivityFields.LINK_TYPE,
                    "changed", ActivityFields.CHANGED,
                    "commit", ActivityFields.COMMIT,
                    "ip", ActivityFields.IP_ADDRESS,
                    "traceparent", ActivityFields.TRACEPARENT,
                    "is", ActivityFields.FLAG),
            Map.of("op", "operation", "type", "object.type", "name", "object.name"),
            Map.of("actor", List.of(ActivityFields.ACTOR_USERNAME, ActivityFields.ACTOR_NAME, ActivityFields.ACTOR_ID)),
            Map.of(
                    "operation",
                    Arrays.stream(Operation.values())
                            .map(Operation::wireName)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    "is",
                    new TreeSet<>(Set.of("baseline", "drift", "late", "cut", "presentation"))));

    /** The fields of commits. */
    static final AnnalsFields COMMITS = new AnnalsFields(
            CommitFields.NUMBER,
            CommitFields.TIME,
            named(
                    "service", CommitFields.SERVICE,
                    "actor.type", CommitFields.SUBJECT_TYPE,
                    "object.type", CommitFields.OBJECT_TYPE,
                    "commit", CommitFields.COMMIT_ID,
                    "ip", CommitFields.IP_ADDRESS),
            Map.of("type", "object.type"),
            Map.of(),
            Map.of());

    private static Map<String, Field> named(Object... namesAndFields) {
        Map<String, Field> named = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            named.put((String) namesAndFields[i], (Field) namesAndFields[i + 1]);
        }
        return java.util.Collections.unmodifiableMap(named);
    }

    /** The name in full. */
    String full(String name) {
        return shorter.getOrDefault(name, name);
    }

    /** The text or id field of a name; empty when there is none. */
    Optional<Field> field(String name) {
        if (number.equals(ActivityFields.ID) && name.startsWith(LABEL) && name.length() > LABEL.length()) {
            return Optional.of(ActivityFields.label(name.substring(LABEL.length())));
        }
        return Optional.ofNullable(named.get(full(name)));
    }

    /** The fields of a name in a filter: one, or several of which any may match; none when there is no such name. */
    List<Field> anyOf(String name) {
        List<Field> several = anyOf.get(name);
        return several != null ? several : field(name).stream().toList();
    }

    /** All names, for messages. */
    String names() {
        Set<String> all = new TreeSet<>(named.keySet());
        all.addAll(shorter.keySet());
        all.addAll(anyOf.keySet());
        return String.join(", ", all);
    }
}
