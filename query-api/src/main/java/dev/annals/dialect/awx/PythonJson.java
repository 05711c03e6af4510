package dev.annals.dialect.awx;

import java.util.HexFormat;

/** JSON as Python's {@code json.dumps} writes it: a blank after each comma and colon, and every character outside of ASCII as an escape. */
final class PythonJson {
    private static final HexFormat HEX = HexFormat.of();

    private PythonJson() {}

    /** Appends compact JSON in this form. */
    static void write(String json, StringBuilder out) {
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                at = string(json, at, out);
            } else {
                out.append(c);
                if (c == ',' || c == ':') {
                    out.append(' ');
                }
                at++;
            }
        }
    }

    /** Appends a text as a JSON string. */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i), out);
        }
        out.append('"');
    }

    /** Appends the string that begins at a quotation mark, and gives the place behind it. */
    private static int string(String json, int from, StringBuilder out) {
        out.append('"');
        int at = from + 1;
        while (json.charAt(at) != '"') {
            char c = json.charAt(at++);
            if (c == '\\') {
                char escaped = json.charAt(at++);
                if (escaped == 'u') {
                    character((char) HexFormat.fromHexDigits(json, at, at + 4), out);
                    at += 4;
                } else {
                    character(unescaped(escaped), out);
                }
            } else {
                character(c, out);
            }
        }
        out.append('"');
        return at + 1;
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    private static void character(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c >= ' ' && c <= '~') {
                    out.append(c);
                } else {
                    out.append("\\u").append(HEX.toHexDigits((short) c));
                }
            }
        }
    }
}
