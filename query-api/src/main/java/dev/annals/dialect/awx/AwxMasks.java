package dev.annals.dialect.awx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.JsonText;
import dev.annals.redact.Mark;
import java.util.Map;

/** The words of AWX for values that the redactor has masked: {@code hidden} for a whole field, {@code $encrypted$} inside one. */
final class AwxMasks {
    /** How the mark of a masked value begins. */
    private static final String MARK = "{\"" + Mark.KEY + "\"";

    /** What stands in a text for what the redactor cut out of it. */
    private static final String IN_TEXT = Mark.TEXT;

    private static final JsonText STARS = new JsonText("\"************\"");
    private static final JsonText HIDDEN = new JsonText("\"hidden\"");
    private static final TextNode ENCRYPTED = TextNode.valueOf("$encrypted$");

    private AwxMasks() {}

    /** Whether AWX never tells of this field of an object, not even that it changed. */
    static boolean isLeftOut(String type, String field) {
        return switch (field) {
            case "survey_passwords" -> true;
            case "client_secret" -> type.equals("o_auth2_application");
            case "last_login" -> type.equals("user");
            case "last_used" -> type.equals("o_auth2_access_token");
            default -> false;
        };
    }

    /** The value of a field of an object in the words of AWX. The inputs of a credential are hidden as a whole. */
    static JsonText field(String type, String name, JsonText value) {
        return texts(masked(type, name, value));
    }

    /** What was cut out of a text reads as AWX has it there. */
    private static JsonText texts(JsonText value) {
        return value.text().contains(IN_TEXT) ? new JsonText(value.text().replace(IN_TEXT, "$encrypted$")) : value;
    }

    private static JsonText masked(String type, String name, JsonText value) {
        if (type.equals("credential") && name.equals("inputs") && !value.text().equals("null")) {
            return HIDDEN;
        }
        if (!value.text().contains(MARK)) {
            return value;
        }
        boolean whole = value.text().startsWith(MARK) || name.equals("inputs");
        if (!whole) {
            return inside(value);
        }
        return type.equals("o_auth2_access_token") && name.equals("token") ? STARS : HIDDEN;
    }

    /** A document in the words of AWX, masked values inside it {@code $encrypted$}. */
    static JsonText inside(JsonText document) {
        return texts(document.text().contains(MARK) ? JsonText.of(spoken(document.tree())) : document);
    }

    private static JsonNode spoken(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(Mark.KEY)) {
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
