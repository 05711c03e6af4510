package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.redact.Mark;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Patches that make one document of another, in the two standard forms. A masked value is one value, whatever it is made of. */
final class Patches {
    private Patches() {}

    /**
     * The RFC 7396 merge patch; empty when there is none, since a merge patch cannot set a member to null.
     *
     * @param before absent when there was no document
     * @param after absent when there is none
     */
    static Optional<JsonNode> merge(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (after == null) {
            return Optional.of(Json.MAPPER.nullNode());
        }
        if (isOpen(after) && (before == null || !isOpen(before))) {
            return hasNull(after) ? Optional.empty() : Optional.of(after);
        }
        if (!isOpen(after) || before == null) {
            return after.isNull() ? Optional.empty() : Optional.of(after);
        }
        return mergeObjects(before, after);
    }

    private static Optional<JsonNode> mergeObjects(JsonNode before, JsonNode after) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            JsonNode was = before.get(field.getKey());
            if (was != null && JsonEquality.same(was, field.getValue())) {
                continue;
            }
            Optional<JsonNode> part = merge(was, field.getValue());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            patch.set(field.getKey(), part.get());
        }
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            if (!after.has(field.getKey())) {
                patch.putNull(field.getKey());
            }
        }
        return Optional.of(patch);
    }

    private static boolean isOpen(JsonNode value) {
        return value.isObject() && !Mark.isMark(value);
    }

    /** Whether a member of an object within it, not of one in an array, is null. */
    private static boolean hasNull(JsonNode object) {
        for (JsonNode value : object) {
            if (value.isNull() || (value.isObject() && hasNull(value))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The RFC 6902 patch: objects member by member, arrays by place.
     *
     * @throws Room.Exceeded when it has more operations than an answer may have
     */
    static ArrayNode operations(@Nullable JsonNode before, @Nullable JsonNode after) {
        ArrayNode operations = Json.MAPPER.createArrayNode();
        JsonNode from = before == null ? Json.MAPPER.nullNode() : before;
        JsonNode to = after == null ? Json.MAPPER.nullNode() : after;
        operations("", from, to, operations, new Room());
        return operations;
    }

    private static void operations(String path, JsonNode before, JsonNode after, ArrayNode out, Room room) {
        if (JsonEquality.same(before, after)) {
            return;
        }
        if (isOpen(before) && isOpen(after)) {
            for (Map.Entry<String, JsonNode> field : before.properties()) {
                if (!after.has(field.getKey())) {
                    operation(out, room, "remove", path + "/" + LeafGivers.escaped(field.getKey()));
                }
            }
            for (Map.Entry<String, JsonNode> field : after.properties()) {
                String at = path + "/" + LeafGivers.escaped(field.getKey());
                JsonNode was = before.get(field.getKey());
                if (was == null) {
                    operation(out, room, "add", at).set("value", field.getValue());
                } else {
                    operations(at, was, field.getValue(), out, room);
                }
            }
        } else if (before.isArray() && after.isArray()) {
            int common = Math.min(before.size(), after.size());
            for (int i = 0; i < common; i++) {
                operations(path + "/" + i, before.get(i), after.get(i), out, room);
            }
            for (int i = before.size() - 1; i >= common; i--) {
                operation(out, room, "remove", path + "/" + i);
            }
            for (int i = common; i < after.size(); i++) {
                operation(out, room, "add", path + "/-").set("value", after.get(i));
            }
        } else {
            operation(out, room, "replace", path).set("value", after);
        }
    }

    private static ObjectNode operation(ArrayNode out, Room room, String name, String path) {
        room.take(path.length());
        return out.addObject().put("op", name).put("path", path);
    }
}
