package dev.annals.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.codec.Decoded.Accepted;
import dev.annals.codec.Decoded.Refused;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.testing.RandomRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeJsonLaws {
    private static final String CANARY = "hunter2";
    private static final int ROUNDS = 2000;

    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ChangeEvent event = new RandomRecords(seed).change();

            assertThat(json.decode(json.encode(event))).as("seed %d", seed).isEqualTo(new Accepted<>(event));
        }
    }

    @Test
    void anyBytesGiveAnAnswerAndNoException() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = json.encode(new RandomRecords(seed).change());
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }

            assertThat(json.decode(bytes)).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void noRefusalQuotesAValue() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            JsonNode tree = Json.tree(new String(json.encode(new RandomRecords(seed).change()), UTF_8));
            List<Runnable> places = new ArrayList<>();
            collect(tree, places, random);
            places.get(random.nextInt(places.size())).run();
            String text = tree.toString();
            if (random.nextInt(3) == 0) {
                // unquoted: a token that is no JSON at all
                text = text.replace("\"" + CANARY + "\"", CANARY);
            }

            if (json.decode(text.getBytes(UTF_8)) instanceof Refused<ChangeEvent> refused) {
                assertThat(refused.detail()).as("seed %d", seed).doesNotContain(CANARY);
            }
        }
    }

    /** One way to spoil each value: the canary in its place, alone or inside something of the wrong kind. */
    private static void collect(JsonNode node, List<Runnable> places, Random random) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> places.add(() -> object.set(name, spoiled(random))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                places.add(() -> array.set(place, spoiled(random)));
            }
        }
        node.forEach(child -> collect(child, places, random));
    }

    private static JsonNode spoiled(Random random) {
        JsonNode canary = TextNode.valueOf(random.nextBoolean() ? CANARY : CANARY + "\u0000" + CANARY.repeat(300));
        return switch (random.nextInt(4)) {
            case 0 -> Json.MAPPER.createArrayNode().add(canary);
            case 1 -> Json.MAPPER.createObjectNode().set("type", canary);
            case 2 ->
                Json.MAPPER
                        .createArrayNode()
                        .add(IntNode.valueOf(1))
                        .add(canary)
                        .add(canary);
            default -> canary;
        };
    }
}
