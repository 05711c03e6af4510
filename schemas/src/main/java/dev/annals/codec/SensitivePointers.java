package dev.annals.codec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The places that the {@code sensitive} pointers of an event name (RFC 6901). A pointer begins either in the event ({@code /after/password}, {@code /changes/password/1},
 * {@code /message}) or in each of its documents ({@code /password}).
 */
public final class SensitivePointers {
    /** The parts of an event that are JSON, in which a pointer may end anywhere. */
    private static final List<String> JSON = List.of(
            "/before", "/after", "/patch", "/changes", "/object/summary", "/object2/summary", "/presentation/data");

    /** Members of an event that are text or contain text. */
    private static final Set<String> TEXTS = Set.of(
            "actor",
            "object",
            "object2",
            "related",
            "node",
            "relationship",
            "verb",
            "what",
            "description",
            "message",
            "execution",
            "ip_address",
            "presentation",
            "labels");

    /** Members that a pointer cannot mask: identifiers and times. */
    private static final Set<String> KEPT = Set.of("id", "type", "start", "finish");

    private static final List<String> DOCUMENTS = List.of("before", "after", "patch");

    private SensitivePointers() {}

    /** The pointers of an event that match nothing in it, in their order. */
    public static List<String> unmatched(ChangeEvent event) {
        if (event.sensitive().isEmpty()) {
            return List.of();
        }
        JsonNode tree = tree(event);
        List<String> unmatched = new ArrayList<>();
        for (String pointer : event.sensitive()) {
            JsonPointer path = JsonPointer.compile(pointer);
            if (!isInEvent(tree, path) && !isInDocuments(tree, path)) {
                unmatched.add(pointer);
            }
        }
        return unmatched;
    }

    private static JsonNode tree(ChangeEvent event) {
        try {
            return Json.tree(new String(new ChangeJson(Limits.DEFAULT).encode(event), StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new IllegalStateException("an event was written as JSON that cannot be read", e);
        }
    }

    private static boolean isInEvent(JsonNode event, JsonPointer path) {
        JsonNode place = event.at(path);
        if (path.matches() || place.isMissingNode()) {
            return false;
        }
        String text = path.toString();
        if (JSON.stream().anyMatch(json -> text.equals(json) || text.startsWith(json + "/")) || isInRelated(path)) {
            return true;
        }
        String root = path.getMatchingProperty();
        return place.isTextual()
                && TEXTS.contains(root)
                && (root.equals("labels") || !KEPT.contains(path.last().getMatchingProperty()));
    }

    private static boolean isInRelated(JsonPointer path) {
        return path.getMatchingProperty().equals("related")
                && path.tail().tail() != null
                && path.tail().tail().getMatchingProperty().equals("summary");
    }

    private static boolean isInDocuments(JsonNode event, JsonPointer path) {
        for (String name : DOCUMENTS) {
            if (event.path(name).isObject() && !event.path(name).at(path).isMissingNode()) {
                return true;
            }
        }
        JsonNode changes = event.path("changes");
        if (path.matches()) {
            return !changes.isEmpty();
        }
        for (JsonNode side : changes.path(path.getMatchingProperty())) {
            if (!side.at(path.tail()).isMissingNode()) {
                return true;
            }
        }
        return false;
    }
}
