package dev.annals.processor.stage.state;

import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two documents, a top-level field each. Empty if and only if the documents are the same by
 * {@link JsonEquality}; applied to the old document with {@link ObjectState#with} they give the new one.
 */
public final class JsonDiff {
    private JsonDiff() {}

    /** What went from what to what: the fields of the new document in its order, then the fields that are gone in the old one's order. */
    public static List<FieldChange> between(ObjectState before, ObjectState after) {
        List<FieldChange> changes = new ArrayList<>();
        for (Map.Entry<String, JsonText> field : after.fields().entrySet()) {
            JsonText old = before.get(field.getKey());
            if (old == null || !JsonEquality.same(old, field.getValue())) {
                changes.add(new FieldChange(field.getKey(), old, field.getValue()));
            }
        }
        for (Map.Entry<String, JsonText> field : before.fields().entrySet()) {
            if (after.get(field.getKey()) == null) {
                changes.add(new FieldChange(field.getKey(), field.getValue(), null));
            }
        }
        return changes;
    }

    /** The same where either side may not be known: all fields of the one that is. */
    public static List<FieldChange> betweenNullable(@Nullable ObjectState before, @Nullable ObjectState after) {
        return between(before == null ? ObjectState.EMPTY : before, after == null ? ObjectState.EMPTY : after);
    }
}
