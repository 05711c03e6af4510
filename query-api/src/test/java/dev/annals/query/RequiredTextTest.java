package dev.annals.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.annals.processor.index.entry.TextWords.TextFold;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "server;server",
                "^web-[0-9]+ server$;' server,web-'",
                "colou?r;colo,r",
                "ab*c;a,c",
                "ab+c;ab,c",
                "a{2,3}bc;bc",
                "a{b;a{b",
                "one|two;~~",
                "(one|two)three;three",
                "[abc]]def;]def",
                "[]a]def;def",
                "[^]a]def;def",
                "[[:alpha:]]xyz;xyz",
                "\\Qa.b*\\Ec;a.b*c",
                "\\Qabc\\E?d;ab,d",
                "a\\.b\\dc;a.b,c",
                "\\pLab;ab",
                "\\p{Greek}ab;ab",
                "\\x41bc;bc",
                "\\x{1F600}bc;bc",
                "(?i)straße;e,stra",
                "(?i:x)y;y",
                "\\(x\\);(x)",
                "a.*?b;a,b",
            })
    void onlyWhatMustBeThereIsTaken(String pattern, String pieces) {
        assertThat(String.join(
                        ",",
                        RequiredText.of(Pattern.compile(pattern)).stream()
                                .sorted()
                                .toList()))
                .isEqualTo(pieces.replace("'", ""));
    }

    @Test
    void everyTextThatMatchesHasAllPieces() {
        Random random = new Random(42);
        List<String> atoms = List.of(
                "a", "b", "K", "ſ", "ß", ".", "x?", "y*", "z+", "(ab)", "(a|b)?", "[ab]", "\\d", "\\.", "a{0,2}",
                "b{1,2}", "|", "^", "$");
        List<String> texts = List.of("a", "b", "k", "K", "s", "ſ", "S", "ß", "ẞ", "x", "y", "z", ".", "1", "ab");
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder source = new StringBuilder(random.nextBoolean() ? "(?i)" : "");
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                source.append(atoms.get(random.nextInt(atoms.size())));
            }
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append(texts.get(random.nextInt(texts.size())));
            }
            Pattern pattern = Pattern.compile(source.toString());
            if (pattern.matcher(text).find()) {
                matched++;
                assertThat(RequiredText.of(pattern))
                        .as("pieces of %s, found in %s", pattern, text)
                        .allMatch(piece -> TextFold.contains(text.toString(), piece));
            }
        }
        assertThat(matched).isGreaterThan(1000);
    }
}
