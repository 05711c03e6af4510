package dev.annals.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.JsonText;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands in the place of a masked value. In the object store it carries a keyed digest, so that a diff sees that the
 * value changed: {@code {"$annals":"redacted","was":"string","hmac":"…"}}. Everywhere else it is bare:
 * {@code {"$annals":"redacted","was":"string"}}. Within a text the two are {@code [redacted:…]} and {@code [redacted]}; within a name or an id,
 * which has to stay different from others, it is {@code [redacted#…]} everywhere.
 *
 * <p>A producer may send such a mark itself. It stays as it is, so that redacting twice is redacting once; and it
 * forges nothing: it shows as a masked value, and its digest can only equal a real one by knowing the deployment's key.
 */
public final class Mark {
    /** The first key of a mark. */
    public static final String KEY = "$annals";

    /** The value under that key. */
    public static final String REDACTED = "redacted";

    /** What stands in place of a masked value where only text can stand: in labels and in sentences. */
    public static final String TEXT = "[redacted]";

    private static final String WAS = "was";
    private static final String HMAC = "hmac";
    private static final String START = "{\"" + KEY + "\":\"" + REDACTED + "\"";
    private static final Set<String> KINDS = Set.of("string", "number", "boolean", "object", "array");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String OPEN = "[redacted";
    private static final String INLINE = OPEN + ":";
    private static final String IDENTITY = OPEN + "#";

    /** Of the digest, in a text: 132 bits tell secrets apart. */
    private static final int SHORT_DIGEST = 22;

    private Mark() {}

    /** A mark with a digest. */
    static String keyed(Node.Kind kind, String hmac) {
        return START + ",\"" + WAS + "\":\"" + was(kind) + "\",\"" + HMAC + "\":\"" + hmac + "\"}";
    }

    /** A mark without one. */
    static String bare(Node.Kind kind) {
        return bare(was(kind));
    }

    static String inline(String hmac) {
        return INLINE + hmac.substring(0, SHORT_DIGEST) + "]";
    }

    static String identity(String hmac) {
        return IDENTITY + hmac.substring(0, SHORT_DIGEST) + "]";
    }

    /** Whether it is a mark, bare or not. An object that has anything else in it is not. */
    public static boolean isMark(JsonNode value) {
        return value instanceof ObjectNode object
                && object.path(KEY).asText().equals(REDACTED)
                && object.path(KEY).isTextual()
                && object.path(WAS).isTextual()
                && KINDS.contains(object.path(WAS).asText())
                && (object.size() == 2 || (object.size() == 3 && isDigest(object.path(HMAC))));
    }

    /** Whether the whole value is a mark. */
    public static boolean isMark(JsonText value) {
        return value.text().startsWith(START) && isMark(value.tree());
    }

    static boolean isMark(Node node) {
        return node.kind == Node.Kind.OBJECT
                && (node.children.size() == 2
                        || (node.children.size() == 3
                                && DIGEST.matcher(text(node, HMAC)).matches()))
                && text(node, KEY).equals(REDACTED)
                && KINDS.contains(text(node, WAS));
    }

    private static String text(Node node, String key) {
        Node member = node.member(key);
        return member != null && member.kind == Node.Kind.TEXT ? member.text : "";
    }

    /** Whether a value may contain a mark. A cheap check that errs only when a producer's text looks like a mark. */
    public static boolean mayContain(JsonText value) {
        return value.text().contains(START);
    }

    /** The JSON type of the value that was masked: string, number, boolean, object or array. */
    public static String was(JsonNode mark) {
        return mark.path(WAS).asText();
    }

    /** The value with every mark in it bare; everything else stays as it is, byte for byte. */
    public static JsonText bare(JsonText value) {
        if (!mayContain(value) && !value.text().contains(INLINE)) {
            return value;
        }
        Node root = JsonNodes.read(value.text());
        if (root == null) {
            throw new IllegalStateException("a JsonText holds text that is not JSON; it must be made by of or parse");
        }
        makeBare(root);
        return new JsonText(Splice.of(value.text(), root));
    }

    private static void makeBare(Node node) {
        if (isMark(node)) {
            node.replacement = bare(text(node, WAS));
        } else if (node.kind == Node.Kind.TEXT && node.text.contains(INLINE)) {
            node.replacement = Marks.quoted(node, bareText(node.text));
        } else {
            node.children.forEach(Mark::makeBare);
        }
    }

    /** The text with every mark in it bare. */
    private static String bareText(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (int at = text.indexOf(INLINE); at >= 0; at = text.indexOf(INLINE, at + 1)) {
            int end = endOfMark(text, at);
            if (end > 0) {
                out.append(text, copied, at).append(TEXT);
                copied = end;
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** Where the mark that begins here ends; 0 when none does. */
    static int endOfMark(String text, int at) {
        if (!text.startsWith(OPEN, at)) {
            return 0;
        }
        int next = at + OPEN.length();
        if (next == text.length()) {
            return 0;
        }
        if (text.charAt(next) == ']') {
            return next + 1;
        }
        int end = next + 1 + SHORT_DIGEST;
        if ((text.charAt(next) != ':' && text.charAt(next) != '#') || end >= text.length() || text.charAt(end) != ']') {
            return 0;
        }
        for (int i = next + 1; i < end; i++) {
            char c = text.charAt(i);
            if (!TextPlaces.isBase64(c) || c == '+' || c == '/' || c == '=') {
                return 0;
            }
        }
        return end + 1;
    }

    /** Whether a text is a mark and nothing else. */
    static boolean isMark(String text) {
        return text.startsWith(OPEN) && endOfMark(text, 0) == text.length();
    }

    /** Whether a mark stands in a text somewhere. */
    static boolean isIn(String text) {
        for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
            if (endOfMark(text, at) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a mark ends before this place. */
    static boolean endsAt(String text, int end) {
        if (end == 0 || text.charAt(end - 1) != ']') {
            return false;
        }
        int open = text.lastIndexOf('[', end - 1);
        return open >= 0 && end - open <= IDENTITY.length() + SHORT_DIGEST + 1 && endOfMark(text, open) == end;
    }

    private static String bare(String kind) {
        return START + ",\"" + WAS + "\":\"" + kind + "\"}";
    }

    private static boolean isDigest(JsonNode hmac) {
        return hmac.isTextual() && DIGEST.matcher(hmac.asText()).matches();
    }

    private static String was(Node.Kind kind) {
        return switch (kind) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }
}
