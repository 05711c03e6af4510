package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PuppetTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2019-11-01T21:32:39Z, 2019-11-01T21:32:39Z",
        "2019-11-01t21:32:39z, 2019-11-01T21:32:39Z",
        "2019-11-01T21:32:39.5Z, 2019-11-01T21:32:39.5Z",
        "2019-11-01T21:32:39.123456789Z, 2019-11-01T21:32:39.123456789Z",
        "2019-11-01T21:32Z, 2019-11-01T21:32:00Z",
        "2019-11-01 21:32:39, 2019-11-01T21:32:39Z",
        "2019-11-01, 2019-11-01T00:00:00Z",
        "2019-11-01T21:32:39+02:00, 2019-11-01T19:32:39Z",
        "2019-11-01T21:32:39 02:00, 2019-11-01T19:32:39Z",
        "2019-11-01T21:32:39-0730, 2019-11-02T05:02:39Z",
        "2019-11-01T21:32:39+02, 2019-11-01T19:32:39Z"
    })
    void everyIsoFormThatClientsSendIsRead(String text, String moment) {
        assertThat(PuppetTime.parse(text)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2019",
                "2019-13-01",
                "2019-02-30",
                "2019-11-01T25:00:00Z",
                "2019-11-01T21:32:39+99:00",
                "2019-11-01T",
                "1572643959",
                "2019-11-01T21:32:39ZZ",
                "99999-01-01T00:00:00Z"
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThat(PuppetTime.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2019-03-05T18:52:27.76Z, 2019-03-05 18:52:27.76",
        "2019-03-05T18:52:02.391Z, 2019-03-05 18:52:02.391",
        "2019-03-05T18:52:02.985221Z, 2019-03-05 18:52:02.985221",
        "2019-03-05T18:52:02.000001Z, 2019-03-05 18:52:02.000001",
        "2019-03-05T18:52:02Z, 2019-03-05 18:52:02.0"
    })
    void csvDropsZerosAtTheEndOfTheFraction(String moment, String printed) {
        assertThat(PuppetTime.csv(Instant.parse(moment))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({"2019-03-05T18:52:27.999999Z, 2019-03-05T18:52:27Z", "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59Z"})
    void jsonCutsTheFractionAndDoesNotRound(String moment, String printed) {
        assertThat(PuppetTime.json(Instant.parse(moment))).isEqualTo(printed);
    }
}
