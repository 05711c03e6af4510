package dev.annals.dialect.sdelements.presentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.JsonText;
import dev.annals.redact.Mark;
import java.util.Map;

/** How data shows values that the redactor has masked: with the same words as in sentences. */
public final class MaskedValues {
    private static final TextNode SPOKEN = TextNode.valueOf(Mark.TEXT);

    private MaskedValues() {}

    /** The same JSON with words in the place of marks. */
    public static JsonText spoken(JsonText json) {
        return Mark.mayContain(json) ? JsonText.of(spoken(json.tree())) : json;
    }

    private static JsonNode spoken(JsonNode value) {
        if (Mark.isMark(value)) {
            return SPOKEN;
        }
        if (value instanceof ObjectNode object) {
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
