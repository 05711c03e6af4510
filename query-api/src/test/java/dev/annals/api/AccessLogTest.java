package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    @ParameterizedTest
    @CsvSource({
        "a=1&b=2, a=1&b=2",
        "token=secret, token=*",
        "a=1&token=secret&b, a=1&token=*&b",
        "%74oken=secret, %74oken=*",
        "t%6Fken=secret&token=other, t%6Fken=*&token=*",
        "token, token",
        "&&, &&"
    })
    void tokensInAQueryAreMaskedHoweverTheirNameIsWritten(String query, String masked) {
        assertThat(AccessLog.masked(query)).isEqualTo(masked);
    }
}
