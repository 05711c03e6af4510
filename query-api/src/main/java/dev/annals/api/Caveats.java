package dev.annals.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.model.Drift;
import dev.annals.model.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Warnings about an activity, as fields that are written only when they apply: {@code late}, {@code cut}, and {@code drift} with the stored
 * value and the value that the producer claimed. The products themselves have no such fields, and their clients ignore unknown fields.
 */
public final class Caveats {
    private Caveats() {}

    /** How a dialect shows a value of a field. */
    public interface Values {
        /** The value with the dialect's words in place of masked values; {@code null} for a field that the dialect does not show. */
        @Nullable
        JsonText shown(String field, JsonText value);
    }

    /** Adds the fields to the object that is being written. */
    public static void write(Activity activity, JsonGenerator json, Values values) throws IOException {
        if (activity.standing().late()) {
            json.writeBooleanField("late", true);
        }
        if (activity.standing().cut()) {
            json.writeBooleanField("cut", true);
        }
        boolean begun = false;
        for (Drift drift : activity.drift()) {
            JsonText stored = shown(drift.field(), drift.stored(), values);
            JsonText claimed = shown(drift.field(), drift.claimed(), values);
            if (stored == null && claimed == null && (drift.stored() != null || drift.claimed() != null)) {
                continue;
            }
            if (!begun) {
                json.writeArrayFieldStart("drift");
                begun = true;
            }
            json.writeStartObject();
            json.writeStringField("field", drift.field());
            value(json, "stored", stored);
            value(json, "claimed", claimed);
            json.writeEndObject();
        }
        if (begun) {
            json.writeEndArray();
        }
    }

    private static @Nullable JsonText shown(String field, @Nullable JsonText value, Values values) {
        return value == null ? null : values.shown(field, value);
    }

    private static void value(JsonGenerator json, String name, @Nullable JsonText value) throws IOException {
        // Absent is not null: a side that had no such field is left out.
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value.text());
        }
    }
}
