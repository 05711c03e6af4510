package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text with places to fill in: <code>{org_id}/{user_id}</code>. A place names a field of the record, with dots for fields inside it, or one of the
 * facts about it, such as <code>{$topic}</code>. Two opening braces stand for one.
 */
public final class Template {
    /** What is expected of one, for messages. */
    static final String EXPECTED = "text with places such as {column} or {$source.db}, {{ for a brace";

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Place(String path) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** The template that a text means. Fails with {@link InvalidMapping}. */
    static Template parse(String path, String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '{') {
                literal.append(c);
            } else if (text.startsWith("{{", at)) {
                literal.append('{');
                at++;
            } else {
                int end = text.indexOf('}', at);
                if (end < 0 || end == at + 1) {
                    throw InvalidMapping.at(path, end < 0 ? "a place that does not end" : "an empty place", EXPECTED);
                }
                if (literal.length() > 0) {
                    parts.add(new Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Place(text.substring(at + 1, end)));
                at = end;
            }
        }
        if (literal.length() > 0 || parts.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new Template(parts);
    }

    /** A template with one place and nothing else. */
    static Template place(String path) {
        return new Template(List.of(new Place(path)));
    }

    /** The filled text; {@code null} when a place has no value, or null. */
    public @Nullable String fill(RecordValues values) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                filled.append(literal.text());
            } else {
                String value = text(values.at(((Place) part).path()));
                if (value == null) {
                    return null;
                }
                filled.append(value);
            }
        }
        return filled.toString();
    }

    /** A value as text: scalars as they are written, anything else as JSON; {@code null} for none. */
    public static @Nullable String text(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (value.isBigDecimal()) {
            return value.decimalValue().abs().scale() > 400
                    ? value.asText()
                    : value.decimalValue().toPlainString();
        }
        return value.isValueNode() ? value.asText() : JsonText.of(value).text();
    }
}
