package dev.annals.redact;

import dev.annals.model.JsonText;
import dev.annals.redact.Marks.Style;
import dev.annals.redact.TextForms.Range;
import java.util.List;

/** The second pass over an event: cuts what {@link Finding} has masked somewhere out of everything else: texts, numbers, keys and ids. For one event. */
final class Cutting {
    private static final int DEEPEST_TEXT = 4;

    private final Cutter cutter;
    private final Marks marks;

    Cutting(Cutter cutter, Marks marks) {
        this.cutter = cutter;
        this.marks = marks;
    }

    JsonText json(JsonText json, boolean keyed) {
        if (!cutter.mayTouch(json.text())) {
            return json;
        }
        Node root = Finding.read(json);
        walk(root, json.text(), Style.DOCUMENT, keyed, 0);
        return new JsonText(Splice.of(json.text(), root));
    }

    /** A text of the event itself. */
    String text(String text) {
        return within(text, false, 0);
    }

    /** A name or an id, which has to stay different from others; only what is distinct is cut there. */
    String identity(String text) {
        return Finding.replaced(text, cutter.find(text, true), marks::identity);
    }

    private String within(String text, boolean keyed, int level) {
        if (!cutter.mayTouch(text)) {
            return text;
        }
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (level < DEEPEST_TEXT && (first == '{' || first == '[' || first <= ' ')) {
            Node root = JsonNodes.read(text);
            if (root != null && root.isContainer()) {
                walk(root, text, Style.JSON_TEXT, keyed, level + 1);
                return Splice.of(text, root);
            }
        }
        return Finding.replaced(text, cutter.find(text, false), secret -> marks.inline(secret, keyed));
    }

    private void walk(Node node, String source, Style style, boolean keyed, int level) {
        Node name = node.name;
        if (name != null) {
            String shown = identity(name.text);
            name.replacement = shown.equals(name.text) ? null : Marks.quoted(name, shown);
        }
        switch (node.kind) {
            case TEXT, NUMBER -> {
                if (isWhole(node.text)) {
                    node.replacement = marks.whole(node, source, style, keyed);
                } else if (node.kind == Node.Kind.TEXT) {
                    String shown = within(node.text, keyed, level);
                    node.replacement = shown.equals(node.text) ? null : Marks.quoted(node, shown);
                }
            }
            default -> {
                if (!Mark.isMark(node)) {
                    node.children.forEach(child -> walk(child, source, style, keyed, level));
                }
            }
        }
    }

    private boolean isWhole(String text) {
        List<Range> found = cutter.find(text, false);
        return found.size() == 1 && found.get(0).start() == 0 && found.get(0).end() == text.length();
    }
}
