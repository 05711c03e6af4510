package dev.annals.dialect.puppet.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PuppetCsvTest {
    @ParameterizedTest
    @CsvSource({
        "2019-03-05T18:52:27.76Z, 2019-03-05 18:52:27.76",
        "2019-03-05T18:52:02.391Z, 2019-03-05 18:52:02.391",
        "2019-03-05T18:52:02.985221Z, 2019-03-05 18:52:02.985221",
        "2019-03-05T18:52:02.000001Z, 2019-03-05 18:52:02.000001",
        "2019-03-05T18:52:02Z, 2019-03-05 18:52:02.0"
    })
    void csvDropsZerosAtTheEndOfTheFraction(String moment, String printed) {
        assertThat(PuppetCsv.time(Instant.parse(moment))).isEqualTo(printed);
    }
}
