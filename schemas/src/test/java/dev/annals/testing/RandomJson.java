package dev.annals.testing;

import dev.annals.model.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Random JSON values: nested, with numbers of every spelling, text of every plane and keys that look alike. */
public final class RandomJson {
    private static final String[] KEYS = {
        "name", "description", "", "a/b", "m~n", "na\"me", "größe", "鍵", "😀", "limit", "Name", "line\nbreak", "x"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "1.0", "1.50", "1E2", "100", "-17", "1e-7", "12345678901234567890", "0.1", "3.14159", "2e+3"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "hello world",
        "Zürich",
        "日本",
        "🎉 done",
        "quote\"s",
        "back\\slash",
        "tab\there",
        "\u0001",
        "</script>",
        "\u2028",
        "\uFFFD",
        "\uD83D\uDE00\uD83D\uDE01"
    };

    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    /** An object of up to six keys, nested at most four deep. */
    public JsonText object() {
        StringBuilder out = new StringBuilder();
        object(out, 4);
        return new JsonText(out.toString());
    }

    /** Any value. */
    public JsonText value() {
        StringBuilder out = new StringBuilder();
        value(out, 3);
        return new JsonText(out.toString());
    }

    /** Text with anything in it but half a surrogate pair. */
    public String text() {
        return TEXTS[random.nextInt(TEXTS.length)] + (random.nextBoolean() ? "" : random.nextInt(1000));
    }

    private void value(StringBuilder out, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> out.append("null");
            case 1 -> out.append(random.nextBoolean());
            case 2, 3 -> out.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4, 5 -> quote(out, text());
            case 6 -> object(out, depth - 1);
            default -> {
                out.append('[');
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    value(out, depth - 1);
                }
                out.append(']');
            }
        }
    }

    private void object(StringBuilder out, int depth) {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        int size = random.nextInt(7);
        for (int i = 0; i < size; i++) {
            keys.put(KEYS[random.nextInt(KEYS.length)], true);
        }
        out.append('{');
        boolean comma = false;
        for (String key : keys.keySet()) {
            if (comma) {
                out.append(',');
            }
            comma = true;
            quote(out, key);
            out.append(':');
            value(out, depth - 1);
        }
        out.append('}');
    }

    private static void quote(StringBuilder out, String text) {
        out.append(JsonText.of(com.fasterxml.jackson.databind.node.TextNode.valueOf(text))
                .text());
    }
}
