package dev.annals.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One JSON value as compact text: no white space between tokens, keys in the producer's order, numbers as the producer
 * wrote them, non-ASCII unescaped. The JSON value {@code null} is the text {@code null}; an absent value is no JsonText
 * at all.
 *
 * @param text valid compact JSON; use {@link #of} or {@link #parse} for anything from outside
 */
public record JsonText(String text) {
    /** The JSON value {@code null}. */
    public static final JsonText NULL = new JsonText("null");

    /** The text of a tree. */
    public static JsonText of(JsonNode tree) {
        if (tree instanceof NullNode) {
            return NULL;
        }
        try {
            return new JsonText(Json.MAPPER.writeValueAsString(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written as text; a tree always can", e);
        }
    }

    /**
     * The compact form of a JSON text.
     *
     * @throws MalformedJson when it is not exactly one JSON value, or over the limits of {@link Json} and {@link CompactJson}
     */
    public static JsonText parse(String text) throws MalformedJson {
        return new JsonText(CompactJson.of(text, Json.MAX_DEPTH));
    }

    /** The parsed value, a new tree each time. */
    public JsonNode tree() {
        if (text.charAt(0) == '"' && text.indexOf('\\') < 0) {
            // Most values are plain strings, and a parser for each costs more than the rest of a page.
            return TextNode.valueOf(text.substring(1, text.length() - 1));
        }
        try {
            return Json.tree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a JsonText holds text that is not JSON; it must be made by of or parse", e);
        }
    }

    /** Whether this is the JSON value {@code null}. */
    public boolean isNull() {
        return text.equals("null");
    }

    @Override
    public String toString() {
        return text;
    }
}
