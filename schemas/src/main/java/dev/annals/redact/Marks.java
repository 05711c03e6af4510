package dev.annals.redact;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.model.JsonText;

/** Makes the marks of one deployment, as they are written in each kind of text. Thread-safe. */
final class Marks {
    private final SecretDigest digest;

    Marks(SecretDigest digest) {
        this.digest = digest;
    }

    /** How the values of a text are written, and what a mark is there. */
    enum Style {
        /** A document: JSON with marks that are objects. */
        DOCUMENT,
        /** JSON inside text: a mark is text. */
        JSON_TEXT,
        /** YAML inside text: a mark is text in double quotes. */
        YAML_TEXT
    }

    /** What replaces a whole value. */
    String whole(Node node, String source, Style style, boolean keyed) {
        if (style != Style.DOCUMENT) {
            return quoted(node, inline(node.isContainer() ? source.substring(node.start, node.end) : node.text, keyed));
        }
        if (!keyed) {
            return Mark.bare(node.kind);
        }
        JsonNode value = node.kind == Node.Kind.TEXT
                ? TextNode.valueOf(node.text)
                : new JsonText(source.substring(node.start, node.end)).tree();
        return Mark.keyed(node.kind, digest.of(value));
    }

    /** Replaces a secret within a text. */
    String inline(String secret, boolean keyed) {
        return keyed ? Mark.inline(digest.of(TextNode.valueOf(secret))) : Mark.TEXT;
    }

    /** Replaces a secret within a name or an id, which must stay distinct from others. */
    String identity(String secret) {
        return Mark.identity(digest.of(TextNode.valueOf(secret)));
    }

    /** Replaces a scalar by a quoted text. JSON's quotes and escapes are valid in YAML, too. */
    static String quoted(Node node, String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        if (node.anchor != null) {
            out.append('&').append(node.anchor).append(' ');
        }
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"').toString();
    }
}
