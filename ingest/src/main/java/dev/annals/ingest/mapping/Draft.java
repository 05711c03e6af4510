package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Presentation;
import dev.annals.model.Reject;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change event while a reader and the rules make it: the reader fills in what the source says, the rules change it. For one record, on one thread.
 *
 * <p>Documents are trees: {@code null} is "not sent", {@link NullNode} "there is none".
 */
public final class Draft {
    /** Which event of the source it is; unique within {@link #source}. */
    public String id = "";

    public String source = "";
    public String tenant = ChangeEvent.DEFAULT;
    public @Nullable Instant time;
    public @Nullable String timeText;
    public String service = ChangeEvent.DEFAULT;
    public @Nullable String node;
    public @Nullable Operation operation;
    public @Nullable Actor actor;
    public String type = "";
    public @Nullable String objectId;
    public @Nullable String objectName;
    public @Nullable String objectUrl;
    public @Nullable JsonText summary;
    public @Nullable ObjectRef object2;
    public @Nullable String relationship;
    public final List<RelatedObject> related = new ArrayList<>();
    public @Nullable JsonNode before;
    public @Nullable JsonNode after;
    public @Nullable ObjectNode patch;
    public @Nullable Map<String, Sides> changes;
    public @Nullable CommitPart commit;
    public Wording wording = Wording.NONE;
    public @Nullable Execution execution;
    public @Nullable String ipAddress;
    public @Nullable Presentation presentation;
    public final List<String> sensitive = new ArrayList<>();
    public final Map<String, String> labels = new LinkedHashMap<>();
    public @Nullable String traceparent;
    public boolean snapshot;

    /**
     * What a field went from and to.
     *
     * @param before absent when it is not known: then the processor fills it in, and passes over a field that stays the same
     * @param after absent when the field is gone
     */
    public record Sides(@Nullable JsonNode before, @Nullable JsonNode after) {}

    /** The draft of an event that is finished but for what rules say of it. */
    public static Draft of(ChangeEvent event) {
        Draft draft = new Draft();
        draft.id = event.id();
        draft.source = event.source();
        draft.tenant = event.tenant();
        draft.time = event.time();
        draft.timeText = event.timeText();
        draft.service = event.serviceId();
        draft.node = event.node();
        draft.operation = event.operation();
        draft.actor = event.actor();
        draft.type = event.object().type();
        draft.objectId = event.object().id();
        draft.objectName = event.object().name();
        draft.objectUrl = event.object().url();
        draft.summary = event.object().summary();
        draft.object2 = event.object2();
        draft.relationship = event.relationship();
        draft.related.addAll(event.related());
        draft.before = tree(event.before());
        draft.after = tree(event.after());
        draft.patch = event.patch() == null ? null : (ObjectNode) event.patch().tree();
        List<FieldChange> pairs = event.changes();
        if (pairs != null) {
            Map<String, Sides> sides = new LinkedHashMap<>();
            pairs.forEach(pair -> sides.put(pair.field(), new Sides(tree(pair.oldValue()), tree(pair.newValue()))));
            draft.changes = sides;
        }
        draft.commit = event.commit();
        draft.wording = event.wording();
        draft.execution = event.execution();
        draft.ipAddress = event.ipAddress();
        draft.presentation = event.presentation();
        draft.sensitive.addAll(event.sensitive());
        draft.labels.putAll(event.labels());
        draft.traceparent = event.traceparent();
        draft.snapshot = event.snapshot();
        return draft;
    }

    private static @Nullable JsonNode tree(@Nullable JsonText text) {
        return text == null ? null : text.tree();
    }

    /** Takes a field out of every document. */
    void ignore(String field) {
        for (JsonNode document : new JsonNode[] {before, after, patch}) {
            if (document instanceof ObjectNode object) {
                object.remove(field);
            }
        }
        if (changes != null) {
            changes.remove(field);
        }
    }

    /** The event. Fails with {@link Unmappable} when the source and the rules left something open that must be there. */
    public ChangeEvent finish() throws Unmappable {
        if (objectId == null || objectId.isEmpty()) {
            throw new Unmappable(
                    Reject.Reason.MISSING_FIELD,
                    "object.id: the record has no key, or the place of the mapping has no value"
                            + " (expected: a key, or a rule whose id names a field that every record has)");
        }
        Instant when = time;
        if (when == null) {
            throw new Unmappable(
                    Reject.Reason.MISSING_FIELD, "time: the record says none (expected: a time, or a rule with one)");
        }
        return new ChangeEvent(
                id,
                source,
                tenant,
                when,
                timeText,
                service,
                node,
                operation,
                actor,
                new ObjectRef(type, objectId, objectName, objectUrl, summary),
                object2,
                relationship,
                List.copyOf(related),
                document(before),
                document(after),
                document(patch),
                fieldChanges(),
                commit,
                wording,
                execution,
                ipAddress,
                presentation,
                sensitive.stream().distinct().toList(),
                java.util.Collections.unmodifiableMap(labels),
                traceparent,
                snapshot);
    }

    private @Nullable List<FieldChange> fieldChanges() {
        if (changes == null) {
            return null;
        }
        List<FieldChange> list = new ArrayList<>(changes.size());
        changes.forEach(
                (field, sides) -> list.add(new FieldChange(field, document(sides.before()), document(sides.after()))));
        return list;
    }

    private static @Nullable JsonText document(@Nullable JsonNode tree) {
        return tree == null ? null : JsonText.of(tree);
    }
}
