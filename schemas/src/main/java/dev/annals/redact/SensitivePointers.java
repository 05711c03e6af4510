package dev.annals.redact;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
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
    /** The members of an event that may hold a secret and that can lose it. The others name things or say when. */
    private static final Set<String> MASKABLE = Set.of(
            "before",
            "after",
            "patch",
            "changes",
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

    private static final List<String> DOCUMENTS = List.of("before", "after", "patch");

    private SensitivePointers() {}

    /** The pointers of an event that point at nothing in it, in their order. */
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
        return !path.matches()
                && MASKABLE.contains(path.getMatchingProperty())
                && !event.at(path).isMissingNode();
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
