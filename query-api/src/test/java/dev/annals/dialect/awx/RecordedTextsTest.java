package dev.annals.dialect.awx;

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

/** How Django REST framework 3.15 splits a search, and how Python 3.11 writes JSON, as recorded from both. */
class RecordedTextsTest {
    @Test
    void aSearchIsSplitAsDjangoSplitsIt() throws IOException {
        for (JsonNode row : rows("search")) {
            List<String> terms = new ArrayList<>();
            row.get(1).forEach(term -> terms.add(term.asText()));
            assertThat(SearchTerms.of(row.get(0).asText())).as("%s", row.get(0)).isEqualTo(terms);
        }
    }

    @Test
    void jsonIsWrittenAsPythonWritesIt() throws IOException {
        for (JsonNode row : rows("json")) {
            StringBuilder out = new StringBuilder();
            PythonJson.write(row.get(0).asText(), out);
            assertThat(out).hasToString(row.get(1).asText());
        }
    }

    @Test
    void aLongSearchOfOpenQuotationMarksTakesNoTime() {
        assertThat(SearchTerms.of("\"'\\".repeat(20_000))).isNotEmpty();
        assertThat(SearchTerms.of("\"" + "a ".repeat(40_000))).hasSize(40_000);
    }

    private static List<JsonNode> rows(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RecordedTextsTest.class.getResourceAsStream("/awx-text/" + name + ".ndjson"))) {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                rows.add(Json.MAPPER.readTree(line));
            }
            return rows;
        }
    }
}
