package dev.annals.processor.stage.classify;

import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.stage.state.Sides;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that an activity shows. A producer's own pairs are what it saw, so they are shown as it sent them, whatever the stored
 * document says: a pair is never dropped as unchanged, because the difference may hide behind a mask ({@code ["hidden","hidden"]}).
 * Of a pair without an old side the producer saw only the new one: it is shown when it differs from the stored document.
 * Fields that no pair names show how the documents differ.
 */
final class ReportedChanges {
    private ReportedChanges() {}

    /**
     * What the activity of an event shows.
     *
     * @param differences how the document before and the document after differ
     */
    static List<FieldChange> shown(ChangeEvent event, Operation operation, Sides sides, List<FieldChange> differences) {
        List<FieldChange> pairs = event.changes();
        if (pairs == null || pairs.isEmpty()) {
            return differences;
        }
        if (sides.news() == Sides.News.GONE) {
            return sentByDelete(event, sides) ? differences : deleted(pairs, sides);
        }
        if (event.after() == null && event.patch() == null) {
            List<FieldChange> shown = new ArrayList<>(pairs.size());
            for (FieldChange pair : pairs) {
                if (!isKnown(pair, sides)) {
                    shown.add(pair(pair, operation, sides));
                }
            }
            return shown;
        }
        return merged(pairs, operation, sides, differences);
    }

    /** Whether a delete carries a document, which is more than pairs are. */
    private static boolean sentByDelete(ChangeEvent event, Sides sides) {
        JsonText before = event.before();
        JsonText after = event.after();
        return sides.old() != null && ((before != null && !before.isNull()) || (after != null && !after.isNull()));
    }

    private static List<FieldChange> deleted(List<FieldChange> pairs, Sides sides) {
        List<FieldChange> shown = new ArrayList<>(pairs.size());
        for (FieldChange pair : pairs) {
            JsonText old = pair.oldValue();
            shown.add(new FieldChange(pair.field(), old == null ? stored(sides, pair.field()) : old, null));
        }
        return shown;
    }

    /** The differences of the documents, in which the producer's pairs replace the fields that they agree with. */
    private static List<FieldChange> merged(
            List<FieldChange> pairs, Operation operation, Sides sides, List<FieldChange> differences) {
        Map<String, FieldChange> shown = new LinkedHashMap<>();
        differences.forEach(difference -> shown.put(difference.field(), difference));
        ObjectState next = sides.next();
        for (FieldChange pair : pairs) {
            if (next != null && agrees(pair.newValue(), next.get(pair.field()))) {
                FieldChange sent = pair(pair, operation, sides);
                shown.put(pair.field(), new FieldChange(pair.field(), sent.oldValue(), next.get(pair.field())));
            }
        }
        return new ArrayList<>(shown.values());
    }

    private static boolean agrees(@Nullable JsonText said, @Nullable JsonText value) {
        if (said == null || value == null) {
            return (said == null || said.isNull()) && (value == null || value.isNull());
        }
        return JsonEquality.same(said, value);
    }

    private static FieldChange pair(FieldChange pair, Operation operation, Sides sides) {
        JsonText old = pair.oldValue();
        if (old == null) {
            // The producer does not know it.
            return new FieldChange(pair.field(), stored(sides, pair.field()), pair.newValue());
        }
        boolean wasAbsent =
                operation == Operation.CREATE || (sides.stored() != null && stored(sides, pair.field()) == null);
        // JSON pairs have no other way to say that a field was not there.
        return old.isNull() && wasAbsent ? new FieldChange(pair.field(), null, pair.newValue()) : pair;
    }

    /** Whether the producer only repeats what is stored, without saying that it was something else. */
    private static boolean isKnown(FieldChange pair, Sides sides) {
        if (pair.oldValue() != null || sides.stored() == null) {
            return false;
        }
        JsonText had = stored(sides, pair.field());
        JsonText now = pair.newValue();
        if (had == null || now == null) {
            return had == null && now == null;
        }
        return JsonEquality.same(had, now);
    }

    private static @Nullable JsonText stored(Sides sides, String field) {
        ObjectState stored = sides.stored();
        return stored == null ? null : stored.get(field);
    }
}
