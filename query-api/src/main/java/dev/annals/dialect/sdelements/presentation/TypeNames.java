package dev.annals.dialect.sdelements.presentation;

import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The object types that occur in a tenant's log and their names in SD Elements: filters ask for a name, the log has types.
 * Immutable.
 */
public final class TypeNames {
    /** For filters that ask for no types. */
    public static final TypeNames NONE = of(List.of());

    /** More types than any service has; a log with more types has ids in its types. */
    public static final int MOST = 10_000;

    private final Map<String, Set<String>> byKey = new HashMap<>();
    private final Map<String, Set<String>> byCamelCase = new HashMap<>();
    private final Map<String, Set<String>> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private TypeNames(Collection<String> types) {
        for (String type : Set.copyOf(types)) {
            TypeName name = TypeName.of(type);
            byKey.computeIfAbsent(name.key(), key -> new HashSet<>()).add(type);
            byCamelCase
                    .computeIfAbsent(name.camelCase(), key -> new HashSet<>())
                    .add(type);
            ignoringCase
                    .computeIfAbsent(name.camelCase(), key -> new HashSet<>())
                    .add(type);
        }
    }

    /** The names of these types. */
    public static TypeNames of(Collection<String> types) {
        return new TypeNames(types);
    }

    /** The types that occur now. */
    public static Answer<TypeNames> read(AuditSession audit) {
        return audit.values(ActivityFields.LINK_TYPE, "", MOST + 1)
                .then(types -> types.size() > MOST
                        ? new Answer.TooExpensive<>("There are more than " + MOST
                                + " object types in the log; filter by actor, id or date, which need no types.")
                        : new Answer.Ready<>(of(types)));
    }

    /** The types of the log with this key in data. */
    Set<String> withKey(String key) {
        return byKey.getOrDefault(key, Set.of());
    }

    /** The types of the log whose name in CamelCase is this one. */
    Set<String> inCamelCase(String name, boolean ignoreCase) {
        return (ignoreCase ? ignoringCase : byCamelCase).getOrDefault(name, Set.of());
    }
}
