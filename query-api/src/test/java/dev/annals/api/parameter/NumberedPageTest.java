package dev.annals.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedPageTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 1, 20",
        "3, 50, 3, 50",
        "+3, 1_0, 3, 10",
        "' 3 ', 0, 3, 20",
        "003, -1, 3, 20",
        "1, x, 1, 20",
        "1, 99999999999999999999, 1, 100",
        "last, 7, -1, 7",
        "٣, ٥, 3, 5"
    })
    void aPageIsReadAsPythonReadsNumbers(String page, String size, long number, int rows) {
        assertThat(NumberedPage.of(page, size, 20, 100)).contains(new NumberedPage(number, rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.0", "x", " ", "1__0", "2147483648", "99999999999999999999"})
    void thereIsNoSuchPage(String page) {
        assertThat(NumberedPage.of(page, "", 20, 100)).isEmpty();
    }

    @Test
    void theLastPageIsTheOneWithTheLastRow() {
        NumberedPage last = new NumberedPage(NumberedPage.LAST, 10);

        assertThat(last.lastOf(0).number()).isEqualTo(1);
        assertThat(last.lastOf(10).number()).isEqualTo(1);
        assertThat(last.lastOf(11).number()).isEqualTo(2);
        assertThat(new NumberedPage(2, 10).hasNext(20)).isFalse();
        assertThat(new NumberedPage(2, 10).hasNext(21)).isTrue();
        assertThat(new NumberedPage(3, 10).isWithin(20)).isFalse();
        assertThat(new NumberedPage(1, 10).isWithin(0)).isTrue();
    }
}
