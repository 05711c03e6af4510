package dev.annals.processor.index.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.processor.index.entry.IndexedDocument.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermTest {

    @Test
    void numbersAreInNumericOrder() {
        long[] numbers = {Long.MIN_VALUE, -1_000_000, -1, 0, 1, 255, 256, Long.MAX_VALUE};
        for (int i = 0; i < numbers.length; i++) {
            byte[] value = Term.number("n", numbers[i]).value();
            assertThat(Term.numberOf(value)).isEqualTo(numbers[i]);
            if (i > 0) {
                byte[] smaller = Term.number("n", numbers[i - 1]).value();
                assertThat(Arrays.compareUnsigned(smaller, value)).isNegative();
            }
        }
    }

    @Test
    void decimalIdsComeFirstInOrderOfValue() {
        List<String> ids = List.of(
                "0",
                "9",
                "10",
                "99",
                "123456789012345678901",
                "9".repeat(255),
                "",
                "-1",
                "007",
                "1".repeat(256),
                "A",
                "a",
                "é");
        for (int i = 0; i < ids.size(); i++) {
            byte[] value = Term.id("id", ids.get(i)).value();
            assertThat(Term.idOf(value)).isEqualTo(ids.get(i));
            if (i > 0) {
                assertThat(Arrays.compareUnsigned(Term.id("id", ids.get(i - 1)).value(), value))
                        .as("%s before %s", ids.get(i - 1), ids.get(i))
                        .isNegative();
            }
        }
    }

    @Test
    void textIsInOrderOfCodePoints() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String one = text(random);
            String other = text(random);
            int expected = Arrays.compare(
                    one.codePoints().toArray(), other.codePoints().toArray());
            byte[] oneValue = Term.text("t", one).value();
            byte[] otherValue = Term.text("t", other).value();
            assertThat(Integer.signum(Arrays.compareUnsigned(oneValue, otherValue)))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(expected));
            assertThat(Term.textOf(oneValue)).isEqualTo(one);
        }
    }

    @Test
    void longTextsAreCutBetweenCodePointsAndStayDifferent() {
        for (String unit : List.of("a", "é", "語", "\uD83D\uDE00")) {
            String common = unit.repeat(300);
            byte[] one = Term.text("t", common + "1").value();
            byte[] other = Term.text("t", common + "2").value();
            assertThat(Term.isCut(one)).isTrue();
            assertThat(one).isNotEqualTo(other).hasSizeLessThan(Term.MAX_EXACT_BYTES);
            assertThat(common).startsWith(Term.textOf(one));
            assertThat(Term.textOf(one).getBytes(StandardCharsets.UTF_8)).hasSizeBetween(Term.MIN_KEPT_BYTES, 200);
            assertThat(Term.isCut(Term.id("t", common).value())).isTrue();
            assertThat(common).startsWith(Term.idOf(Term.id("t", common).value()));
        }
        assertThat(Term.isCut(Term.text("t", "x".repeat(256)).value())).isFalse();
        assertThat(Term.isCut(Term.id("t", "9".repeat(255)).value())).isFalse();
    }

    @Test
    void aLongPrefixStillFindsCutTexts() {
        String text = "é".repeat(200);
        TermRange range = TermRange.textPrefix("é".repeat(150));
        assertThat(range.contains(Term.text("t", text).value())).isTrue();
        assertThat(TermRange.textPrefix("ab").contains(Term.text("t", "abc").value()))
                .isTrue();
        assertThat(TermRange.textPrefix("ab").contains(Term.text("t", "ac").value()))
                .isFalse();
    }

    @Test
    void rangesKeepTheirBounds() {
        byte[] a = {1};
        byte[] ab = {1, 0};
        byte[] b = {2};
        assertThat(TermRange.all().from(a, false).contains(a)).isFalse();
        assertThat(TermRange.all().from(a, false).contains(ab)).isTrue();
        assertThat(TermRange.all().to(a, true).contains(a)).isTrue();
        assertThat(TermRange.all().to(a, true).contains(ab)).isFalse();
        assertThat(TermRange.all().from(b, true).to(a, true).contains(a)).isFalse();
        assertThat(TermRange.prefix(new byte[] {(byte) 0xFF}).contains(new byte[] {(byte) 0xFF, 3}))
                .isTrue();
        assertThat(TermRange.prefix(new byte[0]).contains(b)).isTrue();
    }

    @Test
    void namesOfTheIndexsOwnFieldsAreRefused() {
        assertThatThrownBy(() -> Term.text("changes#word", "x")).hasMessageContaining("changes#word");
        assertThatThrownBy(() -> new Text("", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Random random) {
        String[] pieces = {"", "a", "b", "\u0000", "\u007f", "é", "\uFFFD", "\uD83D\uDE00", "z"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
