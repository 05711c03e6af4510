package dev.annals.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.testing.RandomJson;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Differences say all that differs, and patches make the one document of the other. */
class PatchesTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPatchAppliedToTheDocumentBeforeGivesTheOneAfter(long seed) throws Exception {
        RandomJson json = new RandomJson(new Random(seed));
        JsonNode before = json.object().tree();
        JsonNode after = changed(before, json, new Random(seed));

        JsonNode patched = applied(before.deepCopy(), Patches.operations(before, after));
        Optional<JsonNode> merge = Patches.merge(before, after);

        assertThat(JsonEquality.same(patched, after)).as("seed %d", seed).isTrue();
        merge.ifPresent(patch -> assertThat(JsonEquality.same(PlainEvaluation.merged(before, patch), after))
                .as("seed %d: %s to %s by %s", seed, before, after, patch)
                .isTrue());
        assertThat(DocumentDiff.between(before, after).isEmpty())
                .as("seed %d", seed)
                .isEqualTo(JsonEquality.same(before, after));
    }

    private static JsonNode changed(JsonNode before, RandomJson json, Random random) {
        ObjectNode after = before.deepCopy();
        before.fieldNames().forEachRemaining(name -> {
            switch (random.nextInt(4)) {
                case 0 -> after.remove(name);
                case 1 -> after.set(name, json.value().tree());
                default -> {
                    JsonNode value = after.get(name);
                    if (value instanceof ArrayNode array && !array.isEmpty()) {
                        array.remove(random.nextInt(array.size()));
                        array.insert(0, json.value().tree());
                    } else if (value instanceof ObjectNode object) {
                        object.set("x", json.value().tree());
                    }
                }
            }
        });
        after.set("new", json.value().tree());
        return after;
    }

    @Test
    void aMergePatchThatWouldHaveToSetNullIsNone() {
        assertThat(Patches.merge(tree("{'a':1}"), tree("{'a':null}"))).isEmpty();
        assertThat(Patches.merge(tree("{}"), tree("{'a':{'b':null}}"))).isEmpty();
        assertThat(Patches.merge(tree("{'a':null}"), tree("{'a':null,'b':1}"))).contains(tree("{'b':1}"));
        assertThat(Patches.merge(tree("{}"), tree("{'a':[null]}"))).contains(tree("{'a':[null]}"));
    }

    @Test
    void elementsAreMatchedByIdOrName() {
        assertThat(labels("{'m':[{'id':1,'r':'x'},{'id':2,'r':'y'}]}", "{'m':[{'id':2,'r':'z'},{'id':3}]}"))
                .containsExactly("replace m[id=2].r /m/0/r", "add m[id=3] /m/1", "remove m[id=1] /m/0");
        assertThat(labels("{'m':[{'name':'a','v':1}]}", "{'m':[{'name':'b'},{'name':'a','v':2}]}"))
                .containsExactly("add m[name=b] /m/0", "replace m[name=a].v /m/1/v");
        assertThat(labels("{'m':[{'id':1},{'id':2}]}", "{'m':[{'id':2},{'id':1}]}"))
                .containsExactly("reorder m /m");
    }

    @Test
    void elementsWithoutKeysOfTheirOwnAreMatchedByPlace() {
        assertThat(labels("{'m':[1,2,3]}", "{'m':[1,4]}")).containsExactly("replace m[1] /m/1", "remove m[2] /m/2");
        assertThat(labels("{'m':[{'id':1},{'id':1}]}", "{'m':[{'id':1},{'id':2}]}"))
                .containsExactly("replace m[1].id /m/1/id");
    }

    @Test
    void twoSpellingsOfANumberAreNoDifference() {
        assertThat(labels("{'a':1.0,'m':[{'id':1,'v':1}]}", "{'a':1,'m':[{'id':1.0,'v':1e0}]}"))
                .isEmpty();
    }

    private static List<String> labels(String before, String after) {
        return DocumentDiff.between(tree(before), tree(after)).stream()
                .map(difference -> difference.kind().word() + " " + difference.label() + " " + difference.path())
                .toList();
    }

    private static JsonNode tree(String text) {
        return new JsonText(text.replace('\'', '"')).tree();
    }

    /** RFC 6902, as much of it as is used. */
    private static JsonNode applied(JsonNode document, ArrayNode operations) {
        JsonNode result = document;
        for (JsonNode operation : operations) {
            String path = operation.get("path").textValue();
            JsonNode value = operation.get("value");
            if (path.isEmpty()) {
                result = value;
                continue;
            }
            int slash = path.lastIndexOf('/');
            JsonNode parent = result.at(path.substring(0, slash));
            String name = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
            switch (operation.get("op").textValue()) {
                case "add" -> {
                    if (parent instanceof ArrayNode array) {
                        array.insert(name.equals("-") ? array.size() : Integer.parseInt(name), value);
                    } else {
                        assertThat(((ObjectNode) parent).has(name)).isFalse();
                        ((ObjectNode) parent).set(name, value);
                    }
                }
                case "replace" -> {
                    if (parent instanceof ArrayNode array) {
                        array.set(Integer.parseInt(name), value);
                    } else {
                        assertThat(((ObjectNode) parent).has(name)).isTrue();
                        ((ObjectNode) parent).set(name, value);
                    }
                }
                case "remove" -> {
                    JsonNode removed = parent instanceof ArrayNode array
                            ? array.remove(Integer.parseInt(name))
                            : ((ObjectNode) parent).remove(name);
                    assertThat(removed).isNotNull();
                }
                default -> throw new AssertionError(operation);
            }
        }
        return result == null ? Json.MAPPER.nullNode() : result;
    }
}
