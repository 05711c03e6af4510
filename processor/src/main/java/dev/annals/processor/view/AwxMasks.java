package dev.annals.processor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.JsonText;
import java.util.Map;

/** The words of AWX for values that the redactor has masked: {@code hidden} for a whole field, {@code $encrypted$} inside one. */
public final class AwxMasks {
    /** How the mark of a masked value begins: an object with this one key. */
    private static final String KEY = "$annals";

    private static final String MARK = "{\"" + KEY + "\"";
    private static final JsonText HIDDEN = new JsonText("\"hidden\"");
    private static final TextNode ENCRYPTED = TextNode.valueOf("$encrypted$");

    private AwxMasks() {}

    /** A field's value in the words of AWX. The inputs of a credential are hidden as a whole. */
    public static JsonText field(String name, JsonText value) {
        if (!value.text().contains(MARK)) {
            return value;
        }
        return value.text().startsWith(MARK) || name.equals("inputs") ? HIDDEN : inside(value);
    }

    /** A document in the words of AWX, masked values inside it {@code $encrypted$}. */
    public static JsonText inside(JsonText document) {
        return document.text().contains(MARK) ? JsonText.of(spoken(document.tree())) : document;
    }

    private static JsonNode spoken(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(KEY)) {
                return ENCRYPTED;
            }
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                property.setValue(spoken(property.getValue()));
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, spoken(array.get(i)));
            }
        }
        return value;
    }
}
