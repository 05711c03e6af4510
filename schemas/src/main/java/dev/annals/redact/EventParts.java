package dev.annals.redact;

import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Visits every part of an event that can contain a secret, one method for each kind of part. Parts that are missing here are no text, are the tenant, or
 * are not stored.
 */
abstract class EventParts {
    private static final ObjectPaths OBJECT = new ObjectPaths("/object/name", "/object/url", "/object/summary");
    private static final ObjectPaths OBJECT2 = new ObjectPaths("/object2/name", "/object2/url", "/object2/summary");

    private record ObjectPaths(String name, String url, String summary) {}

    /** A text that people read, at a path of the event. */
    abstract String text(String path, String text);

    /** A name or an id, by which things are told apart. */
    abstract String identity(String text);

    /** A document before or after the change, or a patch. */
    abstract JsonText document(String path, JsonText document);

    /** One side of a field of the producer's own changes. */
    abstract JsonText side(String field, int side, JsonText value);

    /** Other JSON. */
    abstract JsonText aside(String path, JsonText json);

    abstract String label(String key, String value);

    /** The event with the results of these methods in place of its parts. */
    final ChangeEvent of(ChangeEvent event) {
        return new ChangeEvent(
                identity(event.id()),
                identity(event.source()),
                event.tenant(),
                event.time(),
                identityOrNull(event.timeText()),
                identity(event.serviceId()),
                textOrNull("/node", event.node()),
                event.operation(),
                actor(event.actor()),
                object(OBJECT, event.object()),
                event.object2() == null ? null : object(OBJECT2, event.object2()),
                textOrNull("/relationship", event.relationship()),
                related(event.related()),
                documentOrNull("/before", event.before()),
                documentOrNull("/after", event.after()),
                documentOrNull("/patch", event.patch()),
                changes(event.changes()),
                commit(event.commit()),
                wording(event.wording()),
                execution(event.execution()),
                textOrNull("/ip_address", event.ipAddress()),
                presentation(event.presentation()),
                event.sensitive(),
                labels(event.labels()),
                identityOrNull(event.traceparent()),
                event.snapshot());
    }

    private @Nullable String textOrNull(String path, @Nullable String text) {
        return text == null || text.isEmpty() ? text : text(path, text);
    }

    private @Nullable String identityOrNull(@Nullable String text) {
        return text == null ? null : identity(text);
    }

    private @Nullable JsonText documentOrNull(String path, @Nullable JsonText document) {
        return document == null || document.isNull() ? document : document(path, document);
    }

    private @Nullable JsonText asideOrNull(String path, @Nullable JsonText json) {
        return json == null ? null : aside(path, json);
    }

    private @Nullable Actor actor(@Nullable Actor actor) {
        return actor == null
                ? null
                : new Actor(
                        identity(actor.type()),
                        identity(actor.id()),
                        textOrNull("/actor/name", actor.name()),
                        textOrNull("/actor/username", actor.username()),
                        textOrNull("/actor/first_name", actor.firstName()),
                        textOrNull("/actor/last_name", actor.lastName()));
    }

    private ObjectRef object(ObjectPaths paths, ObjectRef object) {
        return new ObjectRef(
                identity(object.type()),
                identity(object.id()),
                textOrNull(paths.name(), object.name()),
                textOrNull(paths.url(), object.url()),
                asideOrNull(paths.summary(), object.summary()));
    }

    private List<RelatedObject> related(List<RelatedObject> related) {
        if (related.isEmpty()) {
            return related;
        }
        List<RelatedObject> masked = new ArrayList<>(related.size());
        for (int i = 0; i < related.size(); i++) {
            RelatedObject object = related.get(i);
            String path = "/related/" + i;
            masked.add(new RelatedObject(
                    identity(object.type()),
                    identity(object.id()),
                    textOrNull(path + "/name", object.name()),
                    textOrNull(path + "/role", object.role()),
                    asideOrNull(path + "/summary", object.summary()),
                    object.shown()));
        }
        return Collections.unmodifiableList(masked);
    }

    private @Nullable List<FieldChange> changes(@Nullable List<FieldChange> changes) {
        if (changes == null) {
            return null;
        }
        List<FieldChange> masked = new ArrayList<>(changes.size());
        for (FieldChange change : changes) {
            masked.add(new FieldChange(
                    identity(change.field()),
                    change.oldValue() == null ? null : side(change.field(), 0, change.oldValue()),
                    change.newValue() == null ? null : side(change.field(), 1, change.newValue())));
        }
        return Collections.unmodifiableList(masked);
    }

    private @Nullable CommitPart commit(@Nullable CommitPart commit) {
        return commit == null ? null : new CommitPart(identity(commit.id()), commit.index(), commit.size());
    }

    private Wording wording(Wording wording) {
        return wording.equals(Wording.NONE)
                ? wording
                : new Wording(
                        textOrNull("/verb", wording.verb()),
                        textOrNull("/what", wording.what()),
                        textOrNull("/description", wording.description()),
                        textOrNull("/message", wording.message()));
    }

    private @Nullable Execution execution(@Nullable Execution execution) {
        return execution == null
                ? null
                : new Execution(
                        identityOrNull(execution.id()),
                        textOrNull("/execution/name", execution.name()),
                        textOrNull("/execution/kind", execution.kind()),
                        execution.start(),
                        execution.finish(),
                        execution.duration(),
                        textOrNull("/execution/state", execution.state()));
    }

    private @Nullable Presentation presentation(@Nullable Presentation presentation) {
        return presentation == null
                ? null
                : new Presentation(
                        textOrNull("/presentation/name", presentation.name()),
                        textOrNull("/presentation/text", presentation.text()),
                        textOrNull("/presentation/icon", presentation.icon()),
                        textOrNull("/presentation/log_level", presentation.logLevel()),
                        asideOrNull("/presentation/data", presentation.data()));
    }

    private Map<String, String> labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return labels;
        }
        Map<String, String> masked = new LinkedHashMap<>();
        labels.forEach((key, value) -> masked.put(identity(key), label(key, value)));
        return Collections.unmodifiableMap(masked);
    }
}
