package dev.annals.processor.index;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.Term;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Documents with everything that is awkward: late times, few and many values, unicode, NUL, long values and long words. */
final class RandomDocuments {
    static final String[] FIELDS = {"user", "object", "size", "note"};
    static final String TEXT_FIELD = "changes";

    private static final String[] PIECES = {
        "admin",
        "Admin",
        "ADMINISTRATOR",
        "straße",
        "STRASSE",
        "ΟΔΟΣ",
        "οδός",
        "İstanbul",
        "istanbul",
        "e\u0301",
        "é",
        "10.0.0.1",
        "a",
        "ab",
        "abc",
        "xyz",
        "0",
        "42",
        "4242",
        "\uD83D\uDE00",
        "日本語",
        "日本",
        "_",
        "-",
        "\"",
        "{",
        "\u0000",
        "0123456789abcdef0123456789ABCDEF",
        "ſs",
        "K",
        "ﬁ"
    };

    private final Random random;

    RandomDocuments(Random random) {
        this.random = random;
    }

    IndexedDocument next(String tenant, long number) {
        byte[] row = (tenant + "/" + number + "/" + "x".repeat(random.nextInt(50))).getBytes(StandardCharsets.UTF_8);
        List<Term> terms = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            terms.add(term());
        }
        List<Text> texts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.add(new Text(TEXT_FIELD, text()));
        }
        return new IndexedDocument(tenant, number, time(number), row, terms, texts);
    }

    long time(long number) {
        return switch (random.nextInt(20)) {
            case 0 -> number * 1000 - random.nextInt(1_000_000_000);
            case 1 -> 500_000;
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 3 -> -number;
            default -> number * 1000 - random.nextInt(20_000);
        };
    }

    Term term() {
        String field = FIELDS[random.nextInt(FIELDS.length)];
        return switch (field) {
            case "user" -> Term.text(field, "user" + random.nextInt(7));
            case "object" -> Term.id(field, random.nextInt(3) == 0 ? text() : String.valueOf(random.nextInt(200)));
            case "size" -> Term.number(field, random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(9) - 4);
            default -> Term.text(field, random.nextInt(10) == 0 ? text().repeat(20) : text());
        };
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** A piece of a text that may well be there. */
    String needle() {
        String text = text() + text();
        int from = random.nextInt(text.length() + 1);
        int to = from + random.nextInt(Math.min(40, text.length() - from) + 1);
        // A needle cut through a pair of surrogates is no text.
        String needle = text.substring(from, to).replaceAll("[\\x{D800}-\\x{DFFF}]", "");
        return random.nextBoolean() ? needle.toUpperCase(Locale.ROOT).replace("SS", "ss") : needle;
    }
}
