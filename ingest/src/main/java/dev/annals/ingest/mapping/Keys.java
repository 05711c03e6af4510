package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The id of an object whose key is what a record has: the only part of it, or all of them with commas. */
public final class Keys {
    private Keys() {}

    /** The id that a key means. */
    public static String id(JsonNode key) {
        if (!key.isObject()) {
            return text(key);
        }
        if (key.size() == 1) {
            return text(key.properties().iterator().next().getValue());
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : key.properties()) {
            parts.add(text(part.getValue()).replace("\\", "\\\\").replace(",", "\\,"));
        }
        return String.join(",", parts);
    }

    private static String text(JsonNode value) {
        String text = Template.text(value);
        return text == null ? "" : text;
    }
}
