package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.ColumnType;
import dev.annals.ingest.mapping.ColumnType.Kind;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.math.BigDecimal;
import java.util.Map;

/** MongoDB's Extended JSON, strict or relaxed, as plain JSON where plain JSON has the type: numbers, times, object ids. The rest stays as it is. */
final class ExtendedJson {
    private static final ColumnType MOMENT = ColumnType.of(Kind.INSTANT_MILLIS);

    private ExtendedJson() {}

    /** The plain value of a text; the text itself when it is no JSON. */
    static JsonNode parse(String text) {
        try {
            return plain(Json.tree(text));
        } catch (MalformedJson e) {
            return TextNode.valueOf(text);
        }
    }

    static JsonNode plain(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = Json.MAPPER.createArrayNode();
            value.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        if (value.size() == 1) {
            Map.Entry<String, JsonNode> only = value.properties().iterator().next();
            if (only.getKey().startsWith("$")) {
                return typed(only.getKey(), only.getValue(), value);
            }
        }
        ObjectNode fields = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            fields.set(field.getKey(), plain(field.getValue()));
        }
        return fields;
    }

    private static JsonNode typed(String type, JsonNode inner, JsonNode whole) {
        return switch (type) {
            case "$oid", "$symbol", "$uuid" -> inner.isTextual() ? inner : whole;
            case "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal" -> number(inner);
            case "$date" -> date(inner, whole);
            default -> whole;
        };
    }

    private static JsonNode number(JsonNode inner) {
        String text = inner.asText();
        try {
            BigDecimal number = text.length() > 64 ? null : new BigDecimal(text);
            return number == null || Math.abs((long) number.scale()) > Json.MAX_NUMBER_LENGTH / 2
                    ? inner
                    : DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
        } catch (NumberFormatException e) {
            // NaN and the infinities are no JSON.
            return inner;
        }
    }

    private static JsonNode date(JsonNode inner, JsonNode whole) {
        JsonNode millis = inner.isObject() ? plain(inner) : inner;
        if (millis.isNumber() && millis.canConvertToLong()) {
            return MOMENT.shown(com.fasterxml.jackson.databind.node.LongNode.valueOf(millis.longValue()));
        }
        return millis.isTextual() ? millis : whole;
    }
}
