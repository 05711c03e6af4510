package dev.annals.dialect.awx;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import java.util.List;

/**
 * What occurs in the log of a tenant: object types, ids and attributes that no list of AWX knows. Asked only where AWX's own
 * names do not decide.
 */
record Vocabulary(AuditSession audit) {
    private static final int MOST_TYPES = 10_000;

    /** Whether objects of this type of the log occur. */
    Parsed<Boolean> hasType(String type) {
        return has(ActivityFields.LINK_TYPE, type);
    }

    /** Whether a field has this value somewhere. */
    Parsed<Boolean> has(Field field, String value) {
        return parsed(audit.has(field, value));
    }

    /** Whether linked objects of a type of AWX have this attribute somewhere. */
    Parsed<Boolean> hasAttribute(String type, String attribute) {
        return Parsed.each(
                        AwxTypes.spellings(type),
                        spelling -> values(ActivityFields.linkAttribute(spelling, attribute), "", 1))
                .map(found -> found.stream().anyMatch(values -> !values.isEmpty()));
    }

    /** The spellings of a type of AWX that occur, in order of preference; the type itself when none does. */
    Parsed<List<String>> spellings(String type) {
        List<String> all = AwxTypes.spellings(type);
        return Parsed.each(all, this::hasType).map(occurring -> {
            List<String> found = all.stream()
                    .filter(spelling -> occurring.get(all.indexOf(spelling)))
                    .toList();
            return found.isEmpty() ? List.of(type) : found;
        });
    }

    /** All types in a field of types. */
    Parsed<List<String>> types(Field field) {
        return values(field, "", MOST_TYPES);
    }

    private Parsed<List<String>> values(Field field, String prefix, int limit) {
        return parsed(audit.values(field, prefix, limit));
    }

    private static <T> Parsed<T> parsed(Answer<T> answer) {
        return answer instanceof Answer.Ready<T> ready ? Parsed.of(ready.value()) : Parsed.refused(Failure.of(answer));
    }
}
