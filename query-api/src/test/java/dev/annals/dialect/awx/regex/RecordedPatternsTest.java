package dev.annals.dialect.awx.regex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Patterns with what Python 3.11 and PostgreSQL 15 say of them, as recorded from both. */
class RecordedPatternsTest {
    @Test
    void whatIsWrongIsSaidInTheWordsOfPython() throws IOException {
        List<String> different = new ArrayList<>();
        for (JsonNode row : rows("python")) {
            String pattern = row.get(0).asText();
            String words = PythonPattern.wrong(pattern).orElse("");
            if (!words.equals(row.get(1).asText())) {
                different.add(pattern + ": Python says '" + row.get(1).asText() + "', Annals '" + words + "'");
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void whatIsFoundIsWhatPostgresFinds() throws IOException {
        List<JsonNode> rows = rows("postgres");
        List<String> texts = texts(rows.remove(rows.size() - 1).get("texts"));
        List<String> different = new ArrayList<>();
        for (JsonNode row : rows) {
            String pattern = row.get("pattern").asText();
            compare(different, pattern, false, texts, texts(row.get("found")));
            compare(different, pattern, true, texts, texts(row.get("ignoringCase")));
        }
        assertThat(different).isEmpty();
    }

    private static void compare(
            List<String> different, String pattern, boolean ignoreCase, List<String> texts, List<String> expected) {
        List<String> found = PostgresPattern.of(pattern, ignoreCase)
                .map(compiled -> texts.stream()
                        .filter(text -> compiled.matcher(text).find())
                        .toList())
                .orElse(List.of("refused"));
        if (!found.equals(expected)) {
            different.add(
                    pattern + (ignoreCase ? " (any case)" : "") + ": PostgreSQL " + expected + ", Annals " + found);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<JsonNode> rows(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordedPatternsTest.class.getResourceAsStream("/awx-regex/" + name + ".ndjson"))) {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                rows.add(Json.MAPPER.readTree(line));
            }
            return rows;
        }
    }
}
