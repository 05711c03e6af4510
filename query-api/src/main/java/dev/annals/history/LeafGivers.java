package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.JsonText;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.redact.Mark;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which activity gave each leaf of a JSON value what it is, leaves in the order of the value. A leaf is a scalar, an empty object or array, or a masked value; it is
 * known by its path, elements of an array by their place.
 */
final class LeafGivers {
    private final long[] old;
    private final long[] givers;
    private final long id;
    private int at;

    private LeafGivers(long[] old, int leaves, long id) {
        this.old = old;
        this.givers = new long[leaves];
        this.id = id;
    }

    /** What visits the leaves of a value, in order. */
    @FunctionalInterface
    interface Visitor {
        /** Takes a leaf, its path as a JSON pointer below the value, and its place among the leaves. */
        void leaf(String pointer, JsonNode value, int place);
    }

    /**
     * The givers of a value that an activity set.
     *
     * @param before the value before it; absent when there was none
     * @param beforeGivers of the leaves of the value before it
     * @param now the value
     * @param id of the activity
     */
    static long[] of(@Nullable JsonText before, long[] beforeGivers, JsonText now, long id) {
        if (isScalar(now)) {
            return new long[] {id};
        }
        JsonNode tree = now.tree();
        LeafGivers found = new LeafGivers(beforeGivers, leaves(tree), id);
        if (before == null || isScalar(before)) {
            Arrays.fill(found.givers, id);
        } else {
            found.give(before.tree(), 0, tree);
        }
        return found.givers;
    }

    private static boolean isScalar(JsonText value) {
        char first = value.text().charAt(0);
        return first != '{' && first != '[';
    }

    static boolean isLeaf(JsonNode value) {
        return !value.isContainerNode() || value.isEmpty() || Mark.isMark(value);
    }

    private static int leaves(JsonNode value) {
        if (isLeaf(value)) {
            return 1;
        }
        int leaves = 0;
        for (JsonNode child : value) {
            leaves += leaves(child);
        }
        return leaves;
    }

    private void give(@Nullable JsonNode before, int from, JsonNode now) {
        if (before == null) {
            int leaves = leaves(now);
            Arrays.fill(givers, at, at + leaves, id);
            at += leaves;
        } else if (isLeaf(now)) {
            givers[at++] = isLeaf(before) && JsonEquality.same(before, now) ? old[from] : id;
        } else if (isLeaf(before) || before.isObject() != now.isObject()) {
            give(null, 0, now);
        } else if (now.isObject()) {
            object(before, from, now);
        } else {
            int place = from;
            Iterator<JsonNode> olds = before.iterator();
            for (JsonNode element : now) {
                JsonNode other = olds.hasNext() ? olds.next() : null;
                give(other, place, element);
                place += other == null ? 0 : leaves(other);
            }
        }
    }

    private void object(JsonNode before, int from, JsonNode now) {
        Map<String, Integer> places = new HashMap<>();
        int place = from;
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            places.put(field.getKey(), place);
            place += leaves(field.getValue());
        }
        for (Map.Entry<String, JsonNode> field : now.properties()) {
            Integer was = places.get(field.getKey());
            give(was == null ? null : before.get(field.getKey()), was == null ? 0 : was, field.getValue());
        }
    }

    /** Visits the leaves of a value. */
    static void each(JsonNode value, Visitor visitor) {
        each(value, new ArrayDeque<>(), new int[1], visitor);
    }

    private static void each(JsonNode value, Deque<String> path, int[] place, Visitor visitor) {
        if (isLeaf(value)) {
            visitor.leaf(String.join("", path), value, place[0]++);
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                path.addLast("/" + escaped(field.getKey()));
                each(field.getValue(), path, place, visitor);
                path.removeLast();
            }
        } else {
            int element = 0;
            for (JsonNode child : value) {
                path.addLast("/" + element++);
                each(child, path, place, visitor);
                path.removeLast();
            }
        }
    }

    /** A name as a part of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
