package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Draft.Sides;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Json;
import dev.annals.model.Reject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * MongoDB's description of an update that came without the whole document. Fields of the document itself are set exactly; fields inside others go as a merge patch.
 * What neither can say, such as a change of one element of an array, is refused.
 */
final class DocumentUpdate {
    private static final Pattern PLACE_IN_ARRAY = Pattern.compile("\\d+");

    private DocumentUpdate() {}

    /** Puts into a draft what an update description says. */
    static void describe(Draft draft, JsonNode description) throws Unmappable {
        JsonNode updated = description.path("updatedFields");
        JsonNode set = updated.isTextual() ? ExtendedJson.parse(updated.textValue()) : ExtendedJson.plain(updated);
        JsonNode removed = description.path("removedFields");
        JsonNode truncated = description.path("truncatedArrays");
        if (!truncated.isEmpty()) {
            throw inexpressible("shortens an array");
        }
        if (!set.isObject() && !set.isMissingNode() && !set.isNull()) {
            throw Unmappable.malformed("updateDescription.updatedFields: no object (expected: an object in JSON)");
        }
        boolean nested = false;
        for (Map.Entry<String, JsonNode> field : set.properties()) {
            nested |= field.getKey().indexOf('.') >= 0;
        }
        for (JsonNode field : removed) {
            nested |= field.asText().indexOf('.') >= 0;
        }
        if (nested) {
            draft.patch = patch(set, removed);
        } else {
            Map<String, Sides> changes = new LinkedHashMap<>();
            set.properties().forEach(field -> changes.put(field.getKey(), new Sides(null, field.getValue())));
            removed.forEach(field -> changes.put(field.asText(), new Sides(null, null)));
            draft.changes = changes;
        }
    }

    private static ObjectNode patch(JsonNode set, JsonNode removed) throws Unmappable {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : set.properties()) {
            if (field.getValue().isNull()) {
                throw inexpressible("sets a field to null beside a field inside another");
            }
            if (field.getValue().isObject()) {
                throw inexpressible("replaces an object beside or inside another");
            }
            put(patch, field.getKey(), field.getValue());
        }
        for (JsonNode field : removed) {
            put(patch, field.asText(), NullNode.getInstance());
        }
        return patch;
    }

    private static void put(ObjectNode patch, String path, JsonNode value) throws Unmappable {
        ObjectNode at = patch;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode inner = at.get(names[i]);
            at = inner instanceof ObjectNode object ? object : at.putObject(names[i]);
        }
        for (int i = 1; i < names.length; i++) {
            if (PLACE_IN_ARRAY.matcher(names[i]).matches()) {
                throw inexpressible("changes an element of an array");
            }
        }
        at.set(names[names.length - 1], value);
    }

    private static Unmappable inexpressible(String what) {
        return new Unmappable(
                Reject.Reason.INVALID_FIELD,
                "updateDescription: " + what + ", and the document after it did not come with it (expected: the whole"
                        + " document; set capture.mode of the connector to change_streams_update_full)");
    }
}
