package dev.annals.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.codec.Payload;
import dev.annals.codec.RegisteredSchema;
import dev.annals.model.ChangeEvent;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import dev.annals.registry.RegistrySettings;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.testing.SchemaRegistryServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishedChangesTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final RedactionKey KEY = RedactionKey.of(new byte[RedactionKey.LENGTH]);

    private final Changes changes = Changes.from("billing");
    private String topic = "";

    @BeforeEach
    void aTopic() throws Exception {
        topic = KAFKA.newPrefix() + ".changes";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    @Test
    void aFewLinesPublishAChangeAndItsSecretNeverLeaves() {
        ChangeRecords records = ChangeRecords.forTopic(topic).redacting(RedactionRules.DEFAULT, KEY);
        try (ChangePublisher publisher = new ChangePublisher(settings(), records)) {
            publisher
                    .publish(changes.of("invoice", "42")
                            .named("Invoice 42")
                            .by("7", "ada")
                            .after("{\"total\":12.50,\"password\":\"hunter2\"}")
                            .event())
                    .join();
        }

        byte[] value = log().get(0).value();
        assertThat(new String(value, UTF_8)).contains("\"total\":12.50").doesNotContain("hunter2");
        ChangeEvent event = new Payload(Limits.DEFAULT).decode(value).orElseThrow();
        assertThat(UUID.fromString(event.id()).version()).isEqualTo(7);
        assertThat(event.source()).isEqualTo("billing");
    }

    @Test
    void idsGrowAlsoWhenTheClockIsSetBack() {
        Instant[] now = {Instant.parse("2026-01-31T12:00:00Z")};
        EventIds ids = new EventIds(() -> now[0]);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            now[0] = now[0].plusMillis(i % 3 == 0 ? -5 : 1);
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(UUID.fromString(made.get(0)).variant()).isEqualTo(2);
    }

    @Test
    void anEventThatWouldBeRejectedFailsItsFutureAndIsNotSent() {
        try (ChangePublisher publisher = new ChangePublisher(settings())) {
            CompletableFuture<LogPosition> future =
                    publisher.publish(changes.of("invoice", "42").tenant("a b").event());

            assertThatThrownBy(future::join)
                    .hasMessageContaining("the event would be rejected (invalid_field): tenant: ");
        }
        assertThat(log()).isEmpty();
    }

    @Test
    void aPublisherThatIsToFailDoesNotWaitForABrokerThatIsAway() {
        PublisherSettings nowhere =
                PublisherSettings.prompt("127.0.0.1:1", topic).when(PublisherSettings.WhenAway.FAIL);
        try (ChangePublisher publisher = new ChangePublisher(nowhere)) {
            assertThat(publisher.publish(changes.of("invoice", "42").event())).isCompletedExceptionally();
        }
    }

    @Test
    void closingWaitsForWhatWasPublished() {
        List<CompletableFuture<LogPosition>> sent = new ArrayList<>();
        PublisherSettings slow = new PublisherSettings(
                KAFKA.bootstrapServers(), topic, Duration.ofSeconds(5), Duration.ofSeconds(20), 1 << 24);
        try (ChangePublisher publisher = new ChangePublisher(slow)) {
            for (int i = 0; i < 500; i++) {
                sent.add(publisher.publish(
                        changes.of("invoice", Integer.toString(i)).event()));
            }
        }

        assertThat(sent).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(log()).hasSize(500);
    }

    @Test
    void throughARegistryItWritesTheDocumentedFrameUnderTheTopicsSubject() {
        try (SchemaRegistryServer registry = new SchemaRegistryServer()) {
            registry.put(6, "\"string\"");
            ChangeRecords records = ChangeRecords.forTopic(topic).through(RegistrySettings.at(registry.url()));
            try (ChangePublisher publisher = new ChangePublisher(settings(), records)) {
                publisher
                        .publish(changes.of("invoice", "42").after("{\"n\":1}").event())
                        .join();
            }
            byte[] value = log().get(0).value();

            assertThat(value).startsWith(0, 0, 0, 0, 7);
            assertThat(registry.requests()).containsExactly("POST /subjects/" + topic + "-value/versions");
            RegisteredSchema schema = RegisteredSchema.of(ChangeAvro.schema().toString());
            assertThat(new Payload(Limits.DEFAULT)
                            .decode(value, id -> new Decoded.Accepted<>(schema))
                            .orElseThrow()
                            .object()
                            .id())
                    .isEqualTo("42");
        }
    }

    /** As Confluent's KafkaAvroSerializer is put in: by its name, with its own properties, given generic records. */
    @Test
    void aSerializerOfOthersIsPutInByConfigurationAlone() {
        PublisherSettings settings = settings()
                .overriding(Map.of(
                        "value.serializer", OthersSerializer.class.getName(), "schema.registry.url", "http://r:8081"));
        try (ChangePublisher publisher = new ChangePublisher(settings)) {
            publisher.publish(changes.of("invoice", "42").event()).join();
        }

        assertThat(new String(log().get(0).value(), UTF_8)).isEqualTo("http://r:8081 invoice 42");
    }

    /** Writes what tells that it was configured and given a generic record. */
    public static final class OthersSerializer implements Serializer<Object> {
        private String url = "";

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            url = String.valueOf(configs.get("schema.registry.url"));
        }

        @Override
        public byte[] serialize(String topic, Object data) {
            GenericRecord object = (GenericRecord) ((GenericRecord) data).get("object");
            return (url + " " + object.get("type") + " " + object.get("id")).getBytes(UTF_8);
        }
    }

    @Test
    void itsRecordsFitIntoATransactionOfAnotherProducer() {
        ChangeRecords records = ChangeRecords.forTopic(topic);
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", KAFKA.bootstrapServers());
        config.put("transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> own =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            own.initTransactions();
            own.beginTransaction();
            own.send(records.record(changes.of("invoice", "1").event()));
            own.abortTransaction();
            own.beginTransaction();
            own.send(records.record(changes.of("invoice", "2").event()));
            own.commitTransaction();
        }

        assertThat(log()).hasSize(1);
        assertThat(new String(log().get(0).value(), UTF_8)).contains("\"id\":\"2\"");
    }

    private PublisherSettings settings() {
        return PublisherSettings.prompt(KAFKA.bootstrapServers(), topic);
    }

    private List<ConsumerRecord<byte[], byte[]>> log() {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = end(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The end of the log with what is not committed yet: a commit returns before the broker has marked its end. */
    private static long end(TopicPartition partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }
}
