package dev.annals.processor.stage.classify;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonDiff;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.KnownObject;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.stage.state.Sides;
import dev.annals.processor.stage.state.StateChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to the state of its object and to the log.
 *
 * @param operation the producer's, or the one that was worked out
 * @param changes values still carry their keyed marks
 * @param drift where the old values that the producer sent contradict the stored document
 * @param late whether a newer event of the object was processed before it
 * @param whole whether the event has the whole document, so that it set every field
 * @param document the document after the event, where the activities would not tell it otherwise; {@link JsonText#NULL} when the object is gone; absent where
 *     they do
 * @param recorded whether it becomes an activity
 * @param state how the state of the object changes
 */
public record Effect(
        Operation operation,
        List<FieldChange> changes,
        boolean baseline,
        List<Drift> drift,
        boolean late,
        boolean whole,
        @Nullable JsonText document,
        boolean recorded,
        StateChange state) {

    private static final StateChange KEPT = new StateChange.Kept();

    /**
     * The effect of a redacted event.
     *
     * @param time when it happened, microseconds
     */
    public static Effect of(ChangeEvent event, KnownObject known, long time) {
        Sides sides = Sides.of(event, known, time);
        Operation operation = Classification.operation(event, sides);
        List<FieldChange> differences =
                sides.news() == Sides.News.NONE ? List.of() : JsonDiff.betweenNullable(sides.old(), sides.next());
        boolean late = known.isLate(time);
        List<FieldChange> changes = ReportedChanges.shown(
                event,
                operation,
                sides,
                late ? withUnknownRemovals(event, sides, known, time, differences) : differences);
        ObjectState stored = sides.stored();
        List<Drift> drift = stored == null ? List.of() : drift(event, stored, sides.news());
        boolean differs = !changes.isEmpty() || !drift.isEmpty();
        boolean recorded = Classification.isRecorded(event, operation, sides, differs) && !event.snapshot();
        JsonText document = recorded ? untoldDocument(event, operation, sides, known, changes, late) : null;
        return new Effect(
                operation,
                changes,
                Classification.isBaseline(operation, sides),
                drift,
                late,
                sides.news() == Sides.News.DOCUMENT,
                document,
                recorded,
                // What changes nothing and is not recorded leaves no trace: the document is what the activities make of
                // it.
                recorded || !differences.isEmpty() || (event.snapshot() && stored == null)
                        ? told(stateAfter(event, sides, changes, known, time), event, known, !late && document != null)
                        : KEPT);
    }

    /** What the activities would not tell of the document after an event: an activity has the fields that differ from what was there, and that may not be known from activities. */
    private static @Nullable JsonText untoldDocument(
            ChangeEvent event,
            Operation operation,
            Sides sides,
            KnownObject known,
            List<FieldChange> changes,
            boolean late) {
        ObjectState next = sides.next();
        return switch (sides.news()) {
            case NONE -> null;
            case GONE -> operation == Operation.DELETE ? null : JsonText.NULL;
            case DOCUMENT ->
                late || known.isUntold() || (sides.stored() == null && !lists(changes, next)) ? text(next) : null;
            case PART ->
                !late && (known.isUntold() || (known.document() == null && event.before() != null)) ? text(next) : null;
        };
    }

    /** Whether changes tell every field of a document. */
    private static boolean lists(List<FieldChange> changes, @Nullable ObjectState document) {
        if (document == null || changes.size() < document.fields().size()) {
            return document == null;
        }
        Set<String> listed = new HashSet<>();
        changes.forEach(change -> listed.add(change.field()));
        return listed.containsAll(document.fields().keySet());
    }

    private static JsonText text(@Nullable ObjectState document) {
        return (document == null ? ObjectState.EMPTY : document).text();
    }

    private static StateChange told(StateChange change, ChangeEvent event, KnownObject known, boolean toldAnew) {
        if (!(change instanceof StateChange.Stored stored)) {
            return change;
        }
        boolean told = !event.snapshot()
                && (!known.isUntold() || toldAnew || stored.known().document() == null);
        return new StateChange.Stored(stored.known().told(told));
    }

    /** The differences, and the fields that a late patch removes and a later event has set: what they were then is not known. */
    private static List<FieldChange> withUnknownRemovals(
            ChangeEvent event, Sides sides, KnownObject known, long time, List<FieldChange> differences) {
        JsonText patch = event.patch();
        ObjectState then = sides.stored();
        if (patch == null || then == null || sides.news() != Sides.News.PART) {
            return differences;
        }
        List<FieldChange> changes = new ArrayList<>(differences);
        ObjectState.of(patch).fields().forEach((field, value) -> {
            if (value.isNull() && then.get(field) == null && known.isSetAfter(field, time)) {
                changes.add(new FieldChange(field, null, null));
            }
        });
        return changes;
    }

    private static StateChange stateAfter(
            ChangeEvent event, Sides sides, List<FieldChange> changes, KnownObject known, long time) {
        ObjectState next = sides.next();
        return switch (sides.news()) {
            case NONE -> KEPT;
            case GONE -> new StateChange.Stored(known.gone(time));
            case DOCUMENT -> new StateChange.Stored(known.withDocument(next == null ? ObjectState.EMPTY : next, time));
            case PART ->
                new StateChange.Stored(
                        // Of an object that was not known, the producer's word on the document before is all there is.
                        next != null && known.document() == null && event.before() != null
                                ? known.withDocument(next, time)
                                : known.withFields(changes, time));
        };
    }

    private static List<Drift> drift(ChangeEvent event, ObjectState stored, Sides.News news) {
        JsonText before = event.before();
        if (before == null
                && news == Sides.News.GONE
                && event.after() != null
                && !event.after().isNull()) {
            // A delete that carries a document carries the last one.
            before = event.after();
        }
        if (before != null) {
            return drift(JsonDiff.betweenNullable(stored, before.isNull() ? null : ObjectState.of(before)));
        }
        List<FieldChange> changes = event.changes();
        if (changes == null) {
            return List.of();
        }
        List<Drift> drift = new ArrayList<>();
        for (FieldChange change : changes) {
            JsonText claimed = change.oldValue();
            JsonText had = stored.get(change.field());
            // An old side that was not given is unknown to the producer; null may be its way to say "was not there".
            if (claimed != null && contradicts(had, claimed)) {
                drift.add(new Drift(change.field(), had, claimed));
            }
        }
        return drift;
    }

    private static boolean contradicts(@Nullable JsonText had, JsonText claimed) {
        return had == null ? !claimed.isNull() : !JsonEquality.same(had, claimed);
    }

    private static List<Drift> drift(List<FieldChange> differences) {
        return differences.stream()
                .map(difference -> new Drift(difference.field(), difference.oldValue(), difference.newValue()))
                .toList();
    }
}
