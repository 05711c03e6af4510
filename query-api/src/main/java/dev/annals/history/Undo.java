package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Wording;
import dev.annals.processor.stage.state.JsonDiff;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.redact.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change events that would take back activities of one object, and what stands in the way. Activities are taken back from the last to the first; of each, the fields go
 * back to what they were before it, unless somebody else has changed them since. Sends nothing: it is a pure function.
 */
final class Undo {
    /** The label that says which activity an event takes back. */
    static final String LABEL = "undo";

    private static final String SOURCE = "annals:undo";

    private final ObjectPast now;
    private final Set<Long> undone;
    private final Instant time;
    private final List<ChangeEvent> events = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    /** The document as it is once the events so far are applied; absent when there is none. */
    private @Nullable Map<String, JsonText> document;
    /** The fields whose givers are others than those of now, because they have been put back. */
    private final Map<String, Long> givers = new LinkedHashMap<>();

    private boolean revived;

    private Undo(ObjectPast now, Set<Long> undone, Instant time) {
        this.now = now;
        this.undone = undone;
        this.time = time;
        this.document = now.document()
                .<Map<String, JsonText>>map(state -> new LinkedHashMap<>(state.fields()))
                .orElse(null);
    }

    /**
     * Something that cannot be put back.
     *
     * @param activity the activity that was to be taken back
     * @param field absent when it is the object as a whole
     * @param by the activity that changed it since; 0 when nobody did
     */
    record Conflict(Activity activity, @Nullable String field, long by, String reason) {}

    /** The outcome of an undo: the events in the order in which they are to be sent. */
    record Outcome(List<ChangeEvent> events, List<Conflict> conflicts) {}

    /**
     * An activity to take back.
     *
     * @param before the object before it took place
     * @param after the object once it had taken place
     * @param again the activity that joined or parted the same two objects since; 0 when none did
     */
    record Step(Activity activity, ObjectPast before, ObjectPast after, long again) {}

    /**
     * Takes back activities of one object.
     *
     * @param steps the last in the order of time first
     * @param now the object as it is
     * @param time the time that the events get
     */
    static Outcome of(List<Step> steps, ObjectPast now, Instant time) {
        Set<Long> ids = new HashSet<>();
        steps.forEach(step -> ids.add(step.activity().id()));
        Undo undo = new Undo(now, ids, time);
        steps.forEach(undo::takeBack);
        return new Outcome(undo.events, undo.conflicts);
    }

    private void takeBack(Step step) {
        Activity activity = step.activity();
        if (activity.operation().isAssociation()) {
            association(step);
            return;
        }
        JsonText told = activity.standing().document();
        boolean deletes = told != null ? told.isNull() : activity.operation() == Operation.DELETE;
        if (deletes) {
            deletion(step);
            return;
        }
        Optional<ObjectState> before = step.before().document();
        if (before.isPresent()) {
            fields(step, before.get());
        } else if (told != null
                && activity.operation() != Operation.CREATE
                && !step.before().isComplete()) {
            // The first that was seen of the object, with its producer's word on what was before.
            fields(step, withOldSides(ObjectState.of(told), activity.changes()));
        } else if (activity.operation() == Operation.CREATE
                || activity.standing().whole()
                || !activity.changes().isEmpty()) {
            creation(step);
        }
    }

    private static ObjectState withOldSides(ObjectState after, List<FieldChange> changes) {
        Map<String, JsonText> fields = new LinkedHashMap<>(after.fields());
        for (FieldChange change : changes) {
            JsonText old = change.oldValue();
            if (old == null) {
                fields.remove(change.field());
            } else {
                fields.put(change.field(), old);
            }
        }
        return ObjectState.of(fields);
    }

    private void association(Step step) {
        Activity activity = step.activity();
        if (step.again() > 0 && !undone.contains(step.again())) {
            conflicts.add(new Conflict(activity, null, step.again(), "the two were joined or parted again since"));
            return;
        }
        Operation inverse = activity.operation() == Operation.ASSOCIATE ? Operation.DISASSOCIATE : Operation.ASSOCIATE;
        events.add(event(activity, inverse, null, null));
    }

    private void deletion(Step step) {
        Activity activity = step.activity();
        Optional<ObjectState> before = step.before().document();
        if (before.isEmpty() && step.before().isComplete()) {
            // It was gone already.
            return;
        }
        long gone = now.gone().id();
        if (document != null) {
            conflicts.add(new Conflict(activity, null, now.last().id(), "the object is there again"));
        } else if (!revived && gone != activity.id() && !undone.contains(gone)) {
            conflicts.add(new Conflict(activity, null, gone, "the object was deleted again since"));
        } else if (before.isEmpty()) {
            conflicts.add(new Conflict(activity, null, 0, "what the object was before it is not known"));
        } else if (hasMark(before.get())) {
            conflicts.add(new Conflict(activity, null, 0, "the object had masked values, which nobody can put back"));
        } else {
            put(activity, before.get(), Operation.CREATE);
            before.get()
                    .fields()
                    .keySet()
                    .forEach(field -> givers.put(field, step.before().giver(field)));
            revived = true;
        }
    }

    private void creation(Step step) {
        Activity activity = step.activity();
        Map<String, JsonText> has = document;
        if (has == null && now.exists() && now.document().isEmpty()) {
            // It was created without a document.
            events.add(event(activity, Operation.DELETE, null, null));
            return;
        }
        if (has == null) {
            conflicts.add(new Conflict(activity, null, now.gone().id(), "the object is gone already"));
            return;
        }
        if (activity.baseline() && !step.before().isComplete()) {
            conflicts.add(new Conflict(activity, null, 0, "what the object was before it is not known"));
            return;
        }
        boolean clear = true;
        for (String field : has.keySet()) {
            long giver = giver(field);
            if (!undone.contains(giver)) {
                conflicts.add(new Conflict(activity, field, giver, "changed since by another"));
                clear = false;
            }
        }
        if (clear) {
            document = null;
            events.add(event(activity, Operation.DELETE, null, null));
        }
    }

    private void fields(Step step, ObjectState before) {
        Activity activity = step.activity();
        Map<String, JsonText> has = document;
        if (has == null) {
            conflicts.add(new Conflict(activity, null, now.gone().id(), "the object is gone"));
            return;
        }
        Map<String, JsonText> next = new LinkedHashMap<>(has);
        Set<String> changed = new LinkedHashSet<>();
        activity.changes().forEach(change -> changed.add(change.field()));
        // After one that came late, a whole document sets fields back that it does not list.
        step.after()
                .document()
                .ifPresent(after -> JsonDiff.between(before, after).forEach(change -> changed.add(change.field())));
        for (String field : changed) {
            field(step, field, before.get(field), next);
        }
        ObjectState after = ObjectState.of(next);
        if (!JsonEquality.same(ObjectState.of(has).text(), after.text())) {
            put(activity, after, null);
        }
    }

    private void field(Step step, String field, @Nullable JsonText known, Map<String, JsonText> next) {
        Activity activity = step.activity();
        JsonText before = known == null && !step.before().isComplete() ? oldSide(activity, field) : known;
        long giver = giver(field);
        JsonText has = next.get(field);
        if (has == null ? before == null : before != null && JsonEquality.same(has, before) && !Mark.mayContain(has)) {
            givers.put(field, step.before().giver(field));
            return;
        }
        if (giver != step.after().giver(field) && !undone.contains(giver)) {
            conflicts.add(new Conflict(activity, field, giver, "changed since by another"));
        } else if (before != null && Mark.mayContain(before)) {
            conflicts.add(new Conflict(activity, field, 0, "its value before is masked, and nobody can put it back"));
        } else if (before == null && activity.baseline() && !step.before().isComplete()) {
            conflicts.add(new Conflict(activity, field, 0, "its value before is not known"));
        } else {
            if (before == null) {
                next.remove(field);
            } else {
                next.put(field, before);
            }
            givers.put(field, step.before().giver(field));
        }
    }

    private static @Nullable JsonText oldSide(Activity activity, String field) {
        for (FieldChange change : activity.changes()) {
            if (change.field().equals(field)) {
                return change.oldValue();
            }
        }
        return null;
    }

    private long giver(String field) {
        Long put = givers.get(field);
        return put != null ? put : now.giver(field);
    }

    private static boolean hasMark(ObjectState document) {
        return document.fields().values().stream().anyMatch(Mark::mayContain);
    }

    /** Makes the document this one, by a merge patch where there is one. */
    private void put(Activity activity, ObjectState after, @Nullable Operation operation) {
        Map<String, JsonText> has = document;
        Optional<JsonNode> patch = has == null
                ? Optional.empty()
                : Patches.merge(ObjectState.of(has).text().tree(), after.text().tree());
        events.add(
                patch.isPresent()
                        ? event(activity, operation, null, JsonText.of(patch.get()))
                        : event(activity, operation, after.text(), null));
        document = new LinkedHashMap<>(after.fields());
    }

    private ChangeEvent event(
            Activity activity, @Nullable Operation operation, @Nullable JsonText after, @Nullable JsonText patch) {
        ObjectRef object = activity.object();
        return new ChangeEvent(
                activity.tenant() + "-" + activity.id() + "-" + Stamp.micros(time),
                SOURCE,
                activity.tenant(),
                time,
                null,
                activity.serviceId(),
                null,
                operation == null ? Operation.UPDATE : operation,
                null,
                object,
                activity.object2(),
                activity.relationship(),
                activity.operation().isAssociation() ? activity.related() : List.of(),
                null,
                after,
                patch,
                null,
                null,
                Wording.NONE,
                null,
                null,
                null,
                List.of(),
                Map.of(LABEL, Long.toString(activity.id())),
                null,
                false);
    }
}
