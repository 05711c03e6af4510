package dev.annals.ingest.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.Reading.Drafted;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.model.Operation;
import dev.annals.model.Reject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 in Kafka's protocol binding: binary, where the attributes are headers that begin with {@code ce_}, and structured, where the record is the event in JSON.
 * Data that is a change event in the form of Annals is taken as one; anything else is the document of the event's subject. Thread-safe.
 */
public final class CloudEventReader {
    private static final String PREFIX = "ce_";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";
    private static final List<String> MANDATORY = List.of("id", "source", "specversion", "type");
    private static final Set<String> DATA = Set.of("data", "data_base64");
    private static final Map<String, Operation> OPERATIONS = Map.ofEntries(
            Map.entry("created", Operation.CREATE),
            Map.entry("create", Operation.CREATE),
            Map.entry("added", Operation.CREATE),
            Map.entry("updated", Operation.UPDATE),
            Map.entry("update", Operation.UPDATE),
            Map.entry("changed", Operation.UPDATE),
            Map.entry("deleted", Operation.DELETE),
            Map.entry("delete", Operation.DELETE),
            Map.entry("removed", Operation.DELETE));

    private final SourceMapping source;
    private final WireValue.Reader wire;
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);

    public CloudEventReader(SourceMapping source, WireValue.Reader wire) {
        this.source = source;
        this.wire = wire;
    }

    /** An event's attributes and its data. */
    private record Event(ObjectNode attributes, @Nullable JsonNode data) {}

    /** What a record is. */
    public Reading read(SourceRecord record) throws Unmappable {
        byte[] value = record.value();
        String contentType = contentType(record);
        boolean structured = contentType.startsWith(STRUCTURED);
        if (!structured && record.header(PREFIX + "specversion") == null && record.header(PREFIX + "id") == null) {
            if (value == null || value.length == 0) {
                return new Reading.Passed("tombstone");
            }
            structured = true;
        }
        if (contentType.startsWith(BATCH)
                || (structured
                        && contentType.startsWith(STRUCTURED)
                        && !contentType.matches("[^;]*\\+json( *;.*)?|" + STRUCTURED + "( *;.*)?"))) {
            throw new Unmappable(
                    Reject.Reason.UNKNOWN_FORMAT,
                    "content-type: a format of CloudEvents that is not read from topics (expected: binary mode, or"
                            + " application/cloudevents+json)");
        }
        Event event = structured ? structured(record, value) : binary(record, value, contentType);
        for (String attribute : MANDATORY) {
            if (event.attributes().path(attribute).asText("").isEmpty()) {
                throw new Unmappable(
                        Reject.Reason.MISSING_FIELD,
                        (structured ? "" : PREFIX) + attribute + ": missing (expected: a CloudEvent with "
                                + String.join(", ", MANDATORY) + ")");
            }
        }
        if (!event.attributes().path("specversion").asText().startsWith("1.")) {
            throw new Unmappable(Reject.Reason.INVALID_FIELD, "specversion: another version (expected: 1.0)");
        }
        return happened(record, event);
    }

    private Reading happened(SourceRecord record, Event event) throws Unmappable {
        ObjectNode attributes = event.attributes();
        String type = attributes.path("type").asText();
        Draft draft = event.data() != null && isChange(event.data())
                ? Draft.of(change(attributes, (ObjectNode) event.data()))
                : document(record, attributes, event.data());
        Map<String, JsonNode> facts = new HashMap<>();
        facts.put("topic", TextNode.valueOf(record.topic()));
        facts.put("headers", record.headerTexts());
        facts.put("ce", attributes);
        byte[] key = record.key();
        if (key != null && key.length > 0) {
            facts.put("key", SourceRecord.keyTree(key));
        }
        return new Reading.Happened(
                List.of(new Drafted(draft, new RecordValues(event.data(), facts), source.rule(type))), null);
    }

    /** Whether data has the form of a change event: an object that has a type and an id. */
    private static boolean isChange(JsonNode data) {
        JsonNode object = data.path("object");
        return object.hasNonNull("type") && object.hasNonNull("id");
    }

    private ChangeEvent change(ObjectNode attributes, ObjectNode data) throws Unmappable {
        ObjectNode whole = data.deepCopy();
        for (String attribute : List.of("id", "source", "time")) {
            if (attributes.hasNonNull(attribute)) {
                whole.set(attribute, attributes.get(attribute));
            }
        }
        Decoded<ChangeEvent> decoded = json.decode(whole.toString().getBytes(StandardCharsets.UTF_8));
        if (decoded instanceof Decoded.Refused<ChangeEvent> refused) {
            throw new Unmappable(refused.reason(), "data: " + refused.detail());
        }
        return decoded.orElseThrow();
    }

    private static Draft document(SourceRecord record, ObjectNode attributes, @Nullable JsonNode data)
            throws Unmappable {
        Draft draft = new Draft();
        String type = attributes.path("type").asText();
        draft.id = attributes.path("id").asText();
        draft.source = attributes.path("source").asText();
        draft.time = time(record, attributes);
        draft.type = type;
        String subject = attributes.path("subject").asText("");
        String id = data == null || !data.path("id").isValueNode() ? null : Template.text(data.path("id"));
        draft.objectId = !subject.isEmpty() ? subject : id != null ? id : draft.id;
        draft.operation =
                OPERATIONS.get(type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (data == null || data.isNull()) {
            draft.operation = draft.operation == null ? Operation.OTHER : draft.operation;
        } else {
            draft.after =
                    data.isObject() ? data : Json.MAPPER.createObjectNode().set("data", data);
            draft.objectName = JsonTopicReader.name(data);
        }
        return draft;
    }

    private static Instant time(SourceRecord record, ObjectNode attributes) throws Unmappable {
        String text = attributes.path("time").asText("");
        if (text.isEmpty()) {
            return Times.ofMicros(Math.max(record.timestamp(), 0) * 1000);
        }
        Instant time = Times.instant(text);
        if (time == null) {
            throw new Unmappable(Reject.Reason.INVALID_FIELD, "time: text that is no time (expected: RFC 3339)");
        }
        return time;
    }

    private Event structured(SourceRecord record, byte @Nullable [] value) throws Unmappable {
        if (value == null || value.length == 0) {
            throw Unmappable.malformed(
                    "the value: none (expected: a CloudEvent in JSON, or headers that begin with ce_)");
        }
        JsonNode tree = wire.read(record.topic(), value).tree();
        if (!(tree instanceof ObjectNode event)) {
            throw Unmappable.malformed("the value: no JSON object (expected: a CloudEvent)");
        }
        ObjectNode attributes = event.deepCopy().without(DATA);
        JsonNode data = event.get("data");
        if (data == null && event.path("data_base64").isTextual()) {
            data = bytes(
                    base64(event.path("data_base64").textValue()),
                    event.path("datacontenttype").asText(""));
        } else if (data != null
                && data.isTextual()
                && isJson(event.path("datacontenttype").asText(""))) {
            data = json(data.textValue(), data);
        }
        return new Event(attributes, data);
    }

    private static Event binary(SourceRecord record, byte @Nullable [] value, String contentType) {
        ObjectNode attributes = Json.MAPPER.createObjectNode();
        for (Header header : record.headers()) {
            if (header.key().startsWith(PREFIX) && header.value() != null) {
                attributes.put(
                        header.key().substring(PREFIX.length()), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new Event(attributes, value == null || value.length == 0 ? null : bytes(value, contentType));
    }

    /** Data as JSON where it is JSON, else as text, else in Base64. */
    private static JsonNode bytes(byte[] bytes, String contentType) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            TextNode plain = TextNode.valueOf(text);
            return contentType.isEmpty() || isJson(contentType) ? json(text, plain) : plain;
        } catch (CharacterCodingException e) {
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static JsonNode json(String text, JsonNode otherwise) {
        try {
            return Json.tree(text);
        } catch (dev.annals.model.MalformedJson e) {
            return otherwise;
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.endsWith("/json") || type.endsWith("+json");
    }

    private static byte[] base64(String text) throws Unmappable {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Unmappable.malformed("data_base64: not Base64");
        }
    }

    private static String contentType(SourceRecord record) {
        String type = record.header("content-type");
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }
}
