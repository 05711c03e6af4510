package dev.annals.processor.stage.sequence;

import dev.annals.codec.Limits;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Standing;
import dev.annals.processor.stage.classify.Effect;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.redact.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An activity before it has its place in the order: id 0, and no hash. */
public final class ActivityDraft {
    /** The fields of a document that say what an object is called, the first of them that is there. */
    private static final List<String> NAMES = List.of("name", "username", "login", "hostname", "title");

    private ActivityDraft() {}

    /**
     * The activity of a redacted event. Marks lose their keyed digests here: those are for comparing, and stay in the object store.
     *
     * @param stored the object's document before the event; names an object that is deleted without its name
     * @param origin where the event lies in the log
     */
    public static Activity of(ChangeEvent event, Effect effect, @Nullable ObjectState stored, Origin origin) {
        return new Activity(
                0,
                event.tenant(),
                origin,
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                effect.operation(),
                event.actor(),
                named(event.object(), effect.operation(), stored),
                event.object2(),
                event.relationship(),
                event.related(),
                bareChanges(effect.changes()),
                effect.baseline(),
                bareDrift(effect.drift()),
                event.commit(),
                event.wording(),
                event.execution(),
                event.ipAddress(),
                event.presentation(),
                event.labels(),
                event.traceparent(),
                new Standing(effect.late(), effect.whole(), false, bare(effect.document())),
                Hash.ZERO);
    }

    private static ObjectRef named(ObjectRef object, Operation operation, @Nullable ObjectState stored) {
        if (operation != Operation.DELETE || object.name() != null || stored == null) {
            return object;
        }
        for (String field : NAMES) {
            JsonText value = stored.get(field);
            String name = value == null ? null : value.tree().textValue();
            if (name != null && !name.isEmpty() && name.length() <= Limits.NAME) {
                return new ObjectRef(object.type(), object.id(), name, object.url(), object.summary());
            }
        }
        return object;
    }

    private static List<FieldChange> bareChanges(List<FieldChange> changes) {
        List<FieldChange> bare = new ArrayList<>(changes.size());
        for (FieldChange change : changes) {
            bare.add(new FieldChange(change.field(), bare(change.oldValue()), bare(change.newValue())));
        }
        return Collections.unmodifiableList(bare);
    }

    private static List<Drift> bareDrift(List<Drift> drift) {
        List<Drift> bare = new ArrayList<>(drift.size());
        for (Drift entry : drift) {
            bare.add(new Drift(entry.field(), bare(entry.stored()), bare(entry.claimed())));
        }
        return Collections.unmodifiableList(bare);
    }

    private static @Nullable JsonText bare(@Nullable JsonText value) {
        return value == null ? null : Mark.bare(value);
    }
}
