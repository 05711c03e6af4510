package dev.annals.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The masking of one event: one walk from the top of each value, so that of nested secrets the outermost is masked, whatever rule found
 * it. Remembers the text that it masked. For one thread.
 */
final class Masking {
    private static final String ENCRYPTED = "$encrypted$";
    private static final int SHORTEST_REMEMBERED = 4;
    private static final int MOST_REMEMBERED = 1000;

    private final SecretNames names;
    private final SecretDigest digest;

    /** Longest first: a secret that contains another one goes as a whole. */
    private final TreeSet<String> masked =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** A rule that is matched up to, not including, one of its steps. */
    private record Cursor(List<RedactionRule.Step> path, int at) {}

    Masking(SecretNames names, SecretDigest digest) {
        this.names = names;
        this.digest = digest;
    }

    /** A document, which the rules' paths begin at. Its marks have digests. */
    @Nullable
    JsonText document(@Nullable JsonText document, List<RedactionRule> rules) {
        if (document == null || (rules.isEmpty() && isClean(document))) {
            return document;
        }
        return JsonText.of(inside(document.tree(), begin(rules), true));
    }

    /** The value of a document's top-level field. Its marks have digests. */
    @Nullable
    JsonText member(String field, @Nullable JsonText value, List<RedactionRule> rules) {
        if (value == null || value.isNull() || (rules.isEmpty() && !names.matches(field) && isClean(value))) {
            return value;
        }
        return JsonText.of(child(field, true, value.tree(), begin(rules), true));
    }

    /** Other JSON, which no path leads into. Its marks are bare. */
    @Nullable
    JsonText aside(@Nullable JsonText json) {
        return json == null || (isClean(json) && !Mark.mayContain(json))
                ? json
                : JsonText.of(Mark.bare(inside(json.tree(), List.of(), false)));
    }

    /** A value that can only be text, under a name. */
    String labelled(String name, String value) {
        if (value.equals(Mark.TEXT)) {
            return value;
        }
        if (names.matches(name) || value.startsWith(ENCRYPTED)) {
            remember(value);
            return Mark.TEXT;
        }
        return value;
    }

    /** A sentence without what was masked so far. */
    @Nullable
    String sentence(@Nullable String text) {
        if (text == null) {
            return null;
        }
        // With more secrets than can be searched for in bounded time, no sentence is safe to show.
        if (text.startsWith(ENCRYPTED) || masked.size() > MOST_REMEMBERED) {
            return Mark.TEXT;
        }
        String clean = text;
        for (String secret : masked) {
            clean = clean.replace(secret, Mark.TEXT);
        }
        return clean;
    }

    private boolean isClean(JsonText json) {
        return !json.text().contains(ENCRYPTED) && !JsonKeys.any(json.text(), names::matches);
    }

    private static List<Cursor> begin(List<RedactionRule> rules) {
        return rules.stream().map(rule -> new Cursor(rule.path(), 0)).toList();
    }

    private JsonNode inside(JsonNode value, List<Cursor> cursors, boolean keyed) {
        if (Mark.isMark(value)) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(child(field.getKey(), true, field.getValue(), cursors, keyed));
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, child(Integer.toString(i), false, array.get(i), cursors, keyed));
            }
        } else if (value.isTextual() && value.textValue().startsWith(ENCRYPTED)) {
            return mark(value, keyed);
        }
        return value;
    }

    private JsonNode child(String key, boolean named, JsonNode value, List<Cursor> cursors, boolean keyed) {
        if (named && names.matches(key)) {
            return mark(value, keyed);
        }
        if (cursors.isEmpty()) {
            return inside(value, cursors, keyed);
        }
        List<Cursor> below = new ArrayList<>();
        for (Cursor cursor : cursors) {
            if (advance(cursor, key, below)) {
                return mark(value, keyed);
            }
        }
        return inside(value, below, keyed);
    }

    /** Adds what is left of the rule below this key; true when nothing is left, so that the value is the rule's place. */
    private static boolean advance(Cursor cursor, String key, List<Cursor> below) {
        RedactionRule.Step step = cursor.path().get(cursor.at());
        int next = cursor.at() + 1;
        boolean end = next == cursor.path().size();
        if (step.deep()) {
            below.add(cursor);
            return end || advance(new Cursor(cursor.path(), next), key, below);
        }
        if (!step.matches(key)) {
            return false;
        }
        if (!end) {
            below.add(new Cursor(cursor.path(), next));
        }
        return end;
    }

    private JsonNode mark(JsonNode value, boolean keyed) {
        // No value, no secret; and a mark is masked already.
        if (value.isNull() || Mark.isMark(value)) {
            return value;
        }
        rememberAll(value);
        return keyed ? Mark.of(value, digest.of(value)) : Mark.bareOf(value);
    }

    private void rememberAll(JsonNode value) {
        if (value.isTextual()) {
            remember(value.textValue());
        }
        value.forEach(this::rememberAll);
    }

    private void remember(String text) {
        if (text.length() >= SHORTEST_REMEMBERED && masked.size() <= MOST_REMEMBERED) {
            masked.add(text);
        }
    }
}
