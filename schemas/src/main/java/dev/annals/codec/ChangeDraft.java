package dev.annals.codec;

import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change event while it is being read: anything may still be missing. For one reader, on one thread. */
final class ChangeDraft {
    @Nullable
    String id;

    @Nullable
    String source;

    @Nullable
    String tenant;

    @Nullable
    Instant time;

    @Nullable
    String timeText;

    @Nullable
    String serviceId;

    @Nullable
    String node;

    @Nullable
    Operation operation;

    @Nullable
    Actor actor;

    @Nullable
    ObjectRef object;

    @Nullable
    ObjectRef object2;

    @Nullable
    String relationship;

    List<RelatedObject> related = List.of();

    @Nullable
    JsonText before;

    @Nullable
    JsonText after;

    @Nullable
    JsonText patch;

    @Nullable
    List<FieldChange> changes;

    @Nullable
    String commitId;

    @Nullable
    Integer commitIndex;

    @Nullable
    Integer commitSize;

    @Nullable
    String verb;

    @Nullable
    String what;

    @Nullable
    String description;

    @Nullable
    String message;

    @Nullable
    Execution execution;

    @Nullable
    String ipAddress;

    @Nullable
    Presentation presentation;

    List<String> sensitive = List.of();
    Map<String, String> labels = Map.of();

    @Nullable
    String traceparent;

    boolean snapshot;

    /** The event, checked. */
    ChangeEvent finish() throws Refusal {
        if (id == null) {
            throw Refusal.missing("id", "text or an integer, unique within the source");
        }
        if (source == null) {
            throw Refusal.missing("source", "text that names the producer");
        }
        if (time == null) {
            throw Refusal.missing("time", Rfc3339.EXPECTED);
        }
        if (object == null) {
            throw Refusal.missing("object", "an object with type and id");
        }
        ChangeEvent event = new ChangeEvent(
                id,
                source,
                tenant == null ? ChangeEvent.DEFAULT : tenant,
                time,
                timeText,
                serviceId == null ? ChangeEvent.DEFAULT : serviceId,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                before,
                after,
                patch,
                changes,
                commit(),
                wording(),
                execution,
                ipAddress,
                presentation,
                sensitive,
                labels,
                traceparent,
                snapshot);
        ChangeValidation.check(event);
        return event;
    }

    /** The refusal, with what could be read of the event's identity. */
    <T> Decoded<T> refused(Refusal refusal) {
        return new Decoded.Refused<>(
                refusal.reason(),
                refusal.detail(),
                ChangeValidation.isIdentity(source, Limits.SOURCE) ? source : null,
                ChangeValidation.isIdentity(id, Limits.ID) ? id : null,
                Limits.isTenant(tenant) ? tenant : null);
    }

    private @Nullable CommitPart commit() throws Refusal {
        if (commitId != null) {
            return new CommitPart(commitId, commitIndex, commitSize);
        }
        if (commitIndex != null || commitSize != null) {
            throw Refusal.missing("commit_id", "the id of the action, because commit_index or commit_size is given");
        }
        return null;
    }

    private Wording wording() {
        return verb == null && what == null && description == null && message == null
                ? Wording.NONE
                : new Wording(verb, what, description, message);
    }
}
