package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Draft.Sides;
import dev.annals.ingest.mapping.Keys;
import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.Reading.Drafted;
import dev.annals.ingest.mapping.Reading.TransactionPart;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Rule;
import dev.annals.ingest.mapping.Rule.Before;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes drafts of created, updated, deleted and snapshot rows and documents. */
final class RowReader {
    private static final String NEW_KEY = "__debezium.newkey";
    private static final String OLD_KEY = "__debezium.oldkey";
    private static final String RENAMED_TO = "renamed_to";
    private static final String RENAMED_FROM = "renamed_from";

    private final SourceMapping source;
    private final WireValue.Reader wire;
    private final Unavailable unavailable;

    RowReader(SourceMapping source, WireValue.Reader wire) {
        this.source = source;
        this.wire = wire;
        this.unavailable = new Unavailable(source.unavailable());
    }

    /** A row of an envelope: its columns as they are shown, and the row's id before and after. */
    private record Row(
            Envelope envelope,
            Rule rule,
            @Nullable ObjectNode key,
            @Nullable RowValues before,
            @Nullable RowValues after) {}

    Reading read(Envelope envelope) throws Unmappable {
        Rule rule = source.rule(envelope.table());
        ObjectNode key = key(envelope, envelope.key(), rule);
        RowValues after = side(envelope, "after", rule);
        RowValues before = before(envelope, side(envelope, "before", rule), rule);
        Row row = new Row(envelope, rule, key, before, after);
        TransactionPart transaction = envelope.op().equals("r") ? null : envelope.transaction(name(envelope));
        return new Reading.Happened(
                switch (envelope.op()) {
                    case "c", "r" -> List.of(created(row));
                    case "d" -> List.of(deleted(row));
                    default -> updated(row);
                },
                transaction);
    }

    private Drafted created(Row row) throws Unmappable {
        RowValues after = row.after();
        if (after == null) {
            throw Unmappable.malformed("after: missing (expected: the row, because op is "
                    + row.envelope().op() + ")");
        }
        boolean snapshot = row.envelope().op().equals("r");
        Draft draft = draft(row, after, snapshot ? "snapshot" : "created");
        draft.operation = snapshot ? null : Operation.CREATE;
        draft.snapshot = snapshot;
        if (!snapshot && isAnonymous(row)) {
            draft.changes = sides(after, true);
        } else {
            setAfter(draft, after, null);
        }
        relate(draft, row, OLD_KEY, RENAMED_FROM);
        return new Drafted(draft, values(row, after.columns()), row.rule());
    }

    private Drafted deleted(Row row) throws Unmappable {
        RowValues before = row.before();
        Draft draft = draft(row, before, "deleted");
        draft.operation = Operation.DELETE;
        if (before != null && isAnonymous(row)) {
            draft.changes = sides(before, false);
        } else {
            draft.after = NullNode.getInstance();
            draft.before = before == null || !before.unavailable().isEmpty() ? null : before.columns();
        }
        relate(draft, row, NEW_KEY, RENAMED_TO);
        return new Drafted(draft, values(row, before == null ? row.key() : before.columns()), row.rule());
    }

    private List<Drafted> updated(Row row) throws Unmappable {
        RowValues before = row.before();
        RowValues after = row.after();
        JsonNode description = row.envelope().side("updateDescription");
        if (after == null && !description.isObject()) {
            throw Unmappable.malformed("after: missing (expected: the row, because op is u)");
        }
        if (before != null && after != null) {
            String old = id(row, before);
            String fresh = id(row, after);
            if (old != null && fresh != null && !old.equals(fresh)) {
                return renamed(row, before, after, old, fresh);
            }
        }
        Draft draft = draft(row, after, "updated");
        draft.operation = Operation.UPDATE;
        if (after == null) {
            DocumentUpdate.describe(draft, description);
        } else {
            setAfter(draft, after, before);
        }
        return List.of(new Drafted(draft, values(row, after == null ? row.key() : after.columns()), row.rule()));
    }

    /** An object that gets another id goes, and another one comes; each names the other. */
    private List<Drafted> renamed(Row row, RowValues before, RowValues after, String old, String fresh) {
        Row gone = new Row(row.envelope(), row.rule(), row.key(), before, null);
        Draft leaving = draft(gone, before, "left");
        leaving.operation = Operation.DELETE;
        Draft coming = draft(row, after, "came");
        coming.operation = Operation.CREATE;
        if (isAnonymous(row)) {
            leaving.changes = sides(before, false);
            coming.changes = sides(after, true);
        } else {
            leaving.after = NullNode.getInstance();
            setAfter(coming, after, before);
        }
        leaving.related.add(new RelatedObject(coming.type, fresh, coming.objectName, RENAMED_TO, null));
        coming.related.add(new RelatedObject(leaving.type, old, leaving.objectName, RENAMED_FROM, null));
        return List.of(
                new Drafted(leaving, values(gone, before.columns()), row.rule()),
                new Drafted(coming, values(row, after.columns()), row.rule()));
    }

    private Draft draft(Row row, @Nullable RowValues shown, String what) {
        Envelope envelope = row.envelope();
        Draft draft = DebeziumReader.draft(envelope, source.connector());
        draft.id = eventId(row, what);
        draft.type = lastPart(envelope.table());
        draft.objectId = defaultId(row, shown);
        JsonNode name = shown == null ? null : shown.columns().get("name");
        draft.objectName = name == null ? null : Template.text(name);
        return draft;
    }

    /** The same whenever Debezium sends the change, also after it was killed. */
    private String eventId(Row row, String what) {
        Envelope envelope = row.envelope();
        String key = row.key() == null ? "" : row.key().toString();
        TransactionPart transaction = envelope.transaction(name(envelope));
        // Without a key, nothing tells equal rows of one statement apart but their places.
        String place = row.key() != null && !envelope.isMongo()
                ? ""
                : transaction != null && transaction.order() > 0
                        ? transaction.key() + "#" + transaction.order()
                        : row.key() == null ? envelope.record().place() : "";
        String content = envelope.isMongo()
                ? envelope.tree().path("after") + "|" + envelope.tree().path("updateDescription")
                : "";
        return Digests.of(envelope.position(), envelope.op(), envelope.table(), key, place, content, what);
    }

    private @Nullable String defaultId(Row row, @Nullable RowValues shown) {
        if (row.key() != null) {
            return Keys.id(row.key());
        }
        return shown == null ? null : "row-" + Digests.of(shown.columns().toString());
    }

    /** The object's id as the mapping and the key make it of one side. */
    private @Nullable String id(Row row, RowValues side) {
        Template template = row.rule().texts().get(Rule.Field.ID);
        return template == null ? defaultId(row, side) : template.fill(values(row, side.columns()));
    }

    /** Whether nothing says which row it is but all of it. */
    private static boolean isAnonymous(Row row) {
        return row.key() == null && !row.rule().texts().containsKey(Rule.Field.ID);
    }

    /** The document after: whole, or only what is known of it. */
    private static void setAfter(Draft draft, RowValues after, @Nullable RowValues before) {
        ObjectNode columns = after.columns();
        boolean whole = true;
        for (String column : after.unavailable()) {
            JsonNode known = before == null ? null : before.columns().get(column);
            if (known == null) {
                whole = false;
            } else {
                columns.set(column, known);
            }
        }
        if (whole) {
            draft.after = columns;
            draft.before = before == null || !before.unavailable().isEmpty() ? null : before.columns();
            return;
        }
        Map<String, Sides> changes = new LinkedHashMap<>();
        columns.properties().forEach(column -> changes.put(column.getKey(), new Sides(null, column.getValue())));
        draft.changes = changes;
    }

    private static Map<String, Sides> sides(RowValues row, boolean created) {
        Map<String, Sides> sides = new LinkedHashMap<>();
        row.columns()
                .properties()
                .forEach(column -> sides.put(
                        column.getKey(),
                        created ? new Sides(null, column.getValue()) : new Sides(column.getValue(), null)));
        return sides;
    }

    private void relate(Draft draft, Row row, String header, String role) throws Unmappable {
        String other = row.envelope().record().header(header);
        if (other == null || row.rule().texts().containsKey(Rule.Field.ID)) {
            return;
        }
        WireValue value = wire.read(row.envelope().record().topic(), other.getBytes(StandardCharsets.UTF_8));
        ObjectNode key = key(row.envelope(), value, row.rule());
        if (key != null) {
            draft.related.add(new RelatedObject(draft.type, Keys.id(key), null, role, null));
        }
    }

    private @Nullable ObjectNode key(Envelope envelope, @Nullable WireValue value, Rule rule) {
        if (value == null || !value.tree().isObject()) {
            return null;
        }
        if (envelope.isMongo() && value.tree().path("id").isTextual()) {
            ObjectNode key = dev.annals.model.Json.MAPPER.createObjectNode();
            return key.set("id", ExtendedJson.parse(value.tree().path("id").textValue()));
        }
        return RowValues.of(value.tree(), value.schema(), rule.columns(), unavailable)
                .columns();
    }

    private @Nullable RowValues side(Envelope envelope, String name, Rule rule) throws Unmappable {
        JsonNode side = envelope.side(name);
        if (side.isMissingNode()) {
            return null;
        }
        if (side.isTextual()) {
            side = ExtendedJson.parse(side.textValue());
        }
        if (!side.isObject()) {
            throw Unmappable.malformed(name + ": no row (expected: an object, or null)");
        }
        return RowValues.of(side, WireValue.fieldSchema(envelope.schema(), name), rule.columns(), unavailable);
    }

    /** The row before, if it can be believed. */
    private static @Nullable RowValues before(Envelope envelope, @Nullable RowValues before, Rule rule) {
        if (before == null || rule.trust() == Before.FULL || envelope.key() == null) {
            return before;
        }
        // PostgreSQL gives a deleted row's key alone, unless the table's identity is full; Debezium fills up the rest.
        boolean believed = rule.trust() == Before.AUTO && !(envelope.op().equals("d") && envelope.isPostgres());
        return believed ? before : null;
    }

    private RecordValues values(Row row, @Nullable JsonNode fields) {
        return facts(row.envelope(), row, fields);
    }

    /** What templates may name. */
    RecordValues facts(Envelope envelope, @Nullable Row row, @Nullable JsonNode fields) {
        Map<String, JsonNode> facts = new HashMap<>();
        String table = envelope.table();
        facts.put("topic", TextNode.valueOf(envelope.record().topic()));
        facts.put("table", TextNode.valueOf(table));
        facts.put("op", TextNode.valueOf(envelope.op()));
        facts.put("source", envelope.source());
        facts.put("headers", envelope.record().headerTexts());
        if (row != null) {
            put(facts, "key", row.key());
            put(facts, "before", row.before() == null ? null : row.before().columns());
            put(facts, "after", row.after() == null ? null : row.after().columns());
        }
        return new RecordValues(fields, facts);
    }

    private static void put(Map<String, JsonNode> facts, String name, @Nullable JsonNode value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private String name(Envelope envelope) {
        return envelope.name(source.connector());
    }

    static String lastPart(String table) {
        List<String> parts = new ArrayList<>(List.of(table.split("\\.")));
        return parts.isEmpty() ? table : parts.get(parts.size() - 1);
    }
}
