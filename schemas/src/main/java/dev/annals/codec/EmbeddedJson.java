package dev.annals.codec;

import dev.annals.model.CompactJson;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import dev.annals.model.Reject.Reason;
import org.jspecify.annotations.Nullable;

/** JSON that comes as text inside an Avro field. */
final class EmbeddedJson {
    private EmbeddedJson() {}

    /** Any one JSON value. */
    static @Nullable JsonText value(String field, @Nullable String text) throws Refusal {
        if (text == null) {
            return null;
        }
        try {
            return new JsonText(CompactJson.of(text, Limits.DEPTH));
        } catch (MalformedJson e) {
            throw new Refusal(
                    e.isOverLimit() ? Reason.TOO_LARGE : Reason.INVALID_FIELD,
                    field + ": " + e.sentence() + " (expected: one JSON value)");
        }
    }

    /** A JSON object. */
    static @Nullable JsonText object(String field, @Nullable String text) throws Refusal {
        JsonText value = value(field, text);
        if (value != null && value.text().charAt(0) != '{') {
            throw Refusal.invalid(field, kind(value), "a JSON object");
        }
        return value;
    }

    /** A JSON object, or the JSON value null for "no document". */
    static @Nullable JsonText objectOrNull(String field, @Nullable String text) throws Refusal {
        JsonText value = value(field, text);
        if (value != null && value.isNull()) {
            return JsonText.NULL;
        }
        if (value != null && value.text().charAt(0) != '{') {
            throw Refusal.invalid(field, kind(value), "a JSON object or null");
        }
        return value;
    }

    private static String kind(JsonText value) {
        return switch (value.text().charAt(0)) {
            case '[' -> "an array";
            case '"' -> "text";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            case '{' -> "an object";
            default -> "a number";
        };
    }
}
