package dev.annals.processor.stage.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.JsonText;
import java.util.Iterator;
import java.util.Map;

/**
 * When two JSON values are the same: numbers by value ({@code 1}, {@code 1.0} and {@code 1e0} are one number), objects
 * whatever the order of their keys, arrays in order, null differs from absent, text code unit by code unit.
 */
public final class JsonEquality {
    private JsonEquality() {}

    /** Whether two texts say the same value. */
    public static boolean same(JsonText a, JsonText b) {
        if (a.text().equals(b.text())) {
            return true;
        }
        return maybeSame(a.text().charAt(0), b.text().charAt(0)) && same(a.tree(), b.tree());
    }

    /** Strings, null, true and false have one compact spelling each, so different texts of them differ; only numbers, objects and arrays have several. */
    private static boolean maybeSame(char a, char b) {
        boolean numbers = isNumber(a) && isNumber(b);
        return numbers || (a == b && (a == '{' || a == '['));
    }

    private static boolean isNumber(char first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    /** Whether two trees are the same value. */
    public static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            // compareTo looks at the magnitude first, so 1E9999 against 1 allocates nothing.
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return sameFields(a, b);
        }
        if (a.isArray() && b.isArray()) {
            return sameElements(a, b);
        }
        return a.equals(b);
    }

    private static boolean sameFields(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : a.properties()) {
            JsonNode other = b.get(field.getKey());
            if (other == null || !same(field.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<JsonNode> others = b.iterator();
        for (JsonNode element : a) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }
}
