package dev.annals.dialect.puppet.wording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** JSON values as Puppet's services print them in messages: text in quotes without escapes, lists and documents as in Clojure. */
final class ValueText {
    /** The only key of the mark that replaces a redacted value. */
    private static final String MASK_KEY = "$annals";

    private static final String MASKED = "[redacted]";

    private ValueText() {}

    /** Whether the value was redacted. */
    static boolean isMasked(JsonNode value) {
        return value.isObject() && value.has(MASK_KEY);
    }

    /** A value in a sentence. */
    static String of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    /** A value without quotes around text, for names. */
    static String bare(JsonNode value) {
        return value.isTextual() ? value.asText() : of(value);
    }

    private static void append(StringBuilder text, JsonNode value) {
        if (value.isTextual()) {
            text.append('"').append(value.asText()).append('"');
        } else if (isMasked(value)) {
            text.append(MASKED);
        } else if (value.isArray()) {
            text.append('[');
            String gap = "";
            for (JsonNode element : value) {
                text.append(gap);
                append(text, element);
                gap = " ";
            }
            text.append(']');
        } else if (value.isObject()) {
            text.append('{');
            String gap = "";
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                text.append(gap).append('"').append(field.getKey()).append("\" ");
                append(text, field.getValue());
                gap = ", ";
            }
            text.append('}');
        } else {
            text.append(value.asText());
        }
    }
}
