package dev.annals.processor.stage.state;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an object at a moment: top-level field → JSON value, in the producer's order. Immutable.
 */
public final class ObjectState {
    /** The document without fields. */
    public static final ObjectState EMPTY = new ObjectState(Map.of(), "{}");

    private final Map<String, JsonText> fields;
    private @Nullable String text;

    private ObjectState(Map<String, JsonText> fields, @Nullable String text) {
        this.fields = fields;
        this.text = text;
    }

    /**
     * The document that is written as one JSON object.
     *
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static ObjectState of(JsonText object) {
        Map<String, JsonText> fields = new LinkedHashMap<>();
        TopLevelFields.into(fields, object.text());
        return new ObjectState(fields, object.text());
    }

    /** The document of these fields, in the map's order. */
    public static ObjectState of(Map<String, JsonText> fields) {
        return new ObjectState(new LinkedHashMap<>(fields), null);
    }

    /** The document that the old sides of a producer's changes describe; a side that was not given is no field. */
    public static ObjectState ofOldSides(List<FieldChange> changes) {
        Map<String, JsonText> fields = new LinkedHashMap<>();
        for (FieldChange change : changes) {
            JsonText old = change.oldValue();
            if (old != null) {
                fields.put(change.field(), old);
            }
        }
        return new ObjectState(fields, null);
    }

    /** The fields in order. Unmodifiable. */
    public Map<String, JsonText> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The value of a field; {@code null} when there is none, {@link JsonText#NULL} when its value is null. */
    public @Nullable JsonText get(String field) {
        return fields.get(field);
    }

    /** This document with the new side of each change: a field without a new side goes. */
    public ObjectState with(List<FieldChange> changes) {
        Map<String, JsonText> next = new LinkedHashMap<>(fields);
        for (FieldChange change : changes) {
            JsonText value = change.newValue();
            if (value == null) {
                next.remove(change.field());
            } else {
                next.put(change.field(), value);
            }
        }
        return new ObjectState(next, null);
    }

    /**
     * This document with an RFC 7396 merge patch applied.
     *
     * @throws IllegalArgumentException when the patch is no JSON object
     */
    public ObjectState patched(JsonText patch) {
        Map<String, JsonText> next = new LinkedHashMap<>(fields);
        of(patch).fields.forEach((field, value) -> {
            if (value.isNull()) {
                next.remove(field);
            } else {
                next.put(field, MergePatch.applied(next.get(field), value));
            }
        });
        return new ObjectState(next, null);
    }

    /** The document as one compact JSON object. */
    public JsonText text() {
        String known = text;
        if (known == null) {
            known = write();
            // Two threads would write the same text; no lock is needed.
            text = known;
        }
        return new JsonText(known);
    }

    private String write() {
        StringBuilder out = new StringBuilder().append('{');
        fields.forEach((field, value) -> {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append('"');
            JsonStringEncoder.getInstance().quoteAsString(field, out);
            out.append("\":").append(value.text());
        });
        return out.append('}').toString();
    }

    @Override
    public String toString() {
        // Documents may be large and are about people; their field names say enough in a log line.
        return "ObjectState" + fields.keySet();
    }
}
