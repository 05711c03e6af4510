package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.Reading.Drafted;
import dev.annals.ingest.mapping.Reading.TransactionPart;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import dev.annals.model.Operation;
import dev.annals.model.Wording;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of Debezium's topics: changes of rows and documents, truncated tables, logical messages, transactions, changes of schemas. Thread-safe.
 */
public final class DebeziumReader {
    private static final Set<String> HEARTBEAT = Set.of("ts_ms", "ts_us", "ts_ns");

    private final SourceMapping source;
    private final WireValue.Reader wire;
    private final RowReader rows;

    public DebeziumReader(SourceMapping source, WireValue.Reader wire) {
        this.source = source;
        this.wire = wire;
        this.rows = new RowReader(source, wire);
    }

    /** What a record is. */
    public Reading read(SourceRecord record) throws Unmappable {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return new Reading.Passed("tombstone");
        }
        WireValue decoded = wire.read(record.topic(), value);
        JsonNode tree = decoded.tree();
        if (tree.isNull()) {
            return new Reading.Passed("tombstone");
        }
        if (tree.path("op").isTextual()) {
            byte[] key = record.key();
            WireValue keyed = key == null || key.length == 0 ? null : wire.read(record.topic(), key);
            return change(new Envelope(
                    record,
                    tree,
                    decoded.schema(),
                    keyed == null || keyed.tree().isNull() ? null : keyed));
        }
        if (tree.path("status").isTextual() && tree.hasNonNull("id")) {
            return boundary(record, tree);
        }
        if (tree.hasNonNull("ddl") || tree.has("tableChanges")) {
            return schemaChange(new Envelope(record, tree, decoded.schema(), null));
        }
        if (tree.isObject() && !tree.isEmpty() && HEARTBEAT.containsAll(names(tree))) {
            return new Reading.Passed("heartbeat");
        }
        throw Unmappable.malformed("no envelope of Debezium: there is no op (expected: before, after, source, op;"
                + " for topics that hold rows alone, format: json)");
    }

    private Reading change(Envelope envelope) throws Unmappable {
        return switch (envelope.op()) {
            case "c", "r", "u", "d" -> rows.read(envelope);
            case "t" -> truncated(envelope);
            case "m" -> message(envelope);
            default ->
                throw Unmappable.malformed("op: text that is no operation of Debezium (expected: c, u, d, r, t or m)");
        };
    }

    private Reading boundary(SourceRecord record, JsonNode tree) {
        String connector = source.connector() == null ? Envelope.prefix(record.topic()) : source.connector();
        String key = Envelope.key(connector, tree.path("id").asText());
        if (!tree.path("status").asText().equals("END")) {
            return new Reading.Boundary(key, connector, null, -1);
        }
        Map<String, Long> events = new HashMap<>();
        tree.path("data_collections")
                .forEach(collection -> events.merge(
                        collection.path("data_collection").asText(""),
                        collection.path("event_count").asLong(0),
                        Long::sum));
        return new Reading.Boundary(
                key, connector, events, tree.path("event_count").asLong(0));
    }

    private Reading truncated(Envelope envelope) {
        String table = envelope.table();
        Draft draft = draft(envelope, source.connector());
        draft.type = "table";
        draft.objectId = table;
        draft.objectName = RowReader.lastPart(table);
        draft.operation = Operation.OTHER;
        draft.wording = new Wording("truncate", table, "All rows of the table " + table + " were removed", null);
        return happened(envelope, draft, rows.facts(envelope, null, null), table);
    }

    private Reading message(Envelope envelope) throws Unmappable {
        JsonNode message = envelope.side("message");
        String prefix = message.path("prefix").asText("");
        byte[] content = bytes(message.path("content").asText(""));
        TransactionPart transaction = envelope.transaction(envelope.name(source.connector()));
        if (transaction != null && prefix.equals(source.context())) {
            JsonNode said = object(content);
            if (said != null) {
                return new Reading.Context(transaction, said);
            }
        }
        Draft draft = draft(envelope, source.connector());
        draft.type = "message";
        draft.objectId = prefix.isEmpty() ? "message" : prefix;
        draft.objectName = prefix.isEmpty() ? null : prefix;
        draft.operation = Operation.OTHER;
        String text = text(content);
        draft.wording = new Wording(
                "message", prefix, null, text == null ? message.path("content").asText("") : text);
        return happened(envelope, draft, rows.facts(envelope, null, null), "message");
    }

    private Reading schemaChange(Envelope envelope) {
        Draft draft = draft(envelope, source.connector());
        String database = envelope.tree().path("databaseName").asText("");
        draft.type = "schema";
        draft.objectId = database.isEmpty() ? draft.source : database;
        draft.objectName = database.isEmpty() ? null : database;
        draft.operation = Operation.OTHER;
        draft.wording = new Wording(
                "ddl",
                database.isEmpty() ? null : database,
                envelope.tree().path("ddl").asText(null),
                null);
        return happened(envelope, draft, rows.facts(envelope, null, null), "schema");
    }

    private Reading happened(Envelope envelope, Draft draft, RecordValues values, String name) {
        TransactionPart transaction = envelope.transaction(envelope.name(source.connector()));
        // The rule of a table names its rows; only what is said of every event holds for the table itself.
        var rule = source.rule(name).ofTheTable();
        return new Reading.Happened(List.of(new Drafted(draft, values, rule)), transaction);
    }

    /** A draft with what the envelope says of every change. */
    static Draft draft(Envelope envelope, @Nullable String connector) {
        Draft draft = new Draft();
        draft.source = "debezium/" + envelope.name(connector);
        draft.id = Digests.of(
                envelope.position(),
                envelope.op(),
                envelope.table(),
                envelope.tree().path("message").toString(),
                envelope.tree().path("ddl").toString());
        draft.time = envelope.time();
        return draft;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new java.util.HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable JsonNode object(byte[] bytes) {
        String text = text(bytes);
        try {
            JsonNode tree = text == null ? TextNode.valueOf("") : Json.tree(text);
            return tree.isObject() ? tree : null;
        } catch (MalformedJson e) {
            return null;
        }
    }
}
