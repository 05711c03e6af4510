package dev.annals.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands in the place of a masked value. In the object store it carries a keyed digest, so that a diff sees that the
 * value changed: {@code {"$annals":"redacted","was":"string","hmac":"…"}}. Everywhere else it is bare:
 * {@code {"$annals":"redacted","was":"string"}}.
 *
 * <p>A producer may send such an object itself. It stays as it is, so that redacting twice is redacting once; and it
 * forges nothing: it shows as a masked value, and its digest can only equal a real one by knowing the deployment's key.
 */
public final class Mark {
    /** The first key of a mark. */
    public static final String KEY = "$annals";

    /** The value under that key. */
    public static final String REDACTED = "redacted";

    /** What stands in place of a masked value where only text can stand: in labels and in sentences. */
    public static final String TEXT = "[redacted]";

    private static final String WAS = "was";
    private static final String HMAC = "hmac";
    private static final String START = "{\"" + KEY + "\":\"" + REDACTED + "\"";
    private static final Set<String> KINDS = Set.of("string", "number", "boolean", "object", "array");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Mark() {}

    /** A mark with a digest. */
    static ObjectNode of(JsonNode value, String hmac) {
        return bareOf(kind(value)).put(HMAC, hmac);
    }

    /** A mark without one. */
    static ObjectNode bareOf(JsonNode value) {
        return bareOf(kind(value));
    }

    /** Whether it is a mark, bare or not. An object that has anything else in it is not. */
    public static boolean isMark(JsonNode value) {
        return value instanceof ObjectNode object
                && object.path(KEY).asText().equals(REDACTED)
                && object.path(KEY).isTextual()
                && object.path(WAS).isTextual()
                && KINDS.contains(object.path(WAS).asText())
                && (object.size() == 2 || (object.size() == 3 && isDigest(object.path(HMAC))));
    }

    /** Whether the whole value is a mark. */
    public static boolean isMark(JsonText value) {
        return value.text().startsWith(START) && isMark(value.tree());
    }

    /** Whether there may be a mark in it somewhere: cheap, and wrong only when a producer's text looks like one. */
    public static boolean mayContain(JsonText value) {
        return value.text().contains(START);
    }

    /** The JSON type of the value that was masked: string, number, boolean, object or array. */
    public static String was(JsonNode mark) {
        return mark.path(WAS).asText();
    }

    /** The value with every mark in it bare. Changes the tree it is given. */
    public static JsonNode bare(JsonNode value) {
        if (isMark(value)) {
            return bareOf(was(value));
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(bare(field.getValue()));
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, bare(array.get(i)));
            }
        }
        return value;
    }

    /** The value with every mark in it bare. */
    public static JsonText bare(JsonText value) {
        return mayContain(value) ? JsonText.of(bare(value.tree())) : value;
    }

    private static ObjectNode bareOf(String kind) {
        return Json.MAPPER.createObjectNode().put(KEY, REDACTED).put(WAS, kind);
    }

    private static boolean isDigest(JsonNode hmac) {
        return hmac.isTextual() && DIGEST.matcher(hmac.asText()).matches();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }
}
