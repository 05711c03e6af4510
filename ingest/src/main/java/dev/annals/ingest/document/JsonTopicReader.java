package dev.annals.ingest.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Keys;
import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.Reading.Drafted;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Rule;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics whose records are documents: the value is the state of the object that the key names, and no value means that it is gone. What was created, updated and
 * deleted follows from that. Thread-safe.
 */
public final class JsonTopicReader {
    private final SourceMapping source;
    private final WireValue.Reader wire;

    public JsonTopicReader(SourceMapping source, WireValue.Reader wire) {
        this.source = source;
        this.wire = wire;
    }

    /** What a record is. */
    public Reading read(SourceRecord record) throws Unmappable {
        Rule rule = source.rule(record.topic());
        byte[] bytes = record.key();
        JsonNode key = bytes == null || bytes.length == 0 ? null : SourceRecord.keyTree(bytes);
        byte[] value = record.value();
        JsonNode document = value == null || value.length == 0
                ? NullNode.getInstance()
                : wire.read(record.topic(), value).tree();
        if (!document.isObject() && !document.isNull()) {
            throw Unmappable.malformed("the value: no JSON object (expected: the object's document, or no value)");
        }
        JsonNode shown = document instanceof ObjectNode object ? typed(object, rule) : document;
        Draft draft = new Draft();
        // A topic that was made anew has the same offsets again, and other times.
        draft.id = record.place() + "@" + record.timestamp();
        draft.source = "kafka/" + record.topic();
        draft.time = Times.ofMicros(Math.max(record.timestamp(), 0) * 1000);
        draft.type = record.topic();
        draft.objectId = key == null || key.isNull() ? null : Keys.id(key);
        draft.objectName = name(shown);
        draft.after = shown;
        return new Reading.Happened(List.of(new Drafted(draft, values(record, key, shown), rule)), null);
    }

    private static ObjectNode typed(ObjectNode document, Rule rule) {
        if (rule.columns().isEmpty()) {
            return document;
        }
        ObjectNode shown = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            var type = rule.columns().get(field.getKey());
            shown.set(field.getKey(), type == null ? field.getValue() : type.shown(field.getValue()));
        }
        return shown;
    }

    static @Nullable String name(JsonNode document) {
        JsonNode name = document.get("name");
        return name != null && name.isTextual() ? Template.text(name) : null;
    }

    private static RecordValues values(SourceRecord record, @Nullable JsonNode key, JsonNode document) {
        Map<String, JsonNode> facts = new HashMap<>();
        facts.put("topic", TextNode.valueOf(record.topic()));
        facts.put("headers", record.headerTexts());
        facts.put("timestamp", Json.MAPPER.getNodeFactory().numberNode(record.timestamp()));
        if (key != null) {
            facts.put("key", key);
        }
        // Of an object that is gone only the key is left.
        return new RecordValues(document.isObject() ? document : key, facts);
    }
}
