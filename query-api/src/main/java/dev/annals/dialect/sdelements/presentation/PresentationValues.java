package dev.annals.dialect.sdelements.presentation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.processor.view.ActivityValues.Link.Scalars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The searchable part of the data that a producer wants shown: its scalars, as {@link Scalars} finds them, and the values of the
 * keys that clients of SD Elements filter by. Those values are found wherever they occur and however long they are; of a list,
 * each of the first {@value #MAX_ELEMENTS} elements is found, so that a filter agrees with what is shown.
 */
public final class PresentationValues {
    /** The keys that are always searched for. */
    public static final Set<String> SOUGHT = Set.of(
            "user",
            "user_desc",
            "group",
            "group_desc",
            "application",
            "application_desc",
            "business_unit",
            "business_unit_desc",
            "project",
            "project_desc",
            "standard",
            "standard_desc");

    private static final int MAX_ELEMENTS = 1000;

    /** One text under one key; a key may come more than once. */
    public record Value(String key, String text) {}

    private PresentationValues() {}

    /** In the order of the scalars, then of the keys that are always searched for; no value twice. */
    public static List<Value> of(@Nullable JsonText data) {
        if (data == null || data.text().length() <= 2) {
            return List.of();
        }
        Set<Value> values = new LinkedHashSet<>();
        for (Map.Entry<String, String> scalar : Scalars.of(data).entrySet()) {
            values.add(new Value(scalar.getKey(), scalar.getValue()));
        }
        addSought(data, values);
        return List.copyOf(values);
    }

    /** The texts under one key. */
    public static List<String> of(@Nullable JsonText data, String key) {
        return of(data).stream()
                .filter(value -> value.key().equals(key))
                .map(Value::text)
                .toList();
    }

    private static void addSought(JsonText data, Set<Value> values) {
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(data.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!SOUGHT.contains(key) || value == JsonToken.START_OBJECT) {
                    parser.skipChildren();
                } else {
                    texts(parser).forEach(text -> values.add(new Value(key, text)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a JsonText holds text that is not JSON; it must be made by of or parse", e);
        }
    }

    /** The scalar at the parser, or the scalars in the list at the parser. */
    private static List<String> texts(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return parser.currentToken() == JsonToken.VALUE_NULL ? List.of() : List.of(parser.getText());
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
            } else if (parser.currentToken() != JsonToken.VALUE_NULL && texts.size() < MAX_ELEMENTS) {
                texts.add(parser.getText());
            }
        }
        return texts;
    }
}
