package dev.annals.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes change events as JSON. */
final class ChangeJsonWriter {
    private final JsonGenerator out;

    private ChangeJsonWriter(JsonGenerator out) {
        this.out = out;
    }

    static byte[] write(ChangeEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(bytes)) {
            new ChangeJsonWriter(out).event(event);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void event(ChangeEvent event) throws IOException {
        out.writeStartObject();
        text("id", event.id());
        text("source", event.source());
        unlessDefault("tenant", event.tenant());
        time("time", event.time());
        text("time_text", event.timeText());
        unlessDefault("service_id", event.serviceId());
        text("node", event.node());
        text("operation", event.operation() == null ? null : event.operation().wireName());
        actor(event.actor());
        object("object", event.object());
        object("object2", event.object2());
        text("relationship", event.relationship());
        related(event);
        json("before", event.before());
        json("after", event.after());
        json("patch", event.patch());
        changes(event);
        commit(event.commit());
        text("verb", event.wording().verb());
        text("what", event.wording().what());
        text("description", event.wording().description());
        text("message", event.wording().message());
        execution(event.execution());
        text("ip_address", event.ipAddress());
        presentation(event.presentation());
        tags(event);
        text("traceparent", event.traceparent());
        if (event.snapshot()) {
            out.writeBooleanField("snapshot", true);
        }
        out.writeEndObject();
    }

    private void actor(@Nullable Actor actor) throws IOException {
        if (actor == null) {
            return;
        }
        out.writeObjectFieldStart("actor");
        text("type", actor.type());
        text("id", actor.id());
        text("name", actor.name());
        text("username", actor.username());
        text("first_name", actor.firstName());
        text("last_name", actor.lastName());
        out.writeEndObject();
    }

    private void object(String name, @Nullable ObjectRef object) throws IOException {
        if (object == null) {
            return;
        }
        out.writeObjectFieldStart(name);
        text("type", object.type());
        text("id", object.id());
        text("name", object.name());
        text("url", object.url());
        json("summary", object.summary());
        out.writeEndObject();
    }

    private void related(ChangeEvent event) throws IOException {
        if (event.related().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("related");
        for (RelatedObject object : event.related()) {
            out.writeStartObject();
            text("type", object.type());
            text("id", object.id());
            text("name", object.name());
            text("role", object.role());
            json("summary", object.summary());
            if (object.shown()) {
                out.writeBooleanField("shown", true);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void changes(ChangeEvent event) throws IOException {
        if (event.changes() == null) {
            return;
        }
        out.writeObjectFieldStart("changes");
        for (FieldChange change : event.changes()) {
            out.writeArrayFieldStart(change.field());
            side(change.oldValue());
            side(change.newValue());
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void side(@Nullable JsonText value) throws IOException {
        out.writeRawValue(value == null ? "null" : value.text());
    }

    private void commit(@Nullable CommitPart commit) throws IOException {
        if (commit == null) {
            return;
        }
        text("commit_id", commit.id());
        if (commit.index() != null) {
            out.writeNumberField("commit_index", commit.index());
        }
        if (commit.size() != null) {
            out.writeNumberField("commit_size", commit.size());
        }
    }

    private void execution(@Nullable Execution execution) throws IOException {
        if (execution == null) {
            return;
        }
        out.writeObjectFieldStart("execution");
        text("id", execution.id());
        text("name", execution.name());
        text("kind", execution.kind());
        time("start", execution.start());
        time("finish", execution.finish());
        if (execution.duration() != null) {
            out.writeNumberField("duration", execution.duration());
        }
        text("state", execution.state());
        out.writeEndObject();
    }

    private void presentation(@Nullable Presentation presentation) throws IOException {
        if (presentation == null) {
            return;
        }
        out.writeObjectFieldStart("presentation");
        text("name", presentation.name());
        text("text", presentation.text());
        text("icon", presentation.icon());
        text("log_level", presentation.logLevel());
        json("data", presentation.data());
        out.writeEndObject();
    }

    private void tags(ChangeEvent event) throws IOException {
        if (!event.sensitive().isEmpty()) {
            out.writeArrayFieldStart("sensitive");
            for (String pointer : event.sensitive()) {
                out.writeString(pointer);
            }
            out.writeEndArray();
        }
        if (!event.labels().isEmpty()) {
            out.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : event.labels().entrySet()) {
                out.writeStringField(label.getKey(), label.getValue());
            }
            out.writeEndObject();
        }
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    private void unlessDefault(String name, String value) throws IOException {
        if (!value.equals(ChangeEvent.DEFAULT)) {
            out.writeStringField(name, value);
        }
    }

    private void time(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value.toString());
        }
    }

    private void json(String name, @Nullable JsonText value) throws IOException {
        if (value != null) {
            out.writeFieldName(name);
            out.writeRawValue(value.text());
        }
    }
}
