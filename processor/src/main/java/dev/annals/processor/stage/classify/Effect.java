package dev.annals.processor.stage.classify;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Drift;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonDiff;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.stage.state.Sides;
import dev.annals.processor.stage.state.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event does: to its object's stored document, and to the log.
 *
 * @param operation the producer's, or the one that was worked out
 * @param changes values still carry their keyed marks
 * @param drift where the producer's word on the old side contradicts the stored document
 * @param recorded whether it becomes an activity
 * @param state what becomes of the stored document
 */
public record Effect(
        Operation operation,
        List<FieldChange> changes,
        boolean baseline,
        List<Drift> drift,
        boolean recorded,
        StateChange state) {

    private static final StateChange KEPT = new StateChange.Kept();
    private static final StateChange REMOVED = new StateChange.Removed();

    /** The effect of a redacted event on an object whose last document is {@code stored}. */
    public static Effect of(ChangeEvent event, @Nullable ObjectState stored) {
        Sides sides = Sides.of(event, stored);
        Operation operation = Classification.operation(event, sides);
        List<FieldChange> differences =
                sides.news() == Sides.News.NONE ? List.of() : JsonDiff.betweenNullable(sides.old(), sides.next());
        List<FieldChange> changes = ReportedChanges.shown(event, operation, sides, differences);
        List<Drift> drift = stored == null ? List.of() : drift(event, stored, sides.news());
        boolean differs = !changes.isEmpty() || !drift.isEmpty();
        return new Effect(
                operation,
                changes,
                Classification.isBaseline(operation, sides),
                drift,
                Classification.isRecorded(event, operation, sides, differs) && !event.snapshot(),
                stateAfter(sides, differences.isEmpty()));
    }

    private static StateChange stateAfter(Sides sides, boolean unchanged) {
        ObjectState stored = sides.stored();
        ObjectState next = sides.next();
        if (next != null) {
            // With a stored document, the changes were counted from it.
            return stored != null && unchanged ? KEPT : new StateChange.Stored(next);
        }
        return sides.news() == Sides.News.GONE && stored != null ? REMOVED : KEPT;
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
