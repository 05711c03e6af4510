package dev.annals.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of JSON or YAML and where it stands in its text, from {@code start} to before {@code end}; so that what is masked can be replaced there and
 * everything else stays as the producer wrote it. For one thread.
 */
final class Node {
    /** What a value is made of. An alias is a YAML reference to an anchor, its name in {@link #text}. */
    enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL,
        ALIAS
    }

    final Kind kind;
    final int start;
    int end;

    /** The text without quotes and escapes, or the number as it stands there. */
    final String text;

    /** The members of an object or the elements of an array, in order. */
    final List<Node> children;

    /** Under which name it stands in its object; {@code null} in an array and at the top. */
    @Nullable
    Node name;

    /** The YAML anchor that has to stay before what replaces the value. */
    @Nullable
    String anchor;

    /** What stands in its place, ready to be written; {@code null} as long as it stays. */
    @Nullable
    String replacement;

    private Node(Kind kind, int start, int end, String text, List<Node> children) {
        this.kind = kind;
        this.start = start;
        this.end = end;
        this.text = text;
        this.children = children;
    }

    static Node scalar(Kind kind, int start, int end, String text) {
        return new Node(kind, start, end, text, List.of());
    }

    static Node container(Kind kind, int start) {
        return new Node(kind, start, start, "", new ArrayList<>());
    }

    boolean isContainer() {
        return kind == Kind.OBJECT || kind == Kind.ARRAY;
    }

    /** The name of a member; empty for whatever has none. */
    String key() {
        Node named = name;
        return named == null ? "" : named.text;
    }

    /** The member of an object; {@code null} when it has none of that name. */
    @Nullable
    Node member(String key) {
        for (Node child : children) {
            if (child.name != null && child.name.text.equals(key)) {
                return child;
            }
        }
        return null;
    }
}
