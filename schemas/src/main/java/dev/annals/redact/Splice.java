package dev.annals.redact;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A text with the replacements of its nodes in their places; everything else in it stays byte for byte. */
final class Splice {
    private final String text;
    private final UnaryOperator<String> between;
    private @Nullable StringBuilder out;
    private int copied;

    private Splice(String text, UnaryOperator<String> between) {
        this.text = text;
        this.between = between;
    }

    /** The text after all replacements; the same object when there are none. */
    static String of(String text, Node root) {
        return of(text, root, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param between what becomes of the text between scalars, where YAML has its comments
     */
    static String of(String text, Node root, UnaryOperator<String> between) {
        Splice splice = new Splice(text, between);
        splice.node(root);
        return splice.end();
    }

    private void node(Node node) {
        Node name = node.name;
        if (name != null) {
            scalar(name);
        }
        if (node.replacement != null || !node.isContainer()) {
            scalar(node);
            return;
        }
        for (Node child : node.children) {
            node(child);
        }
    }

    private void scalar(Node node) {
        gap(node.start);
        String replacement = node.replacement;
        if (replacement == null) {
            StringBuilder changed = out;
            if (changed != null) {
                changed.append(text, node.start, node.end);
            }
        } else {
            builder(node.start).append(replacement);
        }
        copied = node.end;
    }

    private void gap(int to) {
        if (to <= copied) {
            return;
        }
        String gap = text.substring(copied, to);
        String changed = between.apply(gap);
        if (out != null) {
            out.append(changed);
        } else if (!changed.equals(gap)) {
            builder(copied).append(changed);
        }
        copied = to;
    }

    private StringBuilder builder(int from) {
        StringBuilder builder = out;
        if (builder == null) {
            builder = new StringBuilder(text.length() + 64).append(text, 0, from);
            out = builder;
        }
        return builder;
    }

    private String end() {
        gap(text.length());
        StringBuilder builder = out;
        return builder == null ? text : builder.toString();
    }
}
