package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.ingest.mapping.ColumnType;
import dev.annals.ingest.mapping.ColumnType.Kind;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.model.Json;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is shown: its values are what its schema says, or the mapping where no schema came; those that Debezium was not given are apart.
 *
 * @param unavailable columns whose values are unchanged and not known
 */
record RowValues(ObjectNode columns, Set<String> unavailable) {
    private static final Map<String, Kind> BY_SCHEMA = Map.ofEntries(
            Map.entry("org.apache.kafka.connect.data.Date", Kind.DATE),
            Map.entry("org.apache.kafka.connect.data.Time", Kind.TIME_MILLIS),
            Map.entry("org.apache.kafka.connect.data.Timestamp", Kind.TIMESTAMP_MILLIS),
            Map.entry("io.debezium.time.Date", Kind.DATE),
            Map.entry("io.debezium.time.Time", Kind.TIME_MILLIS),
            Map.entry("io.debezium.time.MicroTime", Kind.TIME_MICROS),
            Map.entry("io.debezium.time.NanoTime", Kind.TIME_NANOS),
            Map.entry("io.debezium.time.Timestamp", Kind.TIMESTAMP_MILLIS),
            Map.entry("io.debezium.time.MicroTimestamp", Kind.TIMESTAMP_MICROS),
            Map.entry("io.debezium.time.NanoTimestamp", Kind.TIMESTAMP_NANOS),
            Map.entry("io.debezium.time.MicroDuration", Kind.DURATION_MICROS),
            Map.entry("io.debezium.time.NanoDuration", Kind.DURATION_NANOS),
            Map.entry("io.debezium.time.IsoDate", Kind.ISO_LOCAL),
            Map.entry("io.debezium.time.IsoTime", Kind.ISO_LOCAL),
            Map.entry("io.debezium.time.IsoTimestamp", Kind.ISO_LOCAL),
            Map.entry("io.debezium.data.VariableScaleDecimal", Kind.VARIABLE_DECIMAL),
            Map.entry("io.debezium.data.Json", Kind.JSON));
    private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
    private static final ColumnType VARIABLE = ColumnType.of(Kind.VARIABLE_DECIMAL);

    /**
     * The row of a tree.
     *
     * @param schema of the row; absent when none came
     * @param types what the mapping says of columns, which wins
     */
    static RowValues of(
            JsonNode row, @Nullable JsonNode schema, Map<String, ColumnType> types, Unavailable placeholder) {
        ObjectNode columns = Json.MAPPER.createObjectNode();
        Set<String> unavailable = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> column : row.properties()) {
            String name = column.getKey();
            if (placeholder.is(column.getValue())) {
                unavailable.add(name);
                continue;
            }
            ColumnType type = types.get(name);
            columns.set(
                    name,
                    type != null
                            ? type.shown(column.getValue())
                            : shown(column.getValue(), WireValue.fieldSchema(schema, name)));
        }
        return new RowValues(columns, unavailable);
    }

    /** A value as its schema says. */
    static JsonNode shown(JsonNode value, @Nullable JsonNode schema) {
        if (schema == null) {
            // Nothing else has these two fields and no other.
            return value.isObject() ? VARIABLE.shown(value) : value;
        }
        ColumnType type = type(schema);
        if (type != null) {
            return type.shown(value);
        }
        if (value.isArray() && schema.has("items")) {
            ArrayNode items = Json.MAPPER.createArrayNode();
            value.forEach(item -> items.add(shown(item, schema.get("items"))));
            return items;
        }
        if (value.isObject() && (schema.has("fields") || schema.has("values"))) {
            ObjectNode fields = Json.MAPPER.createObjectNode();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                JsonNode inner =
                        schema.has("values") ? schema.get("values") : WireValue.fieldSchema(schema, field.getKey());
                fields.set(field.getKey(), inner == null ? field.getValue() : shown(field.getValue(), inner));
            }
            return fields;
        }
        return value;
    }

    private static @Nullable ColumnType type(JsonNode schema) {
        String name = schema.path("name").asText("");
        if (name.equals(DECIMAL)) {
            String scale = schema.path("parameters").path("scale").asText("");
            return scale.matches("-?\\d{1,4}") ? new ColumnType(Kind.DECIMAL, Integer.parseInt(scale)) : null;
        }
        Kind kind = BY_SCHEMA.get(name);
        return kind == null ? null : ColumnType.of(kind);
    }
}
