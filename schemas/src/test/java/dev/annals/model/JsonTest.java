package dev.annals.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.testing.RandomJson;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{\"a\":hunter2}",
                "\"hunter2",
                "{\"hunter2\":1,\"hunter2\":2}",
                "1 hunter2",
                "{'hunter2':1}",
                "1e99999999999",
                "-1e-99999999999",
                "[1,]",
                "NaN",
                "01",
                "+1",
                ".5",
                "1.",
                "/* hunter2 */ 1",
                ""
            })
    void whatIsNotJsonIsRefusedAndNotQuoted(String text) {
        assertThatThrownBy(() -> Json.tree(text))
                .isInstanceOf(MalformedJson.class)
                .satisfies(JsonTest::quotesNothing);
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(MalformedJson.class)
                .satisfies(JsonTest::quotesNothing);
    }

    @Test
    void compactTextMeansTheSameAndIsItsOwnCompactForm() throws Exception {
        for (long seed = 0; seed < 2000; seed++) {
            JsonText compact = new RandomJson(new Random(seed)).value();
            String spacious = compact.tree().toPrettyString();

            assertThat(JsonText.parse(compact.text())).as("seed %d", seed).isEqualTo(compact);
            assertThat(JsonText.parse(spacious).tree()).as("seed %d", seed).isEqualTo(compact.tree());
            assertThat(compact.tree()).as("seed %d", seed).isEqualTo(Json.tree(compact.text()));
        }
    }

    @Test
    void numbersKeepTheirSpelling() throws Exception {
        assertThat(JsonText.parse(" [ 1.50 , 1E2, 1e+2, -0, 0.10, 100000000000000000000 ] ")
                        .text())
                .isEqualTo("[1.50,1E2,1e+2,-0,0.10,100000000000000000000]");
    }

    @Test
    void textKeepsItsCharactersInTheShortestEscapes() throws Exception {
        assertThat(JsonText.parse("\"\\u0041\\u00e9\\ud83d\\ude00\\/\\u000a\\u001f\\\"\\\\\"")
                        .text())
                .isEqualTo("\"Aé😀/\\n\\u001F\\\"\\\\\"");
    }

    private static void quotesNothing(Throwable refusal) {
        assertThat(refusal.toString()).doesNotContain("hunter2").doesNotContain("99999999999");
        assertThat(refusal.getCause()).isNull();
    }
}
