package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PuppetViewTest {
    @ParameterizedTest
    @CsvSource({"2019-03-05T18:52:27.999999Z, 2019-03-05T18:52:27Z", "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59Z"})
    void jsonCutsTheFractionAndDoesNotRound(String moment, String printed) {
        assertThat(PuppetView.seconds(Instant.parse(moment))).isEqualTo(printed);
    }
}
