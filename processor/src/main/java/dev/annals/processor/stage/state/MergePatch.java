package dev.annals.processor.stage.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.redact.Mark;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RFC 7396 for one value: an object in a patch is merged into what is there, anything else replaces it. A masked value is one value, whatever it is made of. */
final class MergePatch {
    private MergePatch() {}

    /** What becomes of a value under a patch that is not null. */
    static JsonText applied(@Nullable JsonText value, JsonText patch) {
        if (!isObject(patch)) {
            return patch;
        }
        JsonNode target = value != null && isObject(value) ? value.tree() : Json.MAPPER.createObjectNode();
        return JsonText.of(merged(target, patch.tree()));
    }

    private static JsonNode merged(JsonNode value, JsonNode patch) {
        if (!patch.isObject() || Mark.isMark(patch)) {
            return patch;
        }
        ObjectNode target =
                value instanceof ObjectNode object && !Mark.isMark(value) ? object : Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (field.getValue().isNull()) {
                target.remove(name);
            } else {
                target.set(name, merged(target.path(name), field.getValue()));
            }
        }
        return target;
    }

    private static boolean isObject(JsonText value) {
        return value.text().charAt(0) == '{';
    }
}
