package dev.annals.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.Wording;
import dev.annals.testing.RandomRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactionLaws {
    private static final int ROUNDS = 2000;
    private static final String CANARY = "hunter2-canary";
    private static final String[] SECRET_NAMES = {
        "password", "apiKey", "x_token", "client-secret", "SSH_KEY_DATA", "pass\\u0077ord"
    };

    private final Redactor redactor = new Redactor(RedactionRules.DEFAULT, RedactionKey.of(new byte[32]));

    @Test
    void redactingTwiceIsRedactingOnce() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            ChangeEvent once = redactor.redact(planted(seed));

            assertThat(redactor.redact(once)).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void aSecretOccursInNoByteOfTheResult() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] bytes = new ChangeAvro(Limits.DEFAULT).encode(redactor.redact(planted(seed)));

            assertThat(new String(bytes, ISO_8859_1)).as("seed %d", seed).doesNotContain(CANARY);
        }
    }

    @Test
    void marksAreEqualIfAndOnlyIfTheSecretsAre() {
        SecretDigest digest = new SecretDigest(RedactionKey.of(new byte[32]));
        List<JsonNode> values = new ArrayList<>();
        for (long seed = 0; seed < 300; seed++) {
            values.add(
                    new dev.annals.testing.RandomJson(new Random(seed)).value().tree());
        }
        for (JsonNode a : values) {
            for (JsonNode b : values) {
                assertThat(digest.of(a).equals(digest.of(b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(same(a, b));
            }
        }
    }

    /** A random event with the canary under a secret name, or at a pointer, or repeated in a sentence. */
    private static ChangeEvent planted(long seed) {
        Random random = new Random(seed);
        ChangeEvent e = new RandomRecords(seed).change();
        List<String> sensitive = new ArrayList<>(e.sensitive());
        sensitive.add("/planted/place");
        Map<String, String> labels = new LinkedHashMap<>(e.labels());
        labels.put("token", CANARY);
        List<FieldChange> changes = List.of(
                new FieldChange("password", new JsonText("\"" + CANARY + "\""), null),
                new FieldChange("nested", JsonText.NULL, planted(random, new JsonText("{}"))));
        return new ChangeEvent(
                e.id(),
                e.source(),
                e.tenant(),
                e.time(),
                e.timeText(),
                e.serviceId(),
                e.node(),
                e.operation(),
                e.actor(),
                new ObjectRef(
                        "team",
                        "7",
                        e.object().name(),
                        null,
                        planted(random, e.object().summary())),
                e.object2(),
                e.relationship(),
                e.related(),
                planted(random, e.before()),
                pointed(planted(random, e.after())),
                planted(random, e.patch()),
                random.nextBoolean() ? changes : e.changes(),
                e.commit(),
                new Wording("edit", "x " + CANARY, null, CANARY + CANARY),
                e.execution(),
                e.ipAddress(),
                new Presentation(null, "now " + CANARY, null, null, planted(random, null)),
                sensitive,
                labels,
                e.traceparent(),
                e.snapshot());
    }

    private static JsonText pointed(JsonText document) {
        ObjectNode tree = (ObjectNode) document.tree();
        tree.set("planted", Json.MAPPER.createObjectNode().put("place", CANARY).put("other", 1));
        return JsonText.of(tree);
    }

    /** The canary under a secret name in a random object of the document, as it is or inside something. */
    private static JsonText planted(Random random, JsonText document) {
        JsonNode tree = document == null || document.isNull() ? Json.MAPPER.createObjectNode() : document.tree();
        List<ObjectNode> objects = new ArrayList<>();
        collect(tree, objects);
        String name = SECRET_NAMES[random.nextInt(SECRET_NAMES.length)].replace("\\u0077", "w");
        JsonNode secret = switch (random.nextInt(3)) {
            case 0 -> Json.MAPPER.createArrayNode().add(1).add(CANARY);
            case 1 -> Json.MAPPER.createObjectNode().put("x", CANARY).put("password", CANARY);
            default -> Json.MAPPER.createObjectNode().textNode(CANARY);
        };
        objects.get(random.nextInt(objects.size())).set(name, secret);
        return JsonText.of(tree);
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    /** Equality by value, the slow and plain way. */
    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a instanceof ArrayNode && b instanceof ArrayNode && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof ObjectNode && b instanceof ObjectNode && a.size() == b.size()) {
            return a.properties().stream()
                    .allMatch(field -> b.has(field.getKey()) && same(field.getValue(), b.get(field.getKey())));
        }
        return !a.isContainerNode() && a.equals(b);
    }
}
