package dev.annals.processor.view;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scalars at the top level of a free JSON object: what of it can be searched for. Strings, numbers as written,
 * {@code true} and {@code false}, however many and however long; the size of an event bounds them.
 */
public final class Scalars {
    private Scalars() {}

    /** Key to text, in the object's order; empty when there is no object. */
    public static Map<String, String> of(@Nullable JsonText object) {
        if (object == null || object.text().length() <= 2) {
            return Map.of();
        }
        Map<String, String> scalars = new LinkedHashMap<>();
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(object.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    parser.skipChildren();
                } else if (value != JsonToken.VALUE_NULL) {
                    scalars.put(key, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a JsonText holds text that is not JSON; it must be made by of or parse", e);
        }
        return scalars;
    }
}
