package dev.annals.processor.stage.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import java.util.Map;

/**
 * Cuts the compact text of a JSON object into its top-level fields without building a tree: most of a document is the
 * same before and after, and equal text is an equal value.
 *
 * <p>The text must be valid and compact, as every {@link JsonText} is; nothing is validated again here beyond what keeps the scan inside the text.
 */
final class TopLevelFields {
    private final String text;
    private int at;

    private TopLevelFields(String text) {
        this.text = text;
    }

    /**
     * Adds the fields of an object in their order.
     *
     * @throws IllegalArgumentException when the text is no JSON object
     */
    static void into(Map<String, JsonText> fields, String text) {
        try {
            new TopLevelFields(text).scan(fields);
        } catch (StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a document ends too early (expected: a compact JSON object)", e);
        }
    }

    private void scan(Map<String, JsonText> fields) {
        expect('{');
        if (text.charAt(at) == '}') {
            return;
        }
        do {
            String name = name();
            expect(':');
            int start = at;
            skipValue();
            fields.put(name, new JsonText(text.substring(start, at)));
        } while (text.charAt(at++) == ',');
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw new IllegalArgumentException("a document has no '" + c + "' at " + at
                    + " (expected: a compact JSON object; the codecs accept no other document)");
        }
        at++;
    }

    private String name() {
        int start = at;
        skipString();
        String quoted = text.substring(start, at);
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        try {
            return Json.MAPPER.readValue(quoted, String.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a field name has a broken escape (expected: valid JSON)", e);
        }
    }

    private void skipValue() {
        char first = text.charAt(at);
        if (first == '"') {
            skipString();
        } else if (first == '{' || first == '[') {
            skipNested();
        } else {
            char c = first;
            while (c != ',' && c != '}') {
                c = text.charAt(++at);
            }
        }
    }

    /** Brackets need not be told apart: in valid JSON they match. */
    private void skipNested() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '"') {
                skipString();
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
    }

    private void skipString() {
        expect('"');
        int end = text.indexOf('"', at);
        while (end > 0 && escaped(end)) {
            end = text.indexOf('"', end + 1);
        }
        if (end < 0) {
            throw new StringIndexOutOfBoundsException(text.length());
        }
        at = end + 1;
    }

    private boolean escaped(int quote) {
        int slashes = 0;
        while (text.charAt(quote - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
