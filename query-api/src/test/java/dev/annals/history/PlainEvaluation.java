package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What events make of an object when they are simply applied in the order of time, each to the whole document. Shares nothing with what it is compared with. */
final class PlainEvaluation {
    private PlainEvaluation() {}

    /** The document after the events of one object that came in this order; null when there is none. */
    static JsonNode document(List<ChangeEvent> events) {
        List<ChangeEvent> inTime = new ArrayList<>(events);
        inTime.sort(Comparator.comparing(ChangeEvent::time));
        JsonNode document = null;
        for (ChangeEvent event : inTime) {
            document = apply(document, event);
        }
        return document;
    }

    private static JsonNode apply(JsonNode document, ChangeEvent event) {
        JsonText after = event.after();
        if (event.operation() == Operation.DELETE || (after != null && after.isNull())) {
            return null;
        }
        if (after != null) {
            return after.tree();
        }
        if (event.patch() == null && event.changes() == null) {
            return document;
        }
        ObjectNode next = document != null
                ? document.deepCopy()
                : event.before() != null && !event.before().isNull()
                        ? (ObjectNode) event.before().tree()
                        : Json.MAPPER.createObjectNode();
        if (event.patch() != null) {
            return merged(next, event.patch().tree());
        }
        for (FieldChange change : event.changes()) {
            if (change.newValue() == null) {
                next.remove(change.field());
            } else {
                next.set(change.field(), change.newValue().tree());
            }
        }
        return next;
    }

    /** RFC 7396, as its pseudocode has it. */
    static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target != null && target.isObject() ? target.deepCopy() : Json.MAPPER.createObjectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merged(result.get(field.getKey()), field.getValue()));
            }
        });
        return result;
    }
}
