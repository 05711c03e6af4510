package dev.annals.dialect.annals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.JsonText;

/** The cell of a spreadsheet for a JSON object of at most one member: a text without quotes, anything else as JSON, nothing for no member. */
final class CellText {
    private CellText() {}

    static String of(String object) {
        int colon = object.indexOf(':');
        if (colon < 0) {
            return "";
        }
        String value = object.substring(colon + 1, object.length() - 1);
        if (value.charAt(0) != '"') {
            return value;
        }
        JsonNode text = new JsonText(value).tree();
        return text.asText();
    }
}
