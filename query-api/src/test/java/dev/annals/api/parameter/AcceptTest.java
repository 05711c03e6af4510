package dev.annals.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*/*",
                "*",
                "application/*",
                "application/json",
                "Application/JSON; charset=utf-8",
                "text/html, application/json;q=0.1",
                "application/json;q=0, */*",
                "application/json;x=\"a,b;q=0\"",
                ", ,application/json"
            })
    void jsonIsTakenWhenSomeRangeHasIt(String header) {
        assertThat(Accept.of(Optional.of(header)).takes("application/json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "application/json;q=0",
                "application/json; q=0.000",
                "text/*, application/json;q=0",
                "\" \";q=0.5",
                ";;;",
                "application"
            })
    void jsonIsNotTakenWhenNoRangeHasItOrItIsRefused(String header) {
        assertThat(Accept.of(Optional.of(header)).takes("application/json")).isFalse();
    }

    @Test
    void whoeverSaysNothingTakesAnything() {
        assertThat(Accept.of(Optional.empty()).takes("application/json")).isTrue();
        assertThat(Accept.of(Optional.empty()).prefers("text/html")).isFalse();
    }

    @Test
    void theBestRangeIsTheOneOfTheGreatestQuality() {
        assertThat(Accept.of(Optional.of("text/html,application/xhtml+xml,*/*;q=0.8"))
                        .prefers("text/html"))
                .isTrue();
        assertThat(Accept.of(Optional.of("text/html;q=0.5, application/json")).prefers("text/html"))
                .isFalse();
        assertThat(Accept.of(Optional.of("*/*")).prefers("text/html")).isFalse();
    }
}
