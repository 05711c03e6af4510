package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.annals.model.Json;
import dev.annals.processor.stage.state.CanonicalJson;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.redact.Mark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How two JSON values differ, down to the element. Elements of arrays are matched by {@code id}, or else by {@code name}, where every element of both sides is an object with one of
 * its own; all others are matched by their place. Empty if and only if the values are the same by {@link JsonEquality}.
 */
final class DocumentDiff {
    private static final List<String> KEYS = List.of("id", "name");

    private final List<Difference> found = new ArrayList<>();
    private final Room room = new Room();

    private DocumentDiff() {}

    /** What happened to a value. */
    enum Kind {
        ADD,
        REMOVE,
        REPLACE,
        /** The elements of an array are in another order; the values are what they are matched by. */
        REORDER;

        /** The name in JSON. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One difference.
     *
     * @param path a JSON pointer into the value after; into the one before for what is removed
     * @param label the path as people write it: {@code members[id=7].role}
     * @param before absent when there was nothing
     * @param after absent when there is nothing
     */
    record Difference(
            Kind kind,
            String path,
            String label,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /**
     * The differences in the order of the value after, what was removed last.
     *
     * @throws Room.Exceeded when there are more than an answer may have
     */
    static List<Difference> between(JsonNode before, JsonNode after) {
        DocumentDiff diff = new DocumentDiff();
        diff.values("", "", before, after);
        return diff.found;
    }

    private void add(Difference difference) {
        room.take(difference.path().length() + difference.label().length());
        found.add(difference);
    }

    private void values(String path, String label, JsonNode before, JsonNode after) {
        if (JsonEquality.same(before, after)) {
            return;
        }
        boolean nested = before.isContainerNode() && after.isContainerNode();
        if (nested && before.isObject() && after.isObject() && !isMark(before) && !isMark(after)) {
            objects(path, label, before, after);
        } else if (nested && before.isArray() && after.isArray()) {
            String key = key(before, after);
            if (key == null) {
                byPlace(path, label, before, after);
            } else {
                byKey(path, label, key, before, after);
            }
        } else {
            add(new Difference(Kind.REPLACE, path, label, before, after));
        }
    }

    private static boolean isMark(JsonNode value) {
        return Mark.isMark(value);
    }

    private void objects(String path, String label, JsonNode before, JsonNode after) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            JsonNode was = before.get(field.getKey());
            String at = path + "/" + LeafGivers.escaped(field.getKey());
            String named = label.isEmpty() ? field.getKey() : label + "." + field.getKey();
            if (was == null) {
                add(new Difference(Kind.ADD, at, named, null, field.getValue()));
            } else {
                values(at, named, was, field.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            if (!after.has(field.getKey())) {
                add(new Difference(
                        Kind.REMOVE,
                        path + "/" + LeafGivers.escaped(field.getKey()),
                        label.isEmpty() ? field.getKey() : label + "." + field.getKey(),
                        field.getValue(),
                        null));
            }
        }
    }

    private void byPlace(String path, String label, JsonNode before, JsonNode after) {
        for (int i = 0; i < after.size(); i++) {
            if (i < before.size()) {
                values(path + "/" + i, label + "[" + i + "]", before.get(i), after.get(i));
            } else {
                add(new Difference(Kind.ADD, path + "/" + i, label + "[" + i + "]", null, after.get(i)));
            }
        }
        for (int i = after.size(); i < before.size(); i++) {
            add(new Difference(Kind.REMOVE, path + "/" + i, label + "[" + i + "]", before.get(i), null));
        }
    }

    /** What the elements of both are matched by; null when they are not. */
    private static @Nullable String key(JsonNode before, JsonNode after) {
        for (String key : KEYS) {
            if (isKeyed(before, key) && isKeyed(after, key)) {
                return key;
            }
        }
        return null;
    }

    private static boolean isKeyed(JsonNode array, String key) {
        Set<String> seen = new HashSet<>();
        for (JsonNode element : array) {
            JsonNode value = element.get(key);
            if (value == null
                    || !element.isObject()
                    || !value.isValueNode()
                    || value.isNull()
                    || !seen.add(text(value))) {
                return false;
            }
        }
        return true;
    }

    /** A number and a text are different keys, two spellings of a number are one. */
    private static String text(JsonNode key) {
        return key.isNumber() ? CanonicalJson.number(key.decimalValue()) : key.toString();
    }

    private void byKey(String path, String label, String key, JsonNode before, JsonNode after) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            places.put(text(before.get(i).get(key)), i);
        }
        List<Integer> order = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < after.size(); i++) {
            JsonNode element = after.get(i);
            String id = text(element.get(key));
            Integer was = places.get(id);
            String named = named(label, key, element);
            if (was == null) {
                add(new Difference(Kind.ADD, path + "/" + i, named, null, element));
            } else {
                kept.add(id);
                order.add(was);
                values(path + "/" + i, named, before.get(was), element);
            }
        }
        for (int i = 0; i < before.size(); i++) {
            if (!kept.contains(text(before.get(i).get(key)))) {
                add(new Difference(Kind.REMOVE, path + "/" + i, named(label, key, before.get(i)), before.get(i), null));
            }
        }
        reordered(path, label, key, before, after, order);
    }

    /** Elements that were added between others move none; what is told is that those on both sides changed places. */
    private void reordered(
            String path, String label, String key, JsonNode before, JsonNode after, List<Integer> order) {
        boolean sorted = true;
        for (int i = 1; i < order.size(); i++) {
            sorted = sorted && order.get(i - 1) < order.get(i);
        }
        // An element that is inserted elsewhere than at the end is told by its path.
        if (!sorted) {
            add(new Difference(Kind.REORDER, path, label, keys(before, key), keys(after, key)));
        }
    }

    private static JsonNode keys(JsonNode array, String key) {
        ArrayNode keys = Json.MAPPER.createArrayNode();
        array.forEach(element -> keys.add(element.get(key)));
        return keys;
    }

    private static String named(String label, String key, JsonNode element) {
        return label + "[" + key + "=" + element.get(key).asText() + "]";
    }
}
