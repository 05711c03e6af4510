package dev.annals.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.LogPosition;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.model.Reject;
import dev.annals.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeGatewayTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final GatewaySettings SMALL = new GatewaySettings(4096, 5, Duration.ofSeconds(10));

    private String topic = "";
    private ChangePublisher publisher = new ChangePublisher(PublisherSettings.prompt("127.0.0.1:1", "none"));

    @BeforeEach
    void aTopic() throws Exception {
        topic = KAFKA.newPrefix() + ".changes";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        publisher.close();
        publisher = new ChangePublisher(PublisherSettings.prompt(KAFKA.bootstrapServers(), topic));
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void oneEventIsPublishedAsItStandsUnderItsTenant() {
        String event = event("1", ",\"tenant\":\"acme\",\"after\":{\"n\":1.50}");

        GatewayAnswer answer = submit(event);

        assertThat(((GatewayAnswer.Accepted) answer).positions()).containsExactly(new LogPosition(0, 0));
        assertThat(log()).containsExactly("acme " + event);
    }

    @Test
    void anArrayIsCutIntoItsEventsByteForByte() {
        String first = event("1", ",\"after\":{\"b\":1e2, \"a\":[1, 2, {}]}");
        String second = event("2", ",\"after\":{\"é\":\"]}\"}");

        GatewayAnswer answer = submit(" [ " + first + " ,\n" + second + "] ");

        assertThat(answer).isInstanceOf(GatewayAnswer.Accepted.class);
        assertThat(log()).containsExactly("default " + first, "default " + second);
    }

    @Test
    void aSensitivePointerAtNothingIsTakenAndNamed() {
        String sensitive = ",\"after\":{\"pin\":1},\"sensitive\":[\"/after/pin\",\"/pin\",\"/pni\"]";

        GatewayAnswer answer = submit(event("1", "") + "\n" + event("2", sensitive));

        assertThat(new String(GatewayReply.of(answer).json(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"accepted\":2,\"positions\":[{\"partition\":0,\"offset\":0},{\"partition\":0,\"offset\":1}],"
                                + "\"unmatched_pointers\":[{\"index\":1,\"pointer\":\"/pni\"}]}");
    }

    @Test
    void linesAreEventsAndBlankLinesAreNot() {
        GatewayAnswer answer = submit(event("1", "") + "\n\r\n" + event("2", "") + "\r\n");

        assertThat(answer).isInstanceOf(GatewayAnswer.Accepted.class);
        assertThat(log()).hasSize(2);
    }

    @Test
    void anEventMayStandOnSeveralLines() {
        GatewayAnswer answer = submit(event("1", "").replace(",", ",\n"));

        assertThat(answer).isInstanceOf(GatewayAnswer.Accepted.class);
        assertThat(log()).hasSize(1);
    }

    @Test
    void eachBadEventIsNamedAndNothingIsPublished() {
        GatewayAnswer answer = submit("[" + event("1", "") + ",{\"id\":\"2\"}," + event("3", ",\"colour\":1") + ",7]");

        assertThat(answer).isInstanceOfSatisfying(GatewayAnswer.Refused.class, refused -> {
            assertThat(refused.events())
                    .extracting(GatewayAnswer.BadEvent::index)
                    .containsExactly(1, 2, 3);
            assertThat(refused.events())
                    .extracting(GatewayAnswer.BadEvent::reason)
                    .startsWith(Reject.Reason.MISSING_FIELD, Reject.Reason.UNKNOWN_FIELD);
        });
        assertThat(log()).isEmpty();
    }

    @Test
    void aBodyThatIsNoSubmissionIsUnreadable() {
        assertThat(submit("")).isInstanceOf(GatewayAnswer.Unreadable.class);
        assertThat(submit("[]")).isInstanceOf(GatewayAnswer.Unreadable.class);
        assertThat(submit("[" + event("1", ""))).isInstanceOf(GatewayAnswer.Unreadable.class);
        assertThat(submit("[" + event("1", "") + "] x")).isInstanceOf(GatewayAnswer.Unreadable.class);
        assertThat(submit("[" + "7,".repeat(6) + "7]")).isInstanceOf(GatewayAnswer.Unreadable.class);
        assertThat(log()).isEmpty();
    }

    @Test
    void aBoundTokenWritesForItsTenantOnly() {
        ChangeGateway gateway = new ChangeGateway(publisher, SMALL);
        String events = event("1", ",\"tenant\":\"acme\"") + "\n" + event("2", ",\"tenant\":\"default\"");

        GatewayAnswer answer = gateway.submit(bytes(events), "acme", "acme");

        assertThat(answer).isEqualTo(new GatewayAnswer.Forbidden(1, "default"));
        assertThat(log()).isEmpty();
    }

    @Test
    void anEventThatNamesNoTenantIsOfTheOneThatTheRequestNames() {
        ChangeGateway gateway = new ChangeGateway(publisher, SMALL);
        String nested = ",\"after\":{\"tenant\":\"inner\"}";
        String events = event("1", nested) + "\n" + event("2", ",\"tenant\": null ") + "\n"
                + event("3", ",\"tenant\":\"other\"") + "\n  " + event("4", ",\"tenant\":\"default\"");

        GatewayAnswer answer = gateway.submit(bytes(events), "acme", null);

        assertThat(answer).isInstanceOf(GatewayAnswer.Accepted.class);
        assertThat(log())
                .containsExactly(
                        "acme {\"tenant\":\"acme\"," + event("1", nested).substring(1),
                        "acme " + event("2", ",\"tenant\": \"acme\" "),
                        "other " + event("3", ",\"tenant\":\"other\""),
                        "default   " + event("4", ",\"tenant\":\"default\""));
    }

    @Test
    void aTenantThatCannotBeOneIsRefusedWithTheEventsThatWouldHaveIt() {
        ChangeGateway gateway = new ChangeGateway(publisher, SMALL);

        GatewayAnswer answer = gateway.submit(bytes(event("1", "") + "\n{}"), "a\"c me", null);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        GatewayAnswer.Refused.class,
                        refused -> assertThat(refused.events())
                                .hasSize(2)
                                .first()
                                .extracting(GatewayAnswer.BadEvent::detail)
                                .asString()
                                .contains("tenant"));
        assertThat(log()).isEmpty();
    }

    @Test
    void aLogThatCannotBeReachedIsUnavailable() {
        PublisherSettings nowhere =
                new PublisherSettings("127.0.0.1:1", topic, Duration.ZERO, Duration.ofMillis(300), 1 << 20);
        try (ChangePublisher unreachable = new ChangePublisher(nowhere)) {
            ChangeGateway gateway = new ChangeGateway(unreachable, SMALL);

            GatewayReply reply = GatewayReply.of(gateway.submit(bytes(event("1", "")), "default", null));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void repliesHaveTheStatusAndBodyOfTheContract() {
        GatewayReply accepted = GatewayReply.of(new GatewayAnswer.Accepted(List.of(new LogPosition(2, 7)), List.of()));
        GatewayReply refused = GatewayReply.of(new GatewayAnswer.Refused(
                List.of(new GatewayAnswer.BadEvent(1, Reject.Reason.MISSING_FIELD, "object: missing"))));

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(new String(accepted.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"accepted\":1,\"positions\":[{\"partition\":2,\"offset\":7}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(new String(refused.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":\"nothing was taken: some events are bad\",\"events\":"
                        + "[{\"index\":1,\"reason\":\"missing_field\",\"detail\":\"object: missing\"}]}");
        assertThat(GatewayReply.of(new GatewayAnswer.Forbidden(0, "x")).status())
                .isEqualTo(403);
        assertThat(GatewayReply.of(new GatewayAnswer.Unreadable("x")).status()).isEqualTo(400);
    }

    private GatewayAnswer submit(String body) {
        return new ChangeGateway(publisher, SMALL).submit(bytes(body), "default", null);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String id, String more) {
        return "{\"id\":\"" + id + "\",\"source\":\"test\",\"time\":\"2026-01-01T00:00:00Z\","
                + "\"object\":{\"type\":\"team\",\"id\":\"7\"}" + more + "}";
    }

    /** Key and value of everything in the log. */
    private List<String> log() {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records.add(new String(record.key(), StandardCharsets.UTF_8) + " "
                            + new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return records;
    }
}
