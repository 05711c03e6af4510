package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import dev.annals.model.Reject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a foreign record as a tree, and the schema that came with it.
 *
 * @param schema as Kafka Connect writes schemas in JSON; absent when none came
 */
public record WireValue(JsonNode tree, @Nullable JsonNode schema) {
    /**
     * Reads bytes of whatever format a foreign topic may have. The one place that another format joins: it gives the same tree, and its schema in the form of Kafka
     * Connect's.
     */
    @FunctionalInterface
    public interface Reader {
        /** Fails with {@link Unmappable} for bytes that are no value of the format. */
        WireValue read(String topic, byte[] bytes) throws Unmappable;
    }

    /** JSON, with or without Kafka Connect's schema. */
    public static final Reader JSON = (topic, bytes) -> ofJson(bytes);

    private static WireValue ofJson(byte[] bytes) throws Unmappable {
        if (bytes.length > 0 && bytes[0] == 0) {
            throw new Unmappable(
                    Reject.Reason.UNKNOWN_SCHEMA,
                    "Confluent wire format needs a schema registry; none is configured (expected: JSON)");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode tree = Json.tree(text);
            JsonNode payload = tree.get("payload");
            JsonNode schema = tree.get("schema");
            return tree.size() == 2 && payload != null && schema != null && (schema.isObject() || schema.isNull())
                    ? new WireValue(payload, schema.isNull() ? null : schema)
                    : new WireValue(tree, null);
        } catch (CharacterCodingException e) {
            throw Unmappable.malformed("not JSON: the bytes are not UTF-8");
        } catch (MalformedJson e) {
            throw new Unmappable(
                    e.isOverLimit() ? Reject.Reason.TOO_LARGE : Reject.Reason.MALFORMED, "not JSON: " + e.sentence());
        }
    }

    /** The schema of a field of a schema; {@code null} when it is not said. */
    public static @Nullable JsonNode fieldSchema(@Nullable JsonNode schema, String field) {
        if (schema == null) {
            return null;
        }
        for (JsonNode candidate : schema.path("fields")) {
            if (field.equals(candidate.path("field").textValue())) {
                return candidate;
            }
        }
        return null;
    }
}
