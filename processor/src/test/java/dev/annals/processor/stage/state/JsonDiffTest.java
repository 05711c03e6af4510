package dev.annals.processor.stage.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDiffTest {

    @Test
    void applyingADiffGivesTheNewDocument() {
        for (int seed = 0; seed < 3000; seed++) {
            RandomJson json = new RandomJson(new Random(seed));
            ObjectState before = ObjectState.of(json.document());
            ObjectState after = ObjectState.of(json.document());

            ObjectState applied = before.with(JsonDiff.between(before, after));

            assertThat(naiveSame(applied.text().tree(), after.text().tree()))
                    .as("seed %s: %s to %s gave %s", seed, before.text(), after.text(), applied.text())
                    .isTrue();
        }
    }

    @Test
    void aDiffIsEmptyExactlyWhenTheDocumentsAreEqual() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            JsonText before = json.document();
            JsonText after = random.nextBoolean() ? JsonText.of(json.respelled(before.tree())) : json.document();

            List<FieldChange> diff = JsonDiff.between(ObjectState.of(before), ObjectState.of(after));

            assertThat(diff.isEmpty())
                    .as("seed %s: %s to %s gave %s", seed, before, after, diff)
                    .isEqualTo(naiveSame(before.tree(), after.tree()));
        }
    }

    @Test
    void aDocumentKeepsItsTextThroughItsFields() {
        for (int seed = 0; seed < 1000; seed++) {
            JsonText text = new RandomJson(new Random(seed)).document();

            ObjectState copy = ObjectState.of(ObjectState.of(text).fields());

            assertThat(copy.text()).as("seed %s", seed).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 1.0 | true",
                "1 | 1e0 | true",
                "100 | 1E2 | true",
                "-0 | 0 | true",
                "1E9999 | 1E-9999 | false",
                "1 | \"1\" | false",
                "null | 0 | false",
                "null | false | false",
                "[1,2] | [2,1] | false",
                "[1,[2.0]] | [1.0,[2]] | true",
                "{\"a\":1,\"b\":null} | {\"b\":null,\"a\":1.0} | true",
                "{\"a\":null} | {} | false",
                "{\"a\":{\"b\":{\"c\":1}}} | {\"a\":{\"b\":{\"c\":1.000}}} | true",
                // One letter, and a letter with an accent: alike to read, not the same text.
                "\"\u00e9\" | \"e\u0301\" | false",
            })
    void valuesAreComparedAsJsonMeansThem(String a, String b, boolean same) {
        assertThat(JsonEquality.same(new JsonText(a), new JsonText(b))).isEqualTo(same);
    }

    @Test
    void nullDiffersFromAbsent() {
        ObjectState with = ObjectState.of(new JsonText("{\"a\":null}"));

        assertThat(JsonDiff.between(ObjectState.EMPTY, with))
                .containsExactly(new FieldChange("a", null, JsonText.NULL));
        assertThat(JsonDiff.between(with, ObjectState.EMPTY))
                .containsExactly(new FieldChange("a", JsonText.NULL, null));
    }

    @Test
    void fieldsComeInTheNewDocumentsOrderAndThoseThatAreGoneLast() {
        ObjectState before = ObjectState.of(new JsonText("{\"gone\":1,\"x\":1,\"y\":1}"));
        ObjectState after = ObjectState.of(new JsonText("{\"y\":2,\"new\":1,\"x\":2}"));

        assertThat(JsonDiff.between(before, after))
                .extracting(FieldChange::field)
                .containsExactly("y", "new", "x", "gone");
    }

    @Test
    void documentsAsDeepAsTheCodecsAllowAreCompared() {
        String deep = "{\"a\":" + "[".repeat(450) + "1%s" + "]".repeat(450) + "}";

        assertThat(JsonDiff.between(
                        ObjectState.of(new JsonText(deep.formatted(""))),
                        ObjectState.of(new JsonText(deep.formatted(".0")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"a\"", "{\"a\":", "{\"a\":[1", "{\"a\":\"x", "{\"a\":1", "{a:1}"})
    void whatIsNoCompactObjectIsRefusedAndNotHungOn(String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ObjectState.of(new JsonText(text))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // The examples of RFC 7396, appendix A, whose targets and patches are objects.
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
            })
    void aMergePatchIsAppliedAsRfc7396Says(String target, String patch, String result) {
        assertThat(ObjectState.of(new JsonText(target))
                        .patched(new JsonText(patch))
                        .text()
                        .text())
                .isEqualTo(result);
    }

    /** Equality once more, in another way: by a spelling that is the same for equal values. */
    private static boolean naiveSame(JsonNode a, JsonNode b) {
        return canonical(a).equals(canonical(b));
    }

    private static Object canonical(JsonNode value) {
        if (value instanceof ObjectNode object) {
            Map<String, Object> fields = new java.util.TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
            return fields;
        }
        if (value.isArray()) {
            List<Object> elements = new java.util.ArrayList<>();
            value.forEach(element -> elements.add(canonical(element)));
            return elements;
        }
        return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value.toString();
    }
}
