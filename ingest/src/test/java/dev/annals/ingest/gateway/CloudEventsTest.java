package dev.annals.ingest.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.ingest.gateway.CloudEvents.One;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Operation;
import dev.annals.model.Reject.Reason;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    private static final int ROUNDS = Integer.getInteger("annals.mutations", 2_000);
    private static final Map<String, String> HEADERS = Map.of(
            "specversion", "1.0",
            "id", "1",
            "source", "/shop",
            "type", "com.example.order.updated",
            "time", "2026-01-31T12:00:00Z",
            "subject", "order%2042");

    @Test
    void aStructuredEventWhoseDataIsAChangeIsThatChangeUnderItsOwnIdentity() throws Exception {
        ChangeEvent change = change(CloudEvents.STRUCTURED, Map.of(), """
                {"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-31T12:00:00Z","tenant":"acme",
                 "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                 "data":{"id":"other","object":{"type":"host","id":"9"},"after":{"n":1}}}""");

        assertThat(List.of(
                        change.id(),
                        change.source(),
                        change.tenant(),
                        change.object().id()))
                .containsExactly("7", "/s", "acme", "9");
        assertThat(change.traceparent()).startsWith("00-4bf9");
    }

    @Test
    void otherDataIsTheDocumentOfTheSubject() throws Exception {
        ChangeEvent change = change("application/json", HEADERS, "{\"total\":1.50,\"name\":\"An order\"}");

        assertThat(change.object().type()).isEqualTo("com.example.order.updated");
        assertThat(change.object().id()).isEqualTo("order 42");
        assertThat(change.object().name()).isEqualTo("An order");
        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.after()).hasToString("{\"total\":1.50,\"name\":\"An order\"}");
    }

    @Test
    void anEventWithoutDataSaysThatSomethingHappened() throws Exception {
        Map<String, String> headers = new TreeMap<>(HEADERS);
        headers.put("type", "com.example.ping");

        assertThat(change("", headers, "").operation()).isEqualTo(Operation.OTHER);
    }

    @Test
    void dataInBase64IsRead() throws Exception {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"2026-01-31T12:00:00Z\","
                        + "\"data_base64\":\"eyJuIjoxfQ==\"}";

        assertThat(change(CloudEvents.STRUCTURED, Map.of(), event).after()).hasToString("{\"n\":1}");
    }

    @Test
    void eachBadEventOfABatchIsNamedByItsPlace() throws Exception {
        List<One> events = CloudEvents.of(CloudEvents.BATCHED, Map.of(), """
                [{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"2026-01-31T12:00:00Z"},
                 {"specversion":"1.0","id":"2","type":"t"},
                 {"specversion":"0.3","id":"3","source":"/s","type":"t"},
                 {"specversion":"1.0","id":"4","source":"/s","type":"t"},
                 7]""".getBytes(UTF_8), 10);

        assertThat(events.get(0)).isInstanceOf(One.Change.class);
        assertThat(events.subList(1, 5))
                .extracting(event -> ((One.Bad) event).reason())
                .containsExactly(Reason.MISSING_FIELD, Reason.INVALID_FIELD, Reason.MISSING_FIELD, Reason.MALFORMED);
        assertThat(((One.Bad) events.get(1)).detail()).startsWith("source: missing ");
        assertThat(((One.Bad) events.get(3)).detail()).startsWith("time: missing ");
    }

    @Test
    void aBodyThatIsNoEventIsUnreadable() {
        for (String body : List.of("", "{", "[]", "{}")) {
            assertThatThrownBy(() -> CloudEvents.of(CloudEvents.BATCHED, Map.of(), body.getBytes(UTF_8), 10))
                    .isInstanceOf(Submission.Unreadable.class);
        }
        assertThatThrownBy(() -> CloudEvents.of("application/cloudevents+avro", Map.of(), new byte[0], 10))
                .hasMessageContaining("not read here");
    }

    /** Mutated events in structured and binary mode: each a change event, a refusal, or an unreadable body. {@code -Dannals.mutations=10000} for more. */
    @Test
    void anyBytesGiveAnAnswer() {
        ChangeJson json = new ChangeJson(Limits.DEFAULT);
        byte[] whole =
                ("{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"t.created\",\"time\":\"2026-01-31T12:00:00Z\","
                                + "\"subject\":\"x\",\"data\":{\"object\":{\"type\":\"a\",\"id\":1},\"after\":{\"n\":[1,{}]}},\"data_base64\":\"AA==\"}")
                        .getBytes(UTF_8);
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] body = whole.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                body[random.nextInt(body.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\":,0".charAt(random.nextInt(8)));
            }
            String type = List.of(CloudEvents.STRUCTURED, CloudEvents.BATCHED, "application/json", "")
                    .get(random.nextInt(4));
            try {
                for (One one : CloudEvents.of(type, random.nextBoolean() ? HEADERS : Map.of(), body, 10)) {
                    if (one instanceof One.Change change) {
                        assertThat(json.decode(change.json()))
                                .as("seed %d", seed)
                                .isNotNull();
                    }
                }
            } catch (Submission.Unreadable e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("");
            }
        }
    }

    private static ChangeEvent change(String mediaType, Map<String, String> headers, String body) throws Exception {
        One one = CloudEvents.of(mediaType, headers, body.getBytes(UTF_8), 10).get(0);
        return new ChangeJson(Limits.DEFAULT).decode(((One.Change) one).json()).orElseThrow();
    }
}
