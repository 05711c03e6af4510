package dev.annals.processor.index.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.annals.processor.index.entry.TextWords.TextFold;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TextFoldTest {

    @Test
    void whatIsTheSameInLowerCaseIsTheSameFolded() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String one = Character.toString(codePoint);
            String lower = one.toLowerCase(Locale.ROOT);
            if (!TextFold.fold(lower).equals(TextFold.fold(one))) {
                fail("U+%04X", codePoint);
            }
        }
    }

    @Test
    void foldingTwiceIsFoldingOnce() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String folded = TextFold.fold(Character.toString(codePoint));
            if (!TextFold.fold(folded).equals(folded)) {
                fail("U+%04X", codePoint);
            }
        }
    }

    @Test
    void aFinalSigmaIsASigma() {
        assertThat(TextFold.contains("ΟΔΟΣ", "οδος")).isTrue();
        assertThat(TextFold.contains("οδος", "ΔΟΣ")).isTrue();
    }

    @Test
    void aPieceOfATextIsAPieceOfItsFoldedForm() {
        assertThat(TextFold.contains("İstanbul", "i\u0307stan")).isTrue();
        assertThat(TextFold.contains("İstanbul", "STAN")).isTrue();
        assertThat(TextFold.contains("plain", "other")).isFalse();
    }
}
