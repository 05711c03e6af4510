package dev.annals.dialect.annals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.annals.dialect.annals.Clause.Match;
import dev.annals.dialect.annals.Clause.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTextTest {
    @Test
    void clausesValuesNegationsAndWordsAreRead() throws Refused {
        List<Clause> clauses = FilterText.parse(
                "actor:ada  type:job_template,\"node group\" -service:rbac name:web* changed:*pass* \"free text\" -word after:2026-01-01T10:00:00Z");

        assertThat(clauses)
                .containsExactly(
                        new Clause(false, "actor", List.of(new Value("ada", Match.EXACT)), "0"),
                        new Clause(
                                false,
                                "type",
                                List.of(new Value("job_template", Match.EXACT), new Value("node group", Match.EXACT)),
                                "11"),
                        new Clause(true, "service", List.of(new Value("rbac", Match.EXACT)), "42"),
                        new Clause(false, "name", List.of(new Value("web", Match.PREFIX)), "56"),
                        new Clause(false, "changed", List.of(new Value("pass", Match.CONTAINS)), "66"),
                        new Clause(false, "", List.of(new Value("free text", Match.CONTAINS)), "81"),
                        new Clause(true, "", List.of(new Value("word", Match.CONTAINS)), "93"),
                        new Clause(false, "after", List.of(new Value("2026-01-01T10:00:00Z", Match.EXACT)), "99"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "actor:|6",
                "actor:ada,|10",
                "ok actor:ada, x|13",
                "\"never closed|0",
                "a:\"x\\n\"|4",
                "a:x\"y\"|3",
                "a:\"x\"y|5",
                "- x|0",
                "name:*|5",
                "name:*x|5",
                "\"  \"|0",
                "\"a\"b|3"
            })
    void aRefusalPointsAtThePlace(String text, String place) {
        Refused refused = catchThrowableOfType(Refused.class, () -> FilterText.parse(text));

        assertThat(refused).as(text).isNotNull();
        assertThat(refused.place()).as("%s: %s", text, refused.seen()).isEqualTo(place);
        assertThat(refused.expected()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsTypedFromClausesIsReadAsTheSameClauses(long seed) throws Refused {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<Clause> clauses = new ArrayList<>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                clauses.add(clause(random));
            }
            String typed = clauses.stream().map(Clause::typed).collect(Collectors.joining(" "));

            List<Clause> read = FilterText.parse(typed);

            assertThat(read.stream().map(FilterTextTest::placeless))
                    .as("seed %d, %s", seed, typed)
                    .isEqualTo(clauses.stream().map(FilterTextTest::placeless).toList());
        }
    }

    /** Whatever is typed: clauses or a refusal with a place in the text, and never anything else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyTextIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String alphabet = "ab:,-*\"\\ 1.\t\u00e9\ud83d\ude00";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                FilterText.parse(text.toString());
            } catch (Refused refused) {
                assertThat(Integer.parseInt(refused.place()))
                        .as("seed %d, %s", seed, text)
                        .isBetween(0, text.length());
            }
        }
    }

    @Test
    void theJsonFormMeansTheSame() throws Refused {
        List<Clause> typed = FilterText.parse("actor:ada,bob -name:web* \"free text\"");
        List<Clause> json = FilterJson.parse(
                "[{\"name\":\"actor\",\"values\":[\"ada\",\"bob\"]},{\"name\":\"name\",\"values\":[\"web\"],\"match\":\"prefix\",\"not\":true},{\"text\":\"free text\"}]");

        assertThat(json.stream().map(FilterTextTest::placeless))
                .isEqualTo(typed.stream().map(FilterTextTest::placeless).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|''",
                "[1]|/0",
                "[{\"text\":\"x\"},{\"nam\":\"x\"}]|/1",
                "[{\"name\":\"\",\"values\":[\"x\"]}]|/0/name",
                "[{\"name\":\"a\",\"values\":[]}]|/0/values",
                "[{\"name\":\"a\",\"values\":[\"x\",{}]}]|/0/values/1",
                "[{\"name\":\"a\",\"values\":[\"x\"],\"match\":\"like\"}]|/0/match",
                "[{\"name\":\"a\",\"values\":[\"x\"],\"not\":1}]|/0/not"
            })
    void aRefusalOfJsonIsAPointer(String text, String pointer) {
        Refused refused = catchThrowableOfType(Refused.class, () -> FilterJson.parse(text));

        assertThat(refused).as(text).isNotNull();
        assertThat(refused.place()).isEqualTo(pointer.equals("''") ? "" : pointer);
    }

    private static Clause placeless(Clause clause) {
        return new Clause(clause.negated(), clause.name(), clause.values(), "");
    }

    private static Clause clause(Random random) {
        if (random.nextInt(4) == 0) {
            return new Clause(random.nextBoolean(), "", List.of(new Value(text(random, 1), Match.CONTAINS)), "");
        }
        List<Value> values = new ArrayList<>();
        for (int n = random.nextInt(3); n >= 0; n--) {
            Match match = Match.values()[random.nextInt(3)];
            values.add(new Value(text(random, match == Match.EXACT ? 0 : 1), match));
        }
        return new Clause(
                random.nextBoolean(),
                List.of("actor", "object.name", "label.x-y", "a").get(random.nextInt(4)),
                values,
                "");
    }

    private static String text(Random random, int least) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append("ab1:,-*\"\\ .\u00e9".charAt(random.nextInt(12)));
        }
        return text.toString().isBlank() && least > 0 ? "x" : text.toString();
    }
}
