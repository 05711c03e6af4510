package dev.annals.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.history.DocumentDiff.Difference;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.processor.stage.state.ObjectState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers about history as JSON. Absent values are left out where the field does not always say something. */
final class HistoryView {
    private static final ChangeJson EVENTS = new ChangeJson(Limits.DEFAULT);

    private HistoryView() {}

    /** An object as it was. */
    static void object(
            JsonGenerator json, ObjectKey key, ObjectPast past, Instant time, long position, List<String> unknown)
            throws IOException {
        json.writeStartObject();
        key(json, key);
        json.writeBooleanField("exists", past.exists());
        json.writeFieldName("document");
        raw(json, past.document().map(ObjectState::text).orElse(JsonText.NULL));
        json.writeFieldName("activity");
        if (past.count() == 0) {
            json.writeNull();
        } else {
            json.writeNumber(past.last().id());
        }
        json.writeStringField("time", time.toString());
        json.writeNumberField("position", position);
        json.writeArrayFieldStart("unknown");
        for (String field : unknown) {
            json.writeString(field);
        }
        json.writeEndArray();
        json.writeNumberField("late", past.late());
        if (past.count() > 0 && !past.isComplete()) {
            json.writeBooleanField("partial", true);
        }
        json.writeEndObject();
    }

    static void key(JsonGenerator json, ObjectKey key) throws IOException {
        json.writeStringField("type", key.type());
        json.writeStringField("id", key.id());
    }

    /** An activity, with its values or with the names of its changed fields alone. */
    static void activity(JsonGenerator json, Activity activity, boolean values) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", activity.id());
        json.writeStringField("time", activity.time().toString());
        json.writeStringField("operation", activity.operation().wireName());
        json.writeStringField("service", activity.serviceId());
        actor(json, activity.actor());
        object(json, "object", activity.object());
        ObjectRef second = activity.object2();
        if (second != null) {
            object(json, "object2", second);
        }
        text(json, "relationship", activity.relationship());
        CommitPart commit = activity.commit();
        text(json, "commit", commit == null ? null : commit.id());
        text(json, "description", activity.wording().description());
        json.writeArrayFieldStart("fields");
        for (FieldChange change : activity.changes()) {
            json.writeString(change.field());
        }
        json.writeEndArray();
        if (values) {
            changes(json, activity);
        }
        flag(json, "late", activity.standing().late());
        flag(json, "baseline", activity.baseline());
        flag(json, "cut", activity.standing().cut());
        flag(json, "drift", !activity.drift().isEmpty());
        json.writeEndObject();
    }

    private static void changes(JsonGenerator json, Activity activity) throws IOException {
        json.writeArrayFieldStart("changes");
        for (FieldChange change : activity.changes()) {
            json.writeStartObject();
            json.writeStringField("field", change.field());
            value(json, "old", change.oldValue());
            value(json, "new", change.newValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!activity.drift().isEmpty()) {
            json.writeArrayFieldStart("drifts");
            for (Drift drift : activity.drift()) {
                json.writeStartObject();
                json.writeStringField("field", drift.field());
                value(json, "stored", drift.stored());
                value(json, "claimed", drift.claimed());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void object(JsonGenerator json, String field, ObjectRef object) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("type", object.type());
        json.writeStringField("id", object.id());
        text(json, "name", object.name());
        json.writeEndObject();
    }

    /** The field {@code actor}; null for the system. */
    static void actor(JsonGenerator json, @Nullable Actor actor) throws IOException {
        if (actor == null) {
            json.writeNullField("actor");
            return;
        }
        json.writeObjectFieldStart("actor");
        json.writeStringField("type", actor.type());
        json.writeStringField("id", actor.id());
        text(json, "name", actor.name());
        text(json, "username", actor.username());
        json.writeEndObject();
    }

    /** One side of a difference. */
    static void side(JsonGenerator json, String field, ObjectPast past, Instant time, long position)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("time", time.toString());
        json.writeNumberField("position", position);
        json.writeBooleanField("exists", past.exists());
        if (past.count() == 0) {
            json.writeNullField("activity");
        } else {
            json.writeNumberField("activity", past.last().id());
        }
        json.writeEndObject();
    }

    static void difference(JsonGenerator json, Difference difference) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", difference.kind().word());
        json.writeStringField("path", difference.path());
        json.writeStringField("label", difference.label());
        tree(json, "before", difference.before());
        tree(json, "after", difference.after());
        json.writeEndObject();
    }

    /** A difference as lines: what was there, what is there. */
    static String lines(Difference difference) {
        StringBuilder lines = new StringBuilder();
        String name = difference.label().isEmpty() ? "(document)" : difference.label();
        if (difference.kind() == DocumentDiff.Kind.REORDER) {
            return "~ " + name + ": order " + difference.before() + " -> " + difference.after() + "\n";
        }
        if (difference.before() != null) {
            lines.append("- ")
                    .append(name)
                    .append(": ")
                    .append(JsonText.of(difference.before()))
                    .append('\n');
        }
        if (difference.after() != null) {
            lines.append("+ ")
                    .append(name)
                    .append(": ")
                    .append(JsonText.of(difference.after()))
                    .append('\n');
        }
        return lines.toString();
    }

    static void undo(JsonGenerator json, Undo.Outcome outcome, long position) throws IOException {
        json.writeStartObject();
        json.writeNumberField("position", position);
        json.writeArrayFieldStart("events");
        for (ChangeEvent event : outcome.events()) {
            json.writeRawValue(new String(EVENTS.encode(event), StandardCharsets.UTF_8));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("conflicts");
        for (Undo.Conflict conflict : outcome.conflicts()) {
            Activity activity = conflict.activity();
            json.writeStartObject();
            json.writeNumberField("activity", activity.id());
            json.writeStringField("type", activity.object().type());
            json.writeStringField("id", activity.object().id());
            text(json, "field", conflict.field());
            if (conflict.by() > 0) {
                json.writeNumberField("by", conflict.by());
            }
            json.writeStringField("reason", conflict.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void operations(JsonGenerator json, Map<String, Long> operations) throws IOException {
        json.writeObjectFieldStart("operations");
        for (Map.Entry<String, Long> operation : new java.util.TreeMap<>(operations).entrySet()) {
            json.writeNumberField(operation.getKey(), operation.getValue());
        }
        json.writeEndObject();
    }

    /** A place in the log: an activity and its time; null when there is none. */
    static void place(JsonGenerator json, String field, @Nullable Activity activity) throws IOException {
        if (activity == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeNumberField("activity", activity.id());
        json.writeStringField("time", activity.time().toString());
        json.writeEndObject();
    }

    static void text(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    private static void flag(JsonGenerator json, String field, boolean flag) throws IOException {
        if (flag) {
            json.writeBooleanField(field, true);
        }
    }

    private static void value(JsonGenerator json, String field, @Nullable JsonText value) throws IOException {
        if (value != null) {
            json.writeFieldName(field);
            raw(json, value);
        }
    }

    static void tree(JsonGenerator json, String field, @Nullable JsonNode value) throws IOException {
        if (value != null) {
            json.writeFieldName(field);
            raw(json, JsonText.of(value));
        }
    }

    private static void raw(JsonGenerator json, JsonText value) throws IOException {
        json.writeRawValue(value.text());
    }
}
