package dev.annals.processor.stage.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1.0",
                "1e2 | 100",
                "-0 | 0.00",
                "-1.50 | -15E-1",
                "0.1 | 1e-1",
                "1200 | 12E+2",
                "{\"a\":1,\"b\":[2.0,{\"d\":0,\"c\":null}]} | {\"b\":[2,{\"c\":null,\"d\":0.0}],\"a\":1e0}",
                "{\"a\\\"\":1,\"a\":2} | {\"a\":2,\"a\\\"\":1}"
            })
    void whatIsTheSameHasOneText(String a, String b) {
        assertThat(CanonicalJson.of(new JsonText(a))).isEqualTo(CanonicalJson.of(new JsonText(b)));
    }

    @Test
    void textsAreEqualExactlyWhenTheDiffCallsTheValuesTheSame() {
        int same = 0;
        for (long seed = 0; seed < 300; seed++) {
            RandomJson json = new RandomJson(new Random(seed));
            List<JsonText> values = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                JsonText document = json.document();
                values.add(document);
                values.addAll(ObjectState.of(document).fields().values());
            }
            for (JsonText a : values) {
                for (JsonText b : values) {
                    boolean equal = CanonicalJson.of(a).equals(CanonicalJson.of(b));
                    same += equal && !a.text().equals(b.text()) ? 1 : 0;
                    assertThat(equal)
                            .as("seed %s: %s and %s", seed, a.text(), b.text())
                            .isEqualTo(JsonEquality.same(a, b));
                }
            }
        }
        assertThat(same).isGreaterThan(1000);
    }
}
