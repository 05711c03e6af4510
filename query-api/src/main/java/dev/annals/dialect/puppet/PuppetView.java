package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import dev.annals.api.Caveats;
import dev.annals.dialect.puppet.wording.CommitStream;
import dev.annals.dialect.puppet.wording.Noun;
import dev.annals.dialect.puppet.wording.PuppetEvent;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.Execution;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.query.Answer;
import dev.annals.redact.Mark;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commits as JSON, written as they come. Events of a commit are sorted by message, which is how Puppet's service has always
 * shown them; equal messages stay in the order of the log.
 */
final class PuppetView {
    private static final Comparator<PuppetEvent> BY_MESSAGE = Comparator.comparing(PuppetEvent::message);

    /** States of a run that has not finished; Puppet shows no finish time and no duration for them. */
    private static final Set<String> UNFINISHED = Set.of("new", "ready", "running", "stopping", "failed");

    private PuppetView() {}

    /** {@code {"commits": […], "offset", "limit", "total-rows"}}: one object a commit, and messages only. */
    static Body v1(CommitStream commits, PuppetPaging paging, Predicate<CommitObject> object) {
        return body(json -> {
            int[] shown = {0};
            json.writeArrayFieldStart("commits");
            Answer<Long> total = commits.each((commit, events) -> {
                shown[0]++;
                json.writeStartObject();
                json.writeFieldName("object");
                writeObject(json, PuppetEvent.theObject(commit.objects(), object), false);
                writeSubject(json, commit.actor());
                json.writeStringField("timestamp", seconds(commit.time()));
                json.writeArrayFieldStart("events");
                for (PuppetEvent event : sorted(events)) {
                    json.writeStartObject();
                    json.writeStringField("message", event.message());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
            if (total instanceof Answer.Ready<Long> ready) {
                json.writeEndArray();
                json.writeNumberField("offset", paging.offset());
                // Without a limit Puppet says how many there are, with one it repeats it.
                json.writeNumberField("limit", paging.given().orElse(shown[0]));
                json.writeNumberField("total-rows", ready.value());
            }
            return total;
        });
    }

    /** {@code {"commits": […], "pagination": {"total", "limit", "offset"}}}: all objects, and all there is of an event. */
    static Body v2(CommitStream commits, PuppetPaging paging) {
        return body(json -> {
            json.writeArrayFieldStart("commits");
            Answer<Long> total = commits.each((commit, events) -> writeCommit(json, commit, events));
            if (total instanceof Answer.Ready<Long> ready) {
                json.writeEndArray();
                json.writeObjectFieldStart("pagination");
                json.writeNumberField("total", ready.value());
                json.writeNumberField("limit", paging.limit());
                json.writeNumberField("offset", paging.offset());
                json.writeEndObject();
            }
            return total;
        });
    }

    private static void writeCommit(JsonGenerator json, Commit commit, List<PuppetEvent> events) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("objects");
        for (CommitObject object : commit.objects()) {
            writeObject(json, object, true);
        }
        json.writeEndArray();
        writeSubject(json, commit.actor());
        json.writeStringField("timestamp", seconds(commit.time()));
        if (commit.ipAddress() != null) {
            json.writeStringField("ip_address", commit.ipAddress());
        }
        json.writeArrayFieldStart("events");
        for (PuppetEvent event : sorted(events)) {
            writeEvent(json, event);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEvent(JsonGenerator json, PuppetEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("message", event.message());
        json.writeStringField("type", event.type());
        json.writeStringField("what", event.what());
        json.writeStringField("description", event.description());
        Execution run = event.execution();
        if (run != null) {
            writeText(json, "name", run.name());
            writeTime(json, "start_timestamp", run.start());
            if (run.state() == null || !UNFINISHED.contains(run.state())) {
                writeTime(json, "finish_timestamp", run.finish());
                if (run.duration() != null) {
                    json.writeNumberField("duration", run.duration());
                }
            }
            writeText(json, "state", run.state());
        }
        Caveats.write(
                event.activity(),
                json,
                (field, value) -> Mark.mayContain(value) ? new JsonText('"' + Mark.TEXT + '"') : value);
        json.writeEndObject();
    }

    private static void writeObject(JsonGenerator json, CommitObject object, boolean typed) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", object.id());
        json.writeStringField("name", Noun.name(object.name(), object.id()));
        if (typed) {
            json.writeStringField("type", object.type());
        }
        json.writeEndObject();
    }

    /** Clients expect the keys of the subject in every commit, so the system is a subject with an empty id and name. */
    private static void writeSubject(JsonGenerator json, @Nullable Actor actor) throws IOException {
        json.writeObjectFieldStart("subject");
        json.writeStringField("id", actor == null ? "" : actor.id());
        json.writeStringField("name", Noun.subject(actor));
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, seconds(time));
        }
    }

    /** Whole seconds, cut and not rounded: {@code 2019-03-05T18:52:27Z}. */
    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static List<PuppetEvent> sorted(List<PuppetEvent> events) {
        return events.size() < 2 ? events : events.stream().sorted(BY_MESSAGE).toList();
    }

    private static Body body(Content content) {
        return new Body(PuppetErrors.JSON, out -> write(content, out));
    }

    private static Answer<?> write(Content content, OutputStream out) throws IOException {
        JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out);
        // What is written can be taken back until the answer is whole or too large to wait for: only a full buffer goes
        // out, and nothing is closed that was left open.
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        try (json) {
            json.writeStartObject();
            Answer<?> answer = content.writeTo(json);
            if (answer instanceof Answer.Ready<?>) {
                json.writeEndObject();
            }
            return answer;
        }
    }

    @FunctionalInterface
    private interface Content {
        Answer<?> writeTo(JsonGenerator json) throws IOException;
    }
}
