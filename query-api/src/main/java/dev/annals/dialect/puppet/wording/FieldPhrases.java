package dev.annals.dialect.puppet.wording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puppet's phrases for one changed field of an object: one for a plain value, one for each entry that was added, changed or
 * removed when the field is a document of its own.
 */
final class FieldPhrases {
    private static final String RULE = "rule";
    private static final String CLASSES = "classes";

    /** Fields that the classifier names differently in its API and in its events. */
    private static final Map<String, String> RENAMED = Map.of("environment_trumps", "environment_override");

    /** Most phrases for one field; a field with more changes is worded as a whole. */
    static final int MAX_PHRASES = 5000;

    private final Manner manner;
    private final String field;
    private final boolean initial;
    private final List<Phrase> phrases = new ArrayList<>();
    private boolean masksDiffer;

    private FieldPhrases(Manner manner, String field, boolean initial) {
        this.manner = manner;
        this.field = field;
        this.initial = initial;
    }

    /**
     * The phrases for one change.
     *
     * @param initial whether the field is one of a new object: there, an unset field gets no phrase
     */
    static List<Phrase> of(Manner manner, FieldChange change, boolean initial) {
        FieldPhrases made = new FieldPhrases(manner, RENAMED.getOrDefault(change.field(), change.field()), initial);
        made.add(tree(change.oldValue()), tree(change.newValue()));
        return List.copyOf(made.phrases);
    }

    private void add(JsonNode old, JsonNode now) {
        boolean gone = isNothing(now);
        if (initial && (gone || (now.isContainerNode() && now.isEmpty()))) {
            return;
        }
        if (entriesOf(old, now)) {
            nested(List.of(), old, now);
            if (phrases.isEmpty()) {
                // The values differ and no visible part does, so the difference is in what is masked on both sides.
                masksDiffer = true;
                nested(List.of(), old, now);
            }
        } else if (manner.listsByElement() && elementsOf(old, now)) {
            elements(old, now);
        }
        if (!phrases.isEmpty() && phrases.size() <= MAX_PHRASES) {
            return;
        }
        phrases.clear();
        phrases.add(gone ? manner.removed(field) : manner.set(field, now, initial));
    }

    /** A document against a document, or against nothing at all. */
    private static boolean entriesOf(JsonNode old, JsonNode now) {
        if (ValueText.isMasked(old) || ValueText.isMasked(now)) {
            return false;
        }
        return (old.isObject() && (now.isObject() || isNothing(now))) || (now.isObject() && isNothing(old));
    }

    private boolean elementsOf(JsonNode old, JsonNode now) {
        return !field.equals(RULE)
                && ((old.isArray() && (now.isArray() || isNothing(now))) || (now.isArray() && isNothing(old)));
    }

    private void nested(List<String> path, JsonNode old, JsonNode now) {
        for (Map.Entry<String, JsonNode> entry : now.properties()) {
            if (phrases.size() > MAX_PHRASES) {
                return;
            }
            List<String> at = append(path, entry.getKey());
            JsonNode before = old.path(entry.getKey());
            JsonNode after = entry.getValue();
            if (before.isMissingNode()) {
                phrases.add(manner.entryAdded(field, at));
                if (isClass(at) && after.isObject()) {
                    nested(at, before, after);
                }
            } else if (!isSame(before, after)) {
                if (entriesOf(before, after) && before.isObject() && after.isObject() && !isParameter(at)) {
                    nested(at, before, after);
                } else {
                    phrases.add(manner.entryChanged(field, at, after));
                }
            }
        }
        for (Iterator<String> names = old.fieldNames(); names.hasNext() && phrases.size() <= MAX_PHRASES; ) {
            String name = names.next();
            if (!now.has(name)) {
                phrases.add(manner.entryRemoved(field, append(path, name)));
            }
        }
    }

    private void elements(JsonNode old, JsonNode now) {
        Set<Object> before = values(old);
        Set<Object> after = values(now);
        for (JsonNode element : now) {
            if (phrases.size() <= MAX_PHRASES && !before.contains(value(element))) {
                phrases.add(manner.elementAdded(field, element));
            }
        }
        for (JsonNode element : old) {
            if (phrases.size() <= MAX_PHRASES && !after.contains(value(element))) {
                phrases.add(manner.elementRemoved(field, element));
            }
        }
    }

    private static Set<Object> values(JsonNode array) {
        Set<Object> values = new HashSet<>();
        array.forEach(element -> values.add(value(element)));
        return values;
    }

    /** The key by which an element is compared: numbers by value. */
    private static Object value(JsonNode element) {
        return element.isNumber() ? element.decimalValue().stripTrailingZeros() : element;
    }

    private boolean isSame(JsonNode before, JsonNode after) {
        boolean hidden = masksDiffer && (containsMask(before) || containsMask(after));
        return !hidden && before.equals(FieldPhrases::compare, after);
    }

    private static boolean containsMask(JsonNode value) {
        if (ValueText.isMasked(value)) {
            return true;
        }
        for (JsonNode child : value) {
            if (containsMask(child)) {
                return true;
            }
        }
        return false;
    }

    private boolean isClass(List<String> path) {
        return field.equals(CLASSES) && path.size() == 1;
    }

    private boolean isParameter(List<String> path) {
        return field.equals(CLASSES) && path.size() == 2;
    }

    /** Numbers are equal when their values are equal, as in the processor. */
    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static JsonNode tree(@Nullable JsonText text) {
        return text == null ? MissingNode.getInstance() : text.tree();
    }

    private static List<String> append(List<String> path, String last) {
        List<String> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
