package dev.annals.codec;

import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Presentation;
import dev.annals.model.Reject.Reason;
import dev.annals.model.RelatedObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every change event must hold, whatever bytes it came in. The readers check shapes (this is text, that is an object); this checks what the values
 * may be. Documents were already validated as JSON by {@link EmbeddedJson}.
 */
final class ChangeValidation {
    private static final String ONE_LINE = "text without control characters";

    private static final String OPERATIONS =
            Arrays.stream(Operation.values()).map(Operation::wireName).collect(Collectors.joining(", "));

    private ChangeValidation() {}

    static @Nullable Operation operation(@Nullable String wireName) throws Refusal {
        return wireName == null
                ? null
                : Operation.of(wireName)
                        .orElseThrow(() ->
                                Refusal.invalid("operation", "text that is no operation", "one of: " + OPERATIONS));
    }

    static void check(ChangeEvent event) throws Refusal {
        required("id", event.id(), Limits.ID);
        required("source", event.source(), Limits.SOURCE);
        tenant(event.tenant());
        time("time", event.time());
        line("time_text", event.timeText(), Limits.TYPE);
        required("service_id", event.serviceId(), Limits.TYPE);
        line("node", event.node(), Limits.NAME);
        actor(event.actor());
        object("object", event.object());
        associated(event.operation(), event.object2());
        line("relationship", event.relationship(), Limits.NAME);
        related(event.related());
        changes(event.changes());
        commit(event.commit());
        line("verb", event.wording().verb(), Limits.NAME);
        text("what", event.wording().what(), Limits.TEXT);
        text("description", event.wording().description(), Limits.TEXT);
        text("message", event.wording().message(), Limits.TEXT);
        execution(event.execution());
        line("ip_address", event.ipAddress(), Limits.TYPE);
        presentation(event.presentation());
        sensitive(event.sensitive());
        labels(event.labels());
        line("traceparent", event.traceparent(), Limits.TYPE);
    }

    /** Whether a text may be reported as the id or source of a refused record. */
    static boolean isIdentity(@Nullable String text, int most) {
        return text != null && !text.isEmpty() && text.length() <= most && !hasControl(text) && isWellFormed(text);
    }

    private static void tenant(String tenant) throws Refusal {
        if (tenant.length() > Limits.TENANT) {
            throw Refusal.tooLarge("tenant", tenant.length(), Limits.TENANT, "characters");
        }
        if (!Limits.isTenant(tenant)) {
            throw Refusal.invalid(
                    "tenant",
                    tenant.isEmpty() ? "empty text" : "text with other characters, or a credential",
                    "a name, 1 to " + Limits.TENANT + " of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
    }

    private static void time(String field, @Nullable Instant time) throws Refusal {
        if (time != null && !Rfc3339.inRange(time)) {
            throw Refusal.invalid(field, "a time out of range", "years 0001 to 9999");
        }
    }

    private static void actor(@Nullable Actor actor) throws Refusal {
        if (actor != null) {
            required("actor.type", actor.type(), Limits.TYPE);
            required("actor.id", actor.id(), Limits.ID);
            addressable("actor", actor.id());
            text("actor.name", actor.name(), Limits.NAME);
            text("actor.username", actor.username(), Limits.NAME);
            text("actor.first_name", actor.firstName(), Limits.NAME);
            text("actor.last_name", actor.lastName(), Limits.NAME);
        }
    }

    private static void object(String field, ObjectRef object) throws Refusal {
        required(field, ".type", object.type(), Limits.TYPE);
        required(field, ".id", object.id(), Limits.ID);
        addressable(field, object.id());
        text(field, ".name", object.name(), Limits.NAME);
        text(field, ".url", object.url(), Limits.URL);
    }

    /** Refuses '.' and '..' as ids: an id is a segment of URLs, and clients remove these two segments from a path before they send it. */
    private static void addressable(String field, String id) throws Refusal {
        if (isDots(id)) {
            throw Refusal.invalid(field + ".id", "'" + id + "'", "an id that can stand in a path, not '.' or '..'");
        }
    }

    private static boolean isDots(String id) {
        return id.equals(".") || id.equals("..");
    }

    private static void associated(@Nullable Operation operation, @Nullable ObjectRef object2) throws Refusal {
        if (object2 != null) {
            object("object2", object2);
        } else if (operation != null && operation.isAssociation()) {
            throw Refusal.missing("object2", "the other object, because the operation is " + operation.wireName());
        }
    }

    private static void related(List<RelatedObject> related) throws Refusal {
        atMost("related", related.size(), Limits.RELATED);
        for (int i = 0; i < related.size(); i++) {
            RelatedObject object = related.get(i);
            if (isRelated(object) && !isDots(object.id())) {
                continue;
            }
            // The path is built only for a message: this runs for every event.
            String field = "related[" + i + "]";
            required(field + ".type", object.type(), Limits.TYPE);
            required(field + ".id", object.id(), Limits.ID);
            addressable(field, object.id());
            text(field + ".name", object.name(), Limits.NAME);
            line(field + ".role", object.role(), Limits.NAME);
        }
    }

    private static boolean isRelated(RelatedObject object) {
        String name = object.name();
        String role = object.role();
        return isIdentity(object.type(), Limits.TYPE)
                && isIdentity(object.id(), Limits.ID)
                && (name == null || (name.length() <= Limits.NAME && isWellFormed(name)))
                && (role == null || role.isEmpty() || isIdentity(role, Limits.NAME));
    }

    private static void changes(@Nullable List<FieldChange> changes) throws Refusal {
        if (changes == null) {
            return;
        }
        atMost("changes", changes.size(), Limits.CHANGES);
        Set<String> seen = new HashSet<>();
        for (FieldChange change : changes) {
            required("changes (a field name)", change.field(), Limits.FIELD);
            if (!seen.add(change.field())) {
                throw Refusal.invalid("changes", "a field named twice", "each field once");
            }
        }
    }

    private static void commit(@Nullable CommitPart commit) throws Refusal {
        if (commit == null) {
            return;
        }
        required("commit_id", commit.id(), Limits.ID);
        Integer index = commit.index();
        if (index != null && index < 0) {
            throw Refusal.invalid("commit_index", "a negative number", "0 or more");
        }
        Integer size = commit.size();
        if (size != null && size < 1) {
            throw Refusal.invalid("commit_size", "a number below 1", "1 or more");
        }
    }

    private static void execution(@Nullable Execution execution) throws Refusal {
        if (execution != null) {
            text("execution.id", execution.id(), Limits.ID);
            text("execution.name", execution.name(), Limits.NAME);
            text("execution.kind", execution.kind(), Limits.NAME);
            time("execution.start", execution.start());
            time("execution.finish", execution.finish());
            text("execution.state", execution.state(), Limits.NAME);
        }
    }

    private static void presentation(@Nullable Presentation presentation) throws Refusal {
        if (presentation != null) {
            text("presentation.name", presentation.name(), Limits.NAME);
            text("presentation.text", presentation.text(), Limits.TEXT);
            text("presentation.icon", presentation.icon(), Limits.NAME);
            text("presentation.log_level", presentation.logLevel(), Limits.NAME);
        }
    }

    private static void sensitive(List<String> pointers) throws Refusal {
        atMost("sensitive", pointers.size(), Limits.SENSITIVE);
        for (String pointer : pointers) {
            text("sensitive", pointer, Limits.POINTER);
            if (!isPointer(pointer)) {
                throw Refusal.invalid(
                        "sensitive", "text that is no JSON pointer", "pointers such as /inputs/password (RFC 6901)");
            }
        }
    }

    private static boolean isPointer(String pointer) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            return false;
        }
        for (int i = pointer.indexOf('~'); i >= 0; i = pointer.indexOf('~', i + 1)) {
            if (i + 1 == pointer.length() || (pointer.charAt(i + 1) != '0' && pointer.charAt(i + 1) != '1')) {
                return false;
            }
        }
        return true;
    }

    private static void labels(Map<String, String> labels) throws Refusal {
        atMost("labels", labels.size(), Limits.LABELS);
        for (Map.Entry<String, String> label : labels.entrySet()) {
            required("labels (a key)", label.getKey(), Limits.LABEL_KEY);
            text("labels (a value)", label.getValue(), Limits.LABEL_VALUE);
        }
    }

    private static void atMost(String field, int size, int most) throws Refusal {
        if (size > most) {
            throw Refusal.tooLarge(field, size, most, "entries");
        }
    }

    private static void required(String field, String suffix, String value, int most) throws Refusal {
        if (!isIdentity(value, most)) {
            required(field + suffix, value, most);
        }
    }

    /** One line, not empty. */
    private static void required(String field, String value, int most) throws Refusal {
        if (value.isEmpty()) {
            throw Refusal.invalid(field, "empty text", "1 to " + most + " characters");
        }
        line(field, value, most);
    }

    private static void line(String field, @Nullable String value, int most) throws Refusal {
        text(field, value, most);
        if (value != null && hasControl(value)) {
            throw Refusal.invalid(field, "text with a control character", ONE_LINE);
        }
    }

    private static void text(String field, String suffix, @Nullable String value, int most) throws Refusal {
        if (value != null && (value.length() > most || !isWellFormed(value))) {
            text(field + suffix, value, most);
        }
    }

    private static void text(String field, @Nullable String value, int most) throws Refusal {
        if (value == null) {
            return;
        }
        if (value.length() > most) {
            throw Refusal.tooLarge(field, value.length(), most, "characters");
        }
        if (!isWellFormed(value)) {
            throw new Refusal(
                    Reason.INVALID_FIELD, field + ": text with half a surrogate pair (expected: well-formed Unicode)");
        }
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return true;
            }
        }
        return false;
    }

    /** Whether every surrogate is paired. Unpaired surrogates cannot be encoded as UTF-8. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
