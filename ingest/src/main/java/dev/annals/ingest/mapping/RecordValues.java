package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the places of a template may name.
 *
 * @param fields the record's document: the one after the change, of a deletion what is known of the one before
 * @param facts what begins with a dollar sign: {@code topic}, {@code table}, {@code key}, {@code before}, {@code after}, {@code source}, {@code headers}, {@code tx}
 */
public record RecordValues(@Nullable JsonNode fields, Map<String, JsonNode> facts) {
    public RecordValues {
        facts = Map.copyOf(facts);
    }

    /** The same with one more fact. */
    public RecordValues with(String fact, JsonNode value) {
        Map<String, JsonNode> more = new java.util.HashMap<>(facts);
        more.put(fact, value);
        return new RecordValues(fields, more);
    }

    @Nullable
    JsonNode at(String path) {
        if (path.startsWith("$")) {
            int dot = path.indexOf('.');
            JsonNode fact = facts.get(dot < 0 ? path.substring(1) : path.substring(1, dot));
            return dot < 0 ? fact : inside(fact, path.substring(dot + 1));
        }
        return inside(fields, path);
    }

    /** A field whose own name has dots comes before one inside another. */
    private static @Nullable JsonNode inside(@Nullable JsonNode value, String path) {
        if (value == null) {
            return null;
        }
        JsonNode whole = value.get(path);
        if (whole != null) {
            return whole;
        }
        if (value.isArray() && path.matches("\\d{1,9}")) {
            return value.get(Integer.parseInt(path));
        }
        int dot = path.indexOf('.');
        if (dot <= 0) {
            return null;
        }
        JsonNode outer = inside(value, path.substring(0, dot));
        return outer == null ? null : inside(outer, path.substring(dot + 1));
    }
}
