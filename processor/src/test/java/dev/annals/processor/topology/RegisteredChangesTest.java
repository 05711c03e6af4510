package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.ChangeAvro;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.codec.OwnRecord;
import dev.annals.codec.RejectAvro;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject;
import dev.annals.processor.schema.RegistrySource;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.registry.RegistrySettings;
import dev.annals.registry.SchemaRecord;
import dev.annals.registry.SchemaRegistry;
import dev.annals.registry.SchemaVerdict;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.testing.SchemaRegistryServer;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Changes in Confluent's wire format through a real broker, with a registry that comes and goes. */
class RegisteredChangesTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final int OURS = 41;
    private static final int NOBODYS = 99;
    private static final String ON_0 = tenantOf(0);
    private static final String ON_1 = tenantOf(1);

    private final SchemaRegistryServer server = new SchemaRegistryServer();
    private final Topics topics = new Topics(KAFKA.newPrefix(), 2);
    private LiveLog log;

    @TempDir
    private Path directory;

    @BeforeEach
    void aLog() {
        log = new LiveLog(KAFKA.bootstrapServers(), topics);
        TestEpochs.append(KAFKA.bootstrapServers(), topics, PipelineSettings.DEFAULT);
        server.put(OURS, ChangeAvro.schema().toString());
    }

    @AfterEach
    void close() {
        log.close();
        server.close();
    }

    @Test
    void aRegistryThatIsAwayHoldsBackItsPartitionAndRejectsNothing() {
        try (RegistrySource registry = registry();
                KafkaStreams streams = start(registry, "first")) {
            log.send(ON_0, json(ON_0, 1));
            log.read(topics.activities(), 1);
            server.answerOnly(503);

            log.sendUnder(ON_0, frame(OURS, ON_0, 2));
            log.send(ON_0, json(ON_0, 3));
            log.send(ON_1, json(ON_1, 4));
            log.flush();

            assertThat(log.read(topics.activities(), 2)).hasSize(2);
            Awaitility.await().until(() -> registry.trouble().isPresent());
            assertThat(registry.trouble().orElseThrow()).endsWith("answered 503");
            assertThat(registry.waiting()).isEqualTo(1);
            assertThat(ids(log.read(topics.activities(), 2), ON_0)).containsExactly("1");

            server.answerOnly(0);
            assertThat(ids(log.read(topics.activities(), 4), ON_0)).containsExactly("1", "2", "3");
            assertThat(registry.trouble()).isEmpty();
            assertThat(new TenantCounters(streams)
                            .read()
                            .orElseThrow()
                            .get(ON_0)
                            .rejects())
                    .isZero();
        }
    }

    /** What the registry said is on the log: whoever reads it again needs none, and gets the same although the registry knows more by now. */
    @Test
    void aLogReadAgainWithoutItsRegistryGivesTheSame() throws Exception {
        try (RegistrySource registry = registry();
                KafkaStreams streams = start(registry, "first")) {
            log.sendUnder(ON_0, frame(NOBODYS, ON_0, 1));
            log.sendUnder(ON_0, frame(OURS, ON_0, 2));
            log.sendUnder(ON_0, frame(NOBODYS, ON_0, 3));
            log.read(topics.rejects(), 2);
            server.put(NOBODYS, ChangeAvro.schema().toString());
            // What a registry says of an unknown id is believed for a second.
            Awaitility.await().until(() -> {
                log.sendUnder(ON_0, frame(NOBODYS, ON_0, 4));
                log.flush();
                return new TenantCounters(streams)
                                .read()
                                .orElseThrow()
                                .get(ON_0)
                                .activities()
                        == 2;
            });
            log.sendUnder(ON_0, frame(OURS, ON_0, 5));
            log.read(topics.activities(), 3);
        }
        List<ConsumerRecord<byte[], byte[]>> activities = log.read(topics.activities(), 3);
        List<ConsumerRecord<byte[], byte[]>> rejects = log.read(topics.rejects(), 2);
        server.close();
        Topics second = new Topics(KAFKA.newPrefix(), 2);
        try (LiveLog again = new LiveLog(KAFKA.bootstrapServers(), second);
                KafkaStreams replay = ChangeTopology.replaying(
                                topics, second, TestKeys.KEYS, TestEpochs.ahead(KAFKA.bootstrapServers(), topics))
                        .with(ChangeStreamsConfig.of(
                                second.prefix() + "-replay",
                                KAFKA.bootstrapServers(),
                                directory.resolve("again"),
                                "1"))) {
            replay.start();

            assertThat(plain(again.read(second.activities(), activities.size())))
                    .isEqualTo(plain(activities));
            assertThat(plain(again.read(second.rejects(), rejects.size()))).isEqualTo(plain(rejects));
        }
    }

    /** A processor that begins anew from a log that is there already takes the log's word before the registry's. */
    @Test
    void aProcessorThatBeginsAnewTakesTheLogsWordFirst() {
        try (RegistrySource registry = registry();
                KafkaStreams streams = start(registry, "first")) {
            log.sendUnder(ON_0, frame(NOBODYS, ON_0, 1));
            log.sendUnder(ON_0, frame(OURS, ON_0, 2));
            log.read(topics.activities(), 1);
        }
        server.remove(OURS);
        server.put(NOBODYS, ChangeAvro.schema().toString());
        try (RegistrySource other = registry();
                KafkaStreams streams = new ChangeTopology(
                                topics, TestKeys.KEYS, TestEpochs.ahead(KAFKA.bootstrapServers(), topics), other)
                        .with(ChangeStreamsConfig.of(
                                topics.prefix() + "-anew", KAFKA.bootstrapServers(), directory.resolve("anew"), "1"))) {
            streams.start();

            List<ConsumerRecord<byte[], byte[]>> twice = log.read(topics.activities(), 2);
            assertThat(activity(twice.get(1))).isEqualTo(activity(twice.get(0)));
            List<ConsumerRecord<byte[], byte[]>> rejects = log.read(topics.rejects(), 2);
            assertThat(reject(rejects.get(1))).isEqualTo(reject(rejects.get(0)));
        }
    }

    @Test
    void whatAnnalsWritesIsInTheWireFormatUnderTheSchemasOfItsTopics() throws Exception {
        try (RegistrySource registry = registry();
                KafkaStreams streams = start(registry, "first")) {
            log.send(ON_0, json(ON_0, 1));
            ConsumerRecord<byte[], byte[]> written =
                    log.read(topics.activities(), 1).get(0);

            int id = ByteBuffer.wrap(written.value()).getInt(1);
            SchemaRegistry readers = new SchemaRegistry(RegistrySettings.at(server.url()));
            assertThat(written.value()[0]).isZero();
            assertThat(readers.idFor(topics.activities() + "-value", ActivityAvro.schema()))
                    .isEqualTo(new dev.annals.registry.RegistryAnswer.Found<>(id));
            assertThat(activity(written).origin().eventId()).isEqualTo("1");
        }
    }

    /** Whoever may write to the topic may say what a schema is, and nobody may be believed without the seal. */
    @Test
    void aForgedSchemaIsARejectAndIsNotUsed() {
        try (RegistrySource registry = registry();
                KafkaStreams streams = start(registry, "first")) {
            SchemaRecord forged = new SchemaRecord(
                    TestEpochs.LOG,
                    log.partitionOf(ON_0),
                    0,
                    OURS,
                    new SchemaVerdict.Known("{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}"),
                    "AAAA");
            log.sendCompressed(
                    log.partitionOf(ON_0), forged.bytes(), List.of(new RecordHeader(Topics.SCHEMA_HEADER, new byte[] {1
                    })));
            log.sendUnder(ON_0, frame(OURS, ON_0, 2));

            assertThat(reject(log.read(topics.rejects(), 1).get(0)).detail())
                    .isEqualTo("schema: not sealed under this log's redaction key; only Annals may append schemas");
            assertThat(ids(log.read(topics.activities(), 1), ON_0)).containsExactly("2");
        }
    }

    private static String tenantOf(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(n -> "tenant-" + n)
                .filter(tenant -> TenantPartition.of(tenant, 2) == partition)
                .findFirst()
                .orElseThrow();
    }

    private RegistrySource registry() {
        return new RegistrySource(new SchemaRegistry(RegistrySettings.at(server.url())), topics);
    }

    private KafkaStreams start(RegistrySource registry, String state) {
        KafkaStreams streams = new ChangeTopology(
                        topics, TestKeys.KEYS, TestEpochs.ahead(KAFKA.bootstrapServers(), topics), registry)
                .with(ChangeStreamsConfig.of(
                        topics.prefix() + "-processor", KAFKA.bootstrapServers(), directory.resolve(state), "1"));
        streams.start();
        return streams;
    }

    private static String json(String tenant, int id) {
        return ("{'id':'%s','source':'s','tenant':'%s','time':'2026-01-31T12:00:00Z',"
                        + "'object':{'type':'host','id':'%s'},'after':{'n':%s}}")
                .formatted(id, tenant, id, id);
    }

    private static byte[] frame(int schema, String tenant, int id) {
        ChangeEvent event = new ChangeJson(Limits.DEFAULT)
                .decode(json(tenant, id).replace('\'', '"').getBytes(UTF_8))
                .orElseThrow();
        byte[] single = new ChangeAvro(Limits.DEFAULT).encode(event);
        return ByteBuffer.allocate(single.length - 5)
                .put((byte) 0)
                .putInt(schema)
                .put(single, 10, single.length - 10)
                .array();
    }

    private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records, String tenant) {
        return records.stream()
                .map(RegisteredChangesTest::activity)
                .filter(activity -> activity.tenant().equals(tenant))
                .map(activity -> activity.origin().eventId())
                .toList();
    }

    private static Activity activity(ConsumerRecord<byte[], byte[]> record) {
        return ActivityAvro.decode(OwnRecord.plain(record.value(), record.headers()))
                .orElseThrow();
    }

    private static Reject reject(ConsumerRecord<byte[], byte[]> record) {
        Decoded<Reject> decoded = RejectAvro.decode(OwnRecord.plain(record.value(), record.headers()));
        return decoded.orElseThrow();
    }

    private static List<String> plain(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> record.partition() + " " + record.timestamp() + " "
                        + HexFormat.of().formatHex(OwnRecord.plain(record.value(), record.headers())))
                .toList();
    }
}
