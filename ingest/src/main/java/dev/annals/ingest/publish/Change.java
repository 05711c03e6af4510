package dev.annals.ingest.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change event while it is being put together, made by {@link Changes}: it has an id, a source and a time, and needs an object.
 *
 * <pre>{@code
 * changes.of("invoice", "42").named("Invoice 42").by("7", "ada").after("{\"total\":12.5}").event()
 * }</pre>
 *
 * <p>For one thread.
 */
public final class Change {
    private String id;
    private final String source;
    private String tenant = ChangeEvent.DEFAULT;
    private Instant time;
    private String service = ChangeEvent.DEFAULT;
    private @Nullable String node;
    private @Nullable Operation operation;
    private @Nullable Actor actor;
    private ObjectRef object;
    private @Nullable ObjectRef object2;
    private @Nullable String relationship;
    private final List<RelatedObject> related = new ArrayList<>();
    private @Nullable JsonText before;
    private @Nullable JsonText after;
    private @Nullable JsonText patch;
    private @Nullable List<FieldChange> changes;
    private @Nullable CommitPart commit;
    private Wording wording = Wording.NONE;
    private @Nullable Execution execution;
    private @Nullable String address;
    private @Nullable Presentation presentation;
    private final List<String> sensitive = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable String traceparent;
    private boolean snapshot;

    Change(String id, String source, Instant time, String objectType, String objectId) {
        this.id = id;
        this.source = source;
        this.time = time.truncatedTo(ChronoUnit.MICROS);
        this.object = new ObjectRef(objectType, objectId, null, null, null);
    }

    /** An id of your own, such as that of a row of an outbox. The same event must have the same id whenever it is sent. */
    public Change id(String own) {
        id = own;
        return this;
    }

    public Change tenant(String name) {
        tenant = name;
        return this;
    }

    /** When it happened, to the microsecond. */
    public Change at(Instant when) {
        time = when.truncatedTo(ChronoUnit.MICROS);
        return this;
    }

    /** Which service of the source it is, as Puppet has services. */
    public Change service(String name) {
        service = name;
        return this;
    }

    public Change node(String name) {
        node = name;
        return this;
    }

    /** What was done; without it the documents decide. */
    public Change operation(Operation what) {
        operation = what;
        return this;
    }

    /** Who did it: a user. */
    public Change by(String userId, String username) {
        return by(new Actor(Actor.USERS, userId, null, username, null, null));
    }

    public Change by(Actor who) {
        actor = who;
        return this;
    }

    /** The name of the object at that moment. */
    public Change named(String name) {
        object = new ObjectRef(object.type(), object.id(), name, object.url(), object.summary());
        return this;
    }

    public Change url(String where) {
        object = new ObjectRef(object.type(), object.id(), object.name(), where, object.summary());
        return this;
    }

    /** An object was joined to the object. */
    public Change associated(String type, String otherId, @Nullable String relation) {
        return joined(Operation.ASSOCIATE, type, otherId, relation);
    }

    /** An object was parted from the object. */
    public Change disassociated(String type, String otherId, @Nullable String relation) {
        return joined(Operation.DISASSOCIATE, type, otherId, relation);
    }

    private Change joined(Operation what, String type, String otherId, @Nullable String relation) {
        operation = what;
        object2 = new ObjectRef(type, otherId, null, null, null);
        relationship = relation;
        return this;
    }

    /** A further object that the event must be found by. */
    public Change related(String type, String otherId, @Nullable String role) {
        related.add(new RelatedObject(type, otherId, null, role, null));
        return this;
    }

    /** The full document before, as JSON. */
    public Change before(String json) {
        before = json(json);
        return this;
    }

    /** The full document after, as JSON. */
    public Change after(String json) {
        after = json(json);
        return this;
    }

    public Change after(JsonNode document) {
        after = JsonText.of(document);
        return this;
    }

    /** The object is gone. */
    public Change deleted() {
        after = JsonText.NULL;
        return this;
    }

    /** What changed, as a merge patch (RFC 7396) in JSON. */
    public Change patch(String json) {
        patch = json(json);
        return this;
    }

    /** One field went from a value to another, both as JSON, for those who cannot send documents. */
    public Change changed(String field, @Nullable String oldJson, @Nullable String newJson) {
        List<FieldChange> all = changes == null ? new ArrayList<>() : changes;
        all.add(new FieldChange(field, oldJson == null ? null : json(oldJson), newJson == null ? null : json(newJson)));
        changes = all;
        return this;
    }

    /** The action that it is part of, its place there from 0, and how many events the action has. */
    public Change commit(String action, @Nullable Integer index, @Nullable Integer size) {
        commit = new CommitPart(action, index, size);
        return this;
    }

    public Change message(String sentence) {
        wording = new Wording(wording.verb(), wording.what(), wording.description(), sentence);
        return this;
    }

    public Change wording(Wording words) {
        wording = words;
        return this;
    }

    public Change execution(Execution run) {
        execution = run;
        return this;
    }

    public Change ipAddress(String where) {
        address = where;
        return this;
    }

    public Change presentation(Presentation shown) {
        presentation = shown;
        return this;
    }

    /** A JSON pointer at a value that must be masked, such as {@code /after/pin}. */
    public Change sensitive(String pointer) {
        sensitive.add(pointer);
        return this;
    }

    public Change label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public Change traceparent(String context) {
        traceparent = context;
        return this;
    }

    /** It only sets the state of the object and makes no activity. */
    public Change snapshot() {
        snapshot = true;
        return this;
    }

    /** The event. What it lacks or has too much of is found when it is published. */
    public ChangeEvent event() {
        return new ChangeEvent(
                id,
                source,
                tenant,
                time,
                null,
                service,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                List.copyOf(related),
                before,
                after,
                patch,
                changes == null ? null : List.copyOf(changes),
                commit,
                wording,
                execution,
                address,
                presentation,
                List.copyOf(sensitive),
                java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels)),
                traceparent,
                snapshot);
    }

    private static JsonText json(String text) {
        try {
            return JsonText.parse(text);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("a document of the change: " + e.getMessage() + " (expected: JSON)", e);
        }
    }
}
