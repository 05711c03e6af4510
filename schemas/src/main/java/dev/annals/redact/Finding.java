package dev.annals.redact;

import dev.annals.model.JsonText;
import dev.annals.redact.EventRules.Cursor;
import dev.annals.redact.Marks.Style;
import dev.annals.redact.TextForms.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The first pass over an event: masks what is secret where it stands, by name, path, pointer or form, and remembers it for {@link Cutting}. Of nested secrets the outermost is
 * masked. For one event.
 */
final class Finding {
    /** JSON in text in JSON in text … */
    private static final int DEEPEST_TEXT = 4;

    private static final int MOST_ROUNDS = 4;

    private final EventRules rules;
    private final Marks marks;
    private final Secrets secrets;
    private final DocumentGlance glance;

    Finding(EventRules rules, Marks marks, Secrets secrets) {
        this.rules = rules;
        this.marks = marks;
        this.secrets = secrets;
        this.glance = new DocumentGlance(rules);
    }

    /** A value in a document, under a name or at its top. */
    JsonText json(JsonText json, String name, List<Cursor> cursors, boolean keyed) {
        if (json.isNull()
                || (cursors.isEmpty()
                        && rules.isPlain()
                        && !rules.isSecret(name)
                        && glance.isClean(json.text(), name))) {
            return json;
        }
        Node root = read(json);
        Walk walk = new Walk(json.text(), Style.DOCUMENT, keyed, 0);
        if (name.isEmpty()) {
            walk.inside(root, cursors, false, true);
        } else {
            root.name = null;
            walk.child(
                    root,
                    name,
                    TextForms.find(name, rules.names()).isEmpty(),
                    cursors,
                    false,
                    rules.isKubernetesSecret());
        }
        return new JsonText(Splice.of(json.text(), root));
    }

    /** A text of the event itself, under a name or without one. */
    String text(String text, String name) {
        if (rules.isSecret(name)
                && TextForms.find(name, rules.names()).isEmpty()
                && !text.isBlank()
                && !Mark.isMark(text)
                && !isBoolean(text)) {
            remember(text);
            return Mark.TEXT;
        }
        Rewritten rewritten = within(text, rules.isLooked(name), false, 0);
        return rewritten.whole() ? sensitive(text) : rewritten.text();
    }

    /** A name or an id: only forms are secret in it. */
    String identity(String text) {
        List<Range> found = TextForms.find(text, rules.names());
        found.forEach(range -> remember(text.substring(range.start(), range.end())));
        return replaced(text, found, marks::identity);
    }

    /** A text that the event calls sensitive. */
    String sensitive(String text) {
        if (text.isBlank() || Mark.isMark(text)) {
            return text;
        }
        remember(text);
        return Mark.TEXT;
    }

    static Node read(JsonText json) {
        Node root = JsonNodes.read(json.text());
        if (root == null) {
            throw new IllegalStateException("a JsonText holds text that is not JSON; it must be made by of or parse");
        }
        return root;
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") || text.equalsIgnoreCase("null");
    }

    /**
     * A text after masking.
     *
     * @param whole whether the whole text is a secret, so that no more than a mark is left of it
     */
    private record Rewritten(String text, boolean whole) {}

    /** A text that becomes readable as JSON or YAML only after a secret was cut out is read again, so that a second redaction finds no more than the first. */
    private Rewritten within(String original, boolean looked, boolean keyed, int level) {
        String text = original;
        Rewritten rewritten = once(text, looked, keyed, level);
        for (int i = 0;
                i < MOST_ROUNDS && !rewritten.whole() && !rewritten.text().equals(text);
                i++) {
            text = rewritten.text();
            rewritten = once(text, looked, keyed, level);
        }
        return rewritten.whole() ? new Rewritten(text, true) : rewritten;
    }

    private Rewritten once(String text, boolean looked, boolean keyed, int level) {
        if (level < DEEPEST_TEXT && text.length() > 2) {
            char first = text.charAt(0);
            if (first == '{' || first == '[' || first <= ' ') {
                String json = inJson(text, keyed, level);
                if (json != null) {
                    return new Rewritten(json, false);
                }
            }
            if (looked && text.indexOf(':') >= 0) {
                String yaml = inYaml(text, keyed, level);
                if (yaml != null) {
                    return new Rewritten(yaml, false);
                }
            }
        }
        List<Range> found = TextForms.find(text, rules.names());
        if (found.isEmpty()) {
            return new Rewritten(text, false);
        }
        Range one = found.get(0);
        if (text.substring(0, one.start()).isBlank()
                && text.substring(one.end()).isBlank()) {
            return new Rewritten(text, true);
        }
        found.forEach(range -> rememberFound(text.substring(range.start(), range.end())));
        return new Rewritten(replaced(text, found, secret -> marks.inline(secret, keyed)), false);
    }

    private @Nullable String inJson(String text, boolean keyed, int level) {
        String stripped = text.strip();
        char last = stripped.isEmpty() ? ' ' : stripped.charAt(stripped.length() - 1);
        if (last != '}' && last != ']') {
            return null;
        }
        Node root = JsonNodes.read(text);
        if (root == null || !root.isContainer()) {
            return null;
        }
        new Walk(text, Style.JSON_TEXT, keyed, level + 1).inside(root, List.of(), false, false);
        return Splice.of(text, root);
    }

    private @Nullable String inYaml(String text, boolean keyed, int level) {
        Node root = YamlNodes.read(text);
        if (root == null || root.children.stream().noneMatch(Node::isContainer)) {
            return null;
        }
        new Walk(text, Style.YAML_TEXT, keyed, level + 1).inside(root, List.of(), false, false);
        return Splice.of(text, root, gap -> gap.indexOf('#') < 0 ? gap : comment(gap, keyed));
    }

    private String comment(String gap, boolean keyed) {
        List<Range> found = TextForms.find(gap, rules.names());
        found.forEach(range -> rememberFound(gap.substring(range.start(), range.end())));
        return replaced(gap, found, secret -> marks.inline(secret, keyed));
    }

    static String replaced(String text, List<Range> ranges, UnaryOperator<String> mark) {
        if (ranges.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        int copied = 0;
        for (Range range : ranges) {
            out.append(text, copied, range.start()).append(mark.apply(text.substring(range.start(), range.end())));
            copied = range.end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** A form may mistake a word of a sentence for a secret. Such a word is masked where it was found and left alone elsewhere. */
    private void rememberFound(String secret) {
        if (SecretLook.is(secret, 0, secret.length()) || secret.length() >= 12) {
            remember(secret);
        }
    }

    /** Remembers a secret text and the secrets in it, such as the password in a connection string. */
    private void remember(String text) {
        secrets.add(text);
        if (text.length() > 4) {
            for (Range range : TextForms.find(text, rules.names())) {
                secrets.add(text.substring(range.start(), range.end()));
            }
            char first = text.charAt(0);
            Node inner = first == '{' || first == '[' ? JsonNodes.read(text) : null;
            if (inner != null) {
                rememberAll(inner, false);
            }
        }
    }

    /** The leaves of a masked value. Under a name of its own that is not secret, only a distinct one is cut elsewhere. */
    private void rememberAll(Node node, boolean beside) {
        switch (node.kind) {
            case TEXT -> {
                if (beside) {
                    secrets.addBeside(node.text);
                } else {
                    remember(node.text);
                }
            }
            case NUMBER -> {
                if (beside) {
                    secrets.addBeside(node.text);
                } else {
                    secrets.add(node.text);
                }
            }
            default ->
                node.children.forEach(
                        child -> rememberAll(child, child.name == null ? beside : !rules.isSecret(child.key())));
        }
    }

    /** The way through the values of one text. */
    private final class Walk {
        private final String source;
        private final Style style;
        private final boolean keyed;
        private final int level;
        private final Map<String, Node> anchors = new HashMap<>();

        Walk(String source, Style style, boolean keyed, int level) {
            this.source = source;
            this.style = style;
            this.keyed = keyed;
            this.level = level;
        }

        void inside(Node node, List<Cursor> cursors, boolean looked, boolean top) {
            if (isMark(node)) {
                return;
            }
            if (node.anchor != null) {
                anchors.put(node.anchor, node);
            }
            switch (node.kind) {
                case OBJECT -> members(node, cursors, top);
                case ARRAY -> {
                    for (int i = 0; i < node.children.size(); i++) {
                        child(node.children.get(i), Integer.toString(i), false, cursors, looked, false);
                    }
                }
                case TEXT -> text(node, looked);
                default -> {}
            }
        }

        private void members(Node node, List<Cursor> cursors, boolean top) {
            Forms forms = Forms.of(node, rules.names());
            boolean secretKind = forms.isKubernetesSecret() || (top && rules.isKubernetesSecret());
            for (Node child : node.children) {
                Node name = child.name;
                String key = child.key();
                if (name != null) {
                    String shown = identity(key);
                    name.replacement = shown.equals(key) ? null : Marks.quoted(name, shown);
                }
                if (forms.isSecretMember(key) && isMaskable(child, key)) {
                    mask(child);
                } else {
                    // A name that contains a secret is not judged as a name, because a second redaction, which
                    // sees the mark, would not judge it either.
                    boolean named = name == null || name.replacement == null;
                    child(child, key, named, cursors, rules.isLooked(key), secretKind);
                }
            }
        }

        void child(Node node, String key, boolean named, List<Cursor> cursors, boolean looked, boolean secretKind) {
            List<Cursor> below = cursors.isEmpty() ? cursors : new ArrayList<>();
            for (Cursor cursor : cursors) {
                if (cursor.advance(key, below) && isValue(node)) {
                    mask(node);
                    return;
                }
            }
            boolean secret = named && rules.isSecret(key) && !rules.namesCredentials(key, node);
            if (secret && node.kind == Node.Kind.ALIAS) {
                Node target = anchors.get(node.text);
                if (target != null && target.replacement == null && isMaskable(target, key)) {
                    mask(target);
                }
            } else if (secret && isMaskable(node, key)) {
                mask(node);
            } else if (secretKind
                    && (key.equals("data") || key.equals("stringData"))
                    && node.kind == Node.Kind.OBJECT
                    && !isMark(node)) {
                node.children.forEach(this::secretDatum);
            } else {
                inside(node, below, looked, false);
            }
        }

        private void secretDatum(Node datum) {
            if (isMaskable(datum, "")) {
                mask(datum);
                Base64Text.decoded(datum.text).ifPresent(Finding.this::remember);
            }
        }

        private void text(Node node, boolean looked) {
            Rewritten rewritten = within(node.text, looked, keyed, level);
            if (rewritten.whole()) {
                mask(node);
            } else if (!rewritten.text().equals(node.text)) {
                node.replacement = Marks.quoted(node, rewritten.text());
            }
        }

        private void mask(Node node) {
            if (node.anchor != null) {
                anchors.put(node.anchor, node);
            }
            rememberAll(node, false);
            node.replacement = marks.whole(node, source, style, keyed);
        }

        /** In YAML, a mark without quotes reads as a list. */
        private boolean isMark(Node node) {
            return Mark.isMark(node)
                    || (style == Style.YAML_TEXT
                            && node.kind == Node.Kind.ARRAY
                            && source.charAt(node.start) == '['
                            && Mark.endOfMark(source, node.start) == node.end);
        }

        /** Whether there is anything to mask where something is said to be secret. */
        private boolean isValue(Node node) {
            return switch (node.kind) {
                case NULL, ALIAS -> false;
                case TEXT -> !node.text.isEmpty() && !Mark.isMark(node.text);
                default -> !isMark(node);
            };
        }

        /** The same where only a name or a form says so: booleans, counts and references are no secrets. */
        private boolean isMaskable(Node node, String key) {
            return switch (node.kind) {
                case BOOLEAN -> false;
                case NUMBER -> !SecretNames.isPlural(key);
                case TEXT -> isValue(node) && !node.text.isBlank() && !isBoolean(node.text);
                case OBJECT, ARRAY ->
                    isValue(node)
                            && !Forms.isReference(node)
                            && node.children.stream().anyMatch(child -> isMaskable(child, ""));
                default -> isValue(node);
            };
        }
    }
}
