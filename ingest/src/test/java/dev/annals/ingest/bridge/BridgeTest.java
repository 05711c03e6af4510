package dev.annals.ingest.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.ingest.debezium.Recording;
import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.MappingFile;
import dev.annals.model.ChangeEvent;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BridgeTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Topics topics;
    private String foreign;
    private Mapping mapping;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void topics() throws Exception {
        String prefix = KAFKA.newPrefix();
        topics = new Topics(prefix, 1);
        foreign = prefix + "-db";
        mapping = MappingFile.parse("test", """
                sources:
                - topics: ["%s.*"]
                  format: debezium
                  connector: %s
                  tenant: red
                - topics: ["%s*"]
                  format: json
                """.formatted(foreign, foreign, prefix));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(Stream.concat(
                                    Stream.of(topics.changes(), foreign + ".public.hosts"),
                                    Recording.of("plain").stream().map(this::topic))
                            .distinct()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void recordsOfForeignTopicsBecomeEventsExactlyOnceOverRestarts() {
        List<Recording.Step> steps = Recording.of("plain");
        for (int from = 0; from < steps.size(); from += 20) {
            steps.subList(from, Math.min(from + 20, steps.size())).forEach(this::send);
            producer.flush();
            try (Bridge bridge = bridge()) {
                await().atMost(PATIENCE)
                        .until(() ->
                                bridge.counts().read() >= 1 && bridge.counts().events() >= 1);
            }
        }
        try (Bridge bridge = bridge()) {
            await().atMost(PATIENCE).until(() -> changes().size() >= 26);
            assertThat(bridge.counts().refused()).isZero();
        }

        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> change : changes()) {
            assertThat(new String(change.key(), UTF_8)).isEqualTo("red");
            assertThat(new String(
                            change.headers()
                                    .lastHeader(Topics.MAPPED_FROM_HEADER)
                                    .value(),
                            UTF_8))
                    .startsWith(foreign + ".");
            ChangeEvent event =
                    new ChangeAvro(Limits.DEFAULT).decode(change.value()).orElseThrow();
            assertThat(event.source()).isEqualTo("debezium/" + foreign);
            ids.add(event.id());
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(26);
    }

    @Test
    void aRecordThatCanBeNoEventGoesOnAsItIs() {
        producer.send(new ProducerRecord<>(foreign + ".public.hosts", null, "{\"no\":\"envelope\"}".getBytes(UTF_8)));
        producer.send(new ProducerRecord<>(foreign + ".public.hosts", null, new byte[] {0, 0, 0, 0, 1, 5}));
        producer.flush();
        try (Bridge bridge = bridge()) {
            await().atMost(PATIENCE).until(() -> bridge.counts().refused() == 2);
        }

        List<ConsumerRecord<byte[], byte[]>> changes = changes();
        assertThat(changes).hasSize(2);
        assertThat(new String(changes.get(0).value(), UTF_8)).isEqualTo("{\"no\":\"envelope\"}");
        assertThat(new String(
                        changes.get(0)
                                .headers()
                                .lastHeader(Topics.REFUSED_HEADER)
                                .value(),
                        UTF_8))
                .startsWith("malformed " + foreign + ".public.hosts-0@0: no envelope of Debezium");
        assertThat(changes.get(1).value()).isEqualTo(new byte[] {0, 0, 0, 0, 1, 5});
        assertThat(new String(
                        changes.get(1)
                                .headers()
                                .lastHeader(Topics.REFUSED_HEADER)
                                .value(),
                        UTF_8))
                .startsWith("unknown_schema ");
    }

    private Bridge bridge() {
        return Bridge.start(new BridgeSettings(KAFKA.bootstrapServers(), topics, Map.of()), mapping)
                .orElseThrow();
    }

    private String topic(Recording.Step step) {
        return step.record().topic().replaceFirst("^feas", foreign);
    }

    private void send(Recording.Step step) {
        producer.send(new ProducerRecord<>(
                topic(step),
                null,
                null,
                step.record().key(),
                step.record().value(),
                step.record().headers()));
    }

    private List<ConsumerRecord<byte[], byte[]>> changes() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topics.changes(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Optional.ofNullable(
                            consumer.endOffsets(List.of(partition)).get(partition))
                    .orElseThrow();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
