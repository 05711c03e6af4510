package dev.annals.dialect.awx;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.dialect.awx.metadata.Models;
import dev.annals.dialect.awx.relations.AwxLink;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what {@code summary_fields} tells of an object: the keys of its type, then whatever else the event brought; no nulls. */
final class AwxSummary {
    private static final JsonNode EMPTY = TextNode.valueOf("");

    /** What AWX always has and an event need not bring. */
    private static final Map<String, JsonNode> INVENTORY = Map.of(
            "has_active_failures", BooleanNode.FALSE,
            "total_hosts", IntNode.valueOf(0),
            "hosts_with_active_failures", IntNode.valueOf(0),
            "total_groups", IntNode.valueOf(0),
            "has_inventory_sources", BooleanNode.FALSE,
            "total_inventory_sources", IntNode.valueOf(0),
            "inventory_sources_with_failures", IntNode.valueOf(0),
            "kind", EMPTY);

    private AwxSummary() {}

    /** One object. */
    static void write(AwxLink link, JsonGenerator json) throws IOException {
        Map<String, JsonNode> values = values(link);
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> entry : values.entrySet()) {
            if (entry.getKey().equals("id")) {
                writeId(json, "id", link.id());
            } else if (!entry.getValue().isNull()) {
                json.writeFieldName(entry.getKey());
                json.writeRawValue(entry.getValue().toString());
            }
        }
        json.writeEndObject();
    }

    private static Map<String, JsonNode> values(AwxLink link) {
        List<String> keys = Models.SUMMARY.getOrDefault(link.type(), List.of("id", "name"));
        Map<String, JsonNode> given = given(link.summary());
        if (link.name() != null) {
            given.putIfAbsent(Models.nameKey(link.type()), TextNode.valueOf(link.name()));
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String key : keys) {
            JsonNode value = key.equals("id") ? EMPTY : given.getOrDefault(key, standard(link.type(), key));
            if (value != null) {
                values.put(key, value);
            }
        }
        if (!Models.SUMMARY.containsKey(link.type())) {
            given.forEach(values::putIfAbsent);
        }
        return values;
    }

    private static Map<String, JsonNode> given(@Nullable JsonText summary) {
        Map<String, JsonNode> given = new LinkedHashMap<>();
        if (summary != null) {
            AwxMasks.inside(summary).tree().properties().forEach(entry -> given.put(entry.getKey(), entry.getValue()));
        }
        return given;
    }

    private static @Nullable JsonNode standard(String type, String key) {
        return isEmptyWithout(key) ? EMPTY : type.equals("inventory") ? INVENTORY.get(key) : null;
    }

    /** Whether AWX has the empty text where an event brings no such attribute. */
    static boolean isEmptyWithout(String attribute) {
        return switch (attribute) {
            case "description", "first_name", "last_name" -> true;
            default -> false;
        };
    }

    /**
     * The actor.
     *
     * @param deleted whether the user is gone since; then AWX knows the name but no id
     */
    static void actor(Actor actor, boolean deleted, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("actor");
        if (deleted) {
            json.writeNullField("id");
        } else {
            writeId(json, "id", actor.id());
        }
        json.writeStringField("username", username(actor));
        json.writeStringField("first_name", orEmpty(actor.firstName()));
        json.writeStringField("last_name", orEmpty(actor.lastName()));
        json.writeEndObject();
    }

    /**
     * AWX's {@code setting} as JSON text; empty for what is no setting.
     *
     * @param blank what stands behind each comma and colon
     */
    static String settingText(Activity activity, String blank) {
        ObjectRef object = activity.object();
        if (!AwxTypes.of(object.type()).equals("setting")) {
            return "";
        }
        String name = object.name();
        String category = settingCategory(activity);
        return "{\"name\":" + blank + TextNode.valueOf(name == null ? object.id() : name)
                + (category == null ? "" : "," + blank + "\"category\":" + blank + TextNode.valueOf(category)) + "}";
    }

    static @Nullable String settingCategory(Activity activity) {
        ObjectRef object = activity.object();
        if (!AwxTypes.of(object.type()).equals("setting") || object.summary() == null) {
            return null;
        }
        JsonNode category = object.summary().tree().path("category");
        return category.isTextual() ? category.textValue() : null;
    }

    static String username(Actor actor) {
        String username = actor.username();
        String name = actor.name();
        return username != null ? username : name != null ? name : actor.id();
    }

    /** An id as AWX has it, a number, where it is one. */
    static void writeId(JsonGenerator json, String key, String id) throws IOException {
        json.writeFieldName(key);
        if (ChangesDocument.isNumber(id)) {
            json.writeRawValue(id);
        } else {
            json.writeString(id);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
