package dev.annals.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of a foreign topic and its place. Nothing about it is trusted.
 *
 * @param timestamp milliseconds, as the topic has it
 */
public record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    /** Its place: {@code topic-partition@offset}. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }

    /** A header as text, the last of that name; {@code null} when there is none. */
    public @Nullable String header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** All headers as text. */
    public ObjectNode headerTexts() {
        ObjectNode texts = Json.MAPPER.createObjectNode();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** The key as a tree: an object or a text in JSON, else the text as it stands; an id such as 1e3 is no number. */
    public static JsonNode keyTree(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (!text.startsWith("{") && !text.startsWith("\"")) {
            return TextNode.valueOf(text);
        }
        try {
            JsonNode tree = Json.tree(text);
            JsonNode payload = tree.get("payload");
            return payload != null && tree.size() == 2 && tree.has("schema") ? payload : tree;
        } catch (MalformedJson e) {
            return TextNode.valueOf(text);
        }
    }
}
