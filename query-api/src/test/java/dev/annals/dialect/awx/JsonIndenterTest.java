package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonIndenterTest {
    @Test
    void jsonIsIndentedAsJacksonDoes() throws IOException {
        assertThat(indented("{\"a\":[1,{\"b\":null}],\"c\":{},\"d\":[], \"e\" : \"x:{,\"}", 2, false))
                .isEqualTo("""
                        {
                          "a": [
                            1,
                            {
                              "b": null
                            }
                          ],
                          "c": { },
                          "d": [ ],
                          "e": "x:{,"
                        }""");
    }

    @Test
    void aPageIsEscapedAndItsLinksCanBeFollowed() throws IOException {
        String text =
                "{\"url\":\"/api/v2/hosts/1/?a=1&b=2\",\"t\":\"<b>&\\\"/api/x\\\"\",\"half\":\"/api\",\"odd\":\"/api/\\n\"}";

        assertThat(indented(text, 0, true))
                .isEqualTo(
                        "{\n\"url\": \"<a href=\"/api/v2/hosts/1/?a=1&amp;b=2\">/api/v2/hosts/1/?a=1&amp;b=2</a>\",\n"
                                + "\"t\": \"&lt;b&gt;&amp;\\\"/api/x\\\"\",\n\"half\": \"/api\",\n\"odd\": \"/api/\\n\"\n}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsIndentedMeansTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            JsonNode tree = tree(random, 4);

            String indented = indented(Json.MAPPER.writeValueAsString(tree), random.nextInt(5), false);

            assertThat(Json.MAPPER.readTree(indented))
                    .as("seed %d, tree %d", seed, i)
                    .isEqualTo(tree);
        }
    }

    private static JsonNode tree(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 0:
                return Json.MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 1:
                return Json.MAPPER
                        .getNodeFactory()
                        .textNode(List.of("", "a\"b", "\\", "\\\"", "{\"x\":[1,2]}", "größer 日本", "/api/v2/")
                                .get(random.nextInt(7)));
            case 2:
                ArrayNode array = Json.MAPPER.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                return array;
            default:
                ObjectNode object = Json.MAPPER.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("k" + i + "\"", tree(random, depth - 1));
                }
                return object;
        }
    }

    private static String indented(String json, int spaces, boolean html) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonIndenter indenter = new JsonIndenter(out, spaces, html)) {
            indenter.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
