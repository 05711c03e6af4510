package dev.annals.dialect.annals;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.model.Drift;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as Annals itself names their parts, whole or some members only. A member that has nothing to say is left out.
 *
 * @param members the writers of the members that are wanted, in order
 */
record AnnalsView<T>(Map<String, Member<T>> members) {
    /** Writes one member of a record, its name included, or nothing. */
    @FunctionalInterface
    interface Member<T> {
        void write(T record, JsonGenerator json) throws IOException;
    }

    private static final String HASH = "hash";

    /** All members of an activity. */
    static final AnnalsView<Activity> ACTIVITY = activity();

    /** All members of a commit. */
    static final AnnalsView<Commit> COMMIT = commit();

    /** The view of some members. */
    AnnalsView<T> only(List<String> names) throws Refused {
        Map<String, Member<T>> some = new LinkedHashMap<>();
        for (String name : names) {
            Member<T> member = members.get(name);
            if (member == null) {
                throw new Refused(
                        "fields", "", "there is no member '" + name + "'", String.join(",", members.keySet()));
            }
            some.put(name, member);
        }
        return new AnnalsView<>(some);
    }

    /** What a caller may see who sees some rows only: not the hash, which depends on all rows before. */
    AnnalsView<T> withoutChain() {
        Map<String, Member<T>> some = new LinkedHashMap<>(members);
        some.remove(HASH);
        return new AnnalsView<>(some);
    }

    /** One record as a JSON object. */
    void write(T record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Member<T> member : members.values()) {
            member.write(record, json);
        }
        json.writeEndObject();
    }

    private static AnnalsView<Activity> activity() {
        Map<String, Member<Activity>> all = new LinkedHashMap<>();
        all.put("id", (a, json) -> json.writeNumberField("id", a.id()));
        all.put("time", (a, json) -> json.writeStringField("time", a.time().toString()));
        all.put(
                "operation",
                (a, json) -> json.writeStringField("operation", a.operation().wireName()));
        all.put("service", (a, json) -> json.writeStringField("service", a.serviceId()));
        all.put("node", text("node", Activity::node));
        all.put("actor", (a, json) -> actor(a.actor(), json));
        all.put("object", (a, json) -> object("object", a.object(), json));
        all.put("object2", (a, json) -> object("object2", a.object2(), json));
        all.put("relationship", text("relationship", Activity::relationship));
        all.put("related", AnnalsView::related);
        all.put("changes", AnnalsView::changes);
        all.put("baseline", flag("baseline", Activity::baseline));
        all.put("late", flag("late", a -> a.standing().late()));
        all.put("cut", flag("cut", a -> a.standing().cut()));
        all.put("drift", AnnalsView::drift);
        all.put("commit", AnnalsView::part);
        all.put("verb", text("verb", a -> a.wording().verb()));
        all.put("what", text("what", a -> a.wording().what()));
        all.put("description", text("description", a -> a.wording().description()));
        all.put("message", text("message", a -> a.wording().message()));
        all.put("execution", AnnalsView::execution);
        all.put("ip", text("ip", Activity::ipAddress));
        all.put("presentation", AnnalsView::presentation);
        all.put("labels", AnnalsView::labels);
        all.put("traceparent", text("traceparent", Activity::traceparent));
        all.put(HASH, (a, json) -> json.writeStringField(HASH, a.hash().toString()));
        return new AnnalsView<>(all);
    }

    private static AnnalsView<Commit> commit() {
        Map<String, Member<Commit>> all = new LinkedHashMap<>();
        all.put("id", (c, json) -> json.writeNumberField("id", c.number()));
        all.put("time", (c, json) -> json.writeStringField("time", c.time().toString()));
        all.put("service", (c, json) -> json.writeStringField("service", c.serviceId()));
        all.put("commit", text("commit", Commit::commitId));
        all.put("actor", (c, json) -> actor(c.actor(), json));
        all.put("objects", AnnalsView::objects);
        all.put("activities", AnnalsView::activities);
        all.put("continues", (c, json) -> {
            Long earlier = c.continues();
            if (earlier != null) {
                json.writeNumberField("continues", earlier);
            }
        });
        all.put("ip", text("ip", Commit::ipAddress));
        all.put(HASH, (c, json) -> json.writeStringField(HASH, c.hash().toString()));
        return new AnnalsView<>(all);
    }

    /** A text of a record, if it has one. */
    private interface Text<T> {
        @Nullable
        String of(T record);
    }

    private static <T> Member<T> text(String name, Text<T> text) {
        return (record, json) -> optional(name, text.of(record), json);
    }

    private static Member<Activity> flag(String name, java.util.function.Predicate<Activity> flag) {
        return (activity, json) -> {
            if (flag.test(activity)) {
                json.writeBooleanField(name, true);
            }
        };
    }

    private static void optional(String name, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void raw(String name, @Nullable JsonText value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value.text());
        }
    }

    private static void actor(@Nullable Actor actor, JsonGenerator json) throws IOException {
        if (actor != null) {
            json.writeObjectFieldStart("actor");
            json.writeStringField("type", actor.type());
            json.writeStringField("id", actor.id());
            optional("name", actor.name(), json);
            optional("username", actor.username(), json);
            optional("first_name", actor.firstName(), json);
            optional("last_name", actor.lastName(), json);
            json.writeEndObject();
        }
    }

    private static void object(String name, @Nullable ObjectRef object, JsonGenerator json) throws IOException {
        if (object != null) {
            json.writeObjectFieldStart(name);
            json.writeStringField("type", object.type());
            json.writeStringField("id", object.id());
            optional("name", object.name(), json);
            optional("url", object.url(), json);
            raw("summary", object.summary(), json);
            json.writeEndObject();
        }
    }

    private static void related(Activity activity, JsonGenerator json) throws IOException {
        if (activity.related().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("related");
        for (RelatedObject related : activity.related()) {
            json.writeStartObject();
            json.writeStringField("type", related.type());
            json.writeStringField("id", related.id());
            optional("name", related.name(), json);
            optional("role", related.role(), json);
            raw("summary", related.summary(), json);
            if (related.shown()) {
                json.writeBooleanField("shown", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void changes(Activity activity, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("changes");
        for (FieldChange change : activity.changes()) {
            json.writeStartObject();
            json.writeStringField("field", change.field());
            raw("old", change.oldValue(), json);
            raw("new", change.newValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void drift(Activity activity, JsonGenerator json) throws IOException {
        if (activity.drift().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("drift");
        for (Drift drift : activity.drift()) {
            json.writeStartObject();
            json.writeStringField("field", drift.field());
            raw("stored", drift.stored(), json);
            raw("claimed", drift.claimed(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void part(Activity activity, JsonGenerator json) throws IOException {
        CommitPart part = activity.commit();
        if (part != null) {
            json.writeObjectFieldStart("commit");
            json.writeStringField("id", part.id());
            if (part.index() != null) {
                json.writeNumberField("index", part.index());
            }
            if (part.size() != null) {
                json.writeNumberField("size", part.size());
            }
            json.writeEndObject();
        }
    }

    private static void execution(Activity activity, JsonGenerator json) throws IOException {
        Execution run = activity.execution();
        if (run != null) {
            json.writeObjectFieldStart("execution");
            optional("id", run.id(), json);
            optional("name", run.name(), json);
            optional("kind", run.kind(), json);
            optional("start", run.start() == null ? null : run.start().toString(), json);
            optional("finish", run.finish() == null ? null : run.finish().toString(), json);
            if (run.duration() != null) {
                json.writeNumberField("duration", run.duration());
            }
            optional("state", run.state(), json);
            json.writeEndObject();
        }
    }

    private static void presentation(Activity activity, JsonGenerator json) throws IOException {
        Presentation presentation = activity.presentation();
        if (presentation != null) {
            json.writeObjectFieldStart("presentation");
            optional("name", presentation.name(), json);
            optional("text", presentation.text(), json);
            optional("icon", presentation.icon(), json);
            optional("log_level", presentation.logLevel(), json);
            raw("data", presentation.data(), json);
            json.writeEndObject();
        }
    }

    private static void labels(Activity activity, JsonGenerator json) throws IOException {
        Set<Map.Entry<String, String>> labels = activity.labels().entrySet();
        if (labels.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : labels) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void objects(Commit commit, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("objects");
        for (CommitObject object : commit.objects()) {
            json.writeStartObject();
            json.writeStringField("type", object.type());
            json.writeStringField("id", object.id());
            optional("name", object.name(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void activities(Commit commit, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("activities");
        for (long id : commit.activities()) {
            json.writeNumber(id);
        }
        json.writeEndArray();
    }
}
