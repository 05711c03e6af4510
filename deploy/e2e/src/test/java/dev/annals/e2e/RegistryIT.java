package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.ChangeAvro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro through a real schema registry: written with Avro's own code and framed by the documented bytes, rejected and replayed, and delayed while the registry is away. */
class RegistryIT {
    @TempDir
    private Path root;

    @Test
    void avroThroughARegistryIsReadAndWrittenAndARegistryThatIsAwayDelays() throws Exception {
        Path properties = Files.writeString(root.resolve("registry.properties"), "http.read.timeout.ms=500\n");
        try (Apicurio registry = Apicurio.start(root.resolve("apicurio.log"));
                RunningAnnals annals = RunningAnnals.up(
                        root.resolve("data"),
                        "--schema-registry-url",
                        registry.url(),
                        "--schema-registry-properties",
                        properties.toString());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", annals.bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            int id = registry.register("annals.changes-value", ChangeAvro.schema());
            send(producer, frame(id, ChangeAvro.schema(), 1));
            annals.settled("default", 1);
            assertOurRecordsAreReadByTheirRegisteredSchema(annals, registry);

            int unknown = id + 1000;
            send(producer, frame(unknown, ChangeAvro.schema(), 2));
            annals.settled("default", 1);
            String reject = onlyReject(annals);
            assertThat(annals.json("/annals/v1/rejects/" + reject)
                            .path("detail")
                            .asText())
                    .isEqualTo("the registry has no schema with id " + unknown);
            assertReplayed(annals, reject, registry, producer);

            registry.halt();
            Schema newer = newer();
            send(producer, frame(unknown + 1, newer, 3));
            await().atMost(RunningAnnals.PATIENCE)
                    .until(
                            () -> annals.get("/readyz").body(),
                            body -> body.contains("\"registry\":\"the schema registry at "));
            assertThat(annals.run("status").out()).contains("delayed: new events wait for the registry: ");
            assertThat(annals.get("/metrics").body()).contains("annals_schema_registry_up 0");
            registry.go();
            JsonNode counts = await().atMost(RunningAnnals.PATIENCE)
                    .until(
                            () -> annals.status("default"),
                            tenant -> tenant.path("rejects").asLong() == 4
                                    && tenant.path("lag").asLong(-1) == 0);
            assertThat(annals.json("/readyz").has("registry")).isFalse();
            assertThat(counts.path("changes").asLong())
                    .isEqualTo(counts.path("activities").asLong()
                            + counts.path("rejects").asLong()
                            + counts.path("unchanged").asLong()
                            + counts.path("duplicates").asLong()
                            + counts.path("snapshots").asLong());
        }
    }

    /** A reject of an unreadable frame is one again when it is replayed as it is; sent anew by its producer and patched, it is an activity once. */
    private static void assertReplayed(
            RunningAnnals annals, String reject, Apicurio registry, KafkaProducer<byte[], byte[]> producer)
            throws Exception {
        assertThat(annals.run("rejects", "replay", reject).out()).isEqualTo("replayed 1\n");
        await().atMost(RunningAnnals.PATIENCE)
                .until(() -> annals.status("default").path("rejects").asLong() == 2);
        AnnalsCommand.Outcome list = annals.run("rejects", "list");
        assertThat(list.out()).contains("unknown_schema", reject);

        send(
                producer,
                event(
                        "{'id':'m','source':'s','time':'2026-01-31T12:00:00Z','tenant':'acme!','object':{'type':'t','id':'1'},'after':{'n':1}}"));
        JsonNode bad = await().atMost(RunningAnnals.PATIENCE)
                .until(
                        () -> annals.json("/annals/v1/rejects?reason=invalid_field")
                                .path("rejects"),
                        found -> found.size() == 1)
                .get(0);
        String patched = bad.path("id").asText();
        for (int time = 1; time <= 2; time++) {
            AnnalsCommand.Outcome replay = annals.run("rejects", "replay", patched, "--patch", "{\"tenant\":\"acme\"}");
            assertThat(replay.out()).as(replay.err()).isEqualTo("replayed 1\n");
        }
        JsonNode counts = await().atMost(RunningAnnals.PATIENCE)
                .until(
                        () -> annals.status("acme"),
                        tenant -> tenant.path("changes").asLong() == 2);
        assertThat(counts.path("activities").asLong()).isEqualTo(1);
        assertThat(counts.path("duplicates").asLong()).isEqualTo(1);
    }

    private static String onlyReject(RunningAnnals annals) {
        return await().atMost(RunningAnnals.PATIENCE)
                .until(() -> annals.json("/annals/v1/rejects").path("rejects"), rejects -> rejects.size() == 1)
                .get(0)
                .path("id")
                .asText();
    }

    private static void assertOurRecordsAreReadByTheirRegisteredSchema(RunningAnnals annals, Apicurio registry)
            throws Exception {
        ConsumerRecord<byte[], byte[]> activity =
                CommittedLog.read(annals.bootstrap(), "annals.activities", 4).get(0);
        int id = registry.register("annals.activities-value", ActivityAvro.schema());
        assertThat(activity.value()[0]).isZero();
        assertThat(ByteBuffer.wrap(activity.value()).getInt(1)).isEqualTo(id);
        GenericRecord read = new GenericDatumReader<GenericRecord>(ActivityAvro.schema())
                .read(null, DecoderFactory.get().binaryDecoder(activity.value(), 5, activity.value().length - 5, null));
        assertThat(((GenericRecord) read.get("origin")).get("event_id").toString())
                .isEqualTo("1");
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>("annals.changes", "default".getBytes(UTF_8), value))
                .get();
    }

    private static byte[] event(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    /** As the documentation says: a zero byte, the id in network order, Avro's binary encoding. */
    private static byte[] frame(int id, Schema schema, int number) throws IOException {
        GenericRecordBuilder record = new GenericRecordBuilder(schema)
                .set("id", Integer.toString(number))
                .set("source", "registry")
                .set("time", 1_769_860_800_000_000L)
                .set(
                        "object",
                        new GenericRecordBuilder(schema.getField("object").schema())
                                .set("type", "host")
                                .set("id", Integer.toString(number))
                                .build())
                .set("after", "{\"n\":" + number + "}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(schema).write(record.build(), encoder);
        return out.toByteArray();
    }

    private static Schema newer() {
        return new Schema.Parser()
                .parse(ChangeAvro.schema()
                        .toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"reason\",\"type\":\"string\",\"default\":\"\"},"));
    }
}
