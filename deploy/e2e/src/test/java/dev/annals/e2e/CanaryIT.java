package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeAvro;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in every form, in every field and by every way in is found again in nothing but the log of changes. */
class CanaryIT {
    /** Of {@link CanaryEvents#refused}. */
    private static final int REFUSED = 5;

    private final CanaryEvents canaries = new CanaryEvents();

    @TempDir
    private Path root;

    @Test
    void noSecretGetsPastTheRedactor() throws Exception {
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            int sent = byHttp(annals) + byKafka(annals) + byImport(annals) + asPuppet(annals);
            JsonNode counts = settled(annals, sent);

            assertThat(counts.path("activities").asLong()).isGreaterThan(sent / 2);
            assertThat(counts.path("rejects").asLong())
                    .as("the conflict, and what was refused")
                    .isEqualTo(1 + REFUSED);
            assertThat(counts.path("unmatched_pointers").asLong()).isPositive();
            assertNoAnswerHoldsASecret(annals);
            assertNoRecordHoldsASecret(annals);
            assertThat(annals.stop()).isZero();
            assertNoFileHoldsASecret(annals);
        }
    }

    private int byHttp(RunningAnnals annals) throws Exception {
        List<ObjectNode> single = canaries.events("single").subList(0, 10);
        for (ObjectNode event : single) {
            take(annals, event.toString());
        }
        List<ObjectNode> array = canaries.events("array");
        take(annals, array.toString());
        List<ObjectNode> lines = canaries.events("lines");
        take(annals, lines(lines));
        // The same event with another secret is a conflict; what is no event is refused, and the answer does not quote
        // it.
        take(annals, single.get(0).deepCopy().put("message", "another").toString());
        String bad = "{\"id\":\"" + canaries.canary() + "\",\"object\":5,\"password\":\"" + canaries.canary();
        List<String> refusals = new ArrayList<>(List.of(bad, bad + "\"}", "[" + bad + "\"}]"));
        refusals.addAll(canaries.refused("http"));
        for (String refused : refusals) {
            refuse(annals, "/annals/v1/changes", refused);
        }
        return single.size() + array.size() + lines.size() + 1;
    }

    private static void refuse(RunningAnnals annals, String path, String body) throws Exception {
        HttpResponse<String> answer = annals.post(path, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SecretHunt.finds(answer.body())).as(answer.body()).isFalse();
    }

    private static void take(RunningAnnals annals, String body) throws Exception {
        HttpResponse<String> taken = annals.post("/annals/v1/changes", body);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(SecretHunt.finds(taken.body())).as(taken.body()).isFalse();
    }

    private static String lines(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
    }

    private int byKafka(RunningAnnals annals) throws Exception {
        List<byte[]> values = new ArrayList<>();
        for (ObjectNode event : canaries.events("json")) {
            values.add(event.toString().getBytes(UTF_8));
        }
        for (ObjectNode event : canaries.events("avro")) {
            values.add(new ChangeAvro(Limits.DEFAULT)
                    .encode(new ChangeJson(Limits.DEFAULT)
                            .decode(event.toString().getBytes(UTF_8))
                            .orElseThrow()));
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", annals.bootstrap(), "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>("annals.changes", "default".getBytes(UTF_8), value));
            }
            for (String refused : canaries.refused("kafka")) {
                // Not a tenant either: of what cannot be read, the key says whose it is.
                byte[] key = ("ghp_" + "x".repeat(30) + canaries.canary()).getBytes(UTF_8);
                producer.send(new ProducerRecord<>("annals.changes", key, refused.getBytes(UTF_8)));
            }
        }
        return values.size() + REFUSED;
    }

    private int byImport(RunningAnnals annals) throws Exception {
        List<ObjectNode> events = canaries.events("import");
        Path file = root.resolve("changes.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines(events).getBytes(UTF_8));
        }
        AnnalsCommand.Outcome outcome = annals.run("import", file.toString());
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(SecretHunt.finds(outcome.out() + outcome.err())).isFalse();
        Path refused = Files.write(root.resolve("refused.ndjson"), canaries.refused("import"));
        AnnalsCommand.Outcome refusal = annals.run("import", refused.toString());
        assertThat(refusal.status()).isEqualTo(1);
        assertThat(SecretHunt.finds(refusal.out() + refusal.err()))
                .as(refusal.err())
                .isFalse();
        return events.size();
    }

    private int asPuppet(RunningAnnals annals) throws Exception {
        String text = "https://u:" + canaries.canary() + "@h/ and token=" + canaries.canary();
        String bundle = """
            {"commit":{"service":{"id":"classifier"},"subject":{"id":"1","name":"TEXT"},"objects":[{"id":"g","name":"TEXT","type":"node_groups"}],
            "ip-address":"::1","events":[{"message":"TEXT","type":"edit","what":"TEXT","description":"TEXT","name":"TEXT"}]}}\
            """.replace("TEXT", text);
        HttpResponse<String> taken = annals.post("/activity-api/v1/events", bundle);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        String key = "\"" + canaries.canary() + "password\":1,";
        refuse(annals, "/activity-api/v1/events", bundle.replace("{\"commit\"", "{" + key + "\"commit\""));
        refuse(annals, "/activity-api/v1/events", bundle.replace("{\"message\"", "{" + key + "\"message\""));
        return 1;
    }

    private static JsonNode settled(RunningAnnals annals, int changes) {
        return await().atMost(RunningAnnals.PATIENCE)
                .until(
                        () -> annals.status("default"),
                        counts -> counts.path("lag").asLong(-1) == 0
                                && counts.path("changes").asLong() >= changes);
    }

    private static void assertNoAnswerHoldsASecret(RunningAnnals annals) throws Exception {
        String search = CanaryEvents.CANARY;
        for (String path : List.of(
                "/api/v2/activity_stream/?page_size=200",
                "/api/v2/activity_stream/?page_size=200&page=2",
                "/api/v2/activity_stream/?page_size=200&page=3",
                "/api/v2/activity_stream/2/",
                "/api/v2/activities/?page_size=100",
                "/api/v2/activities/2/",
                "/v1/events?service_id=classifier",
                "/v1/events.csv?service_id=classifier",
                "/v2/events?limit=1000",
                "/v2/events.csv?limit=1000",
                "/annals/v1/status",
                "/metrics")) {
            HttpResponse<String> answer = annals.get(path);
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
            assertThat(SecretHunt.finds(answer.body())).as(path).isFalse();
        }
        for (String filter : List.of("search=", "changes__icontains=", "object1__icontains=")) {
            HttpResponse<String> found = annals.get("/api/v2/activity_stream/?" + filter + search);
            if (found.statusCode() == 200) {
                assertThat(found.body()).as(filter).contains("\"count\":0");
            }
        }
    }

    /** Of all topics but the changes, changelogs too; Kafka unpacks them. */
    private static void assertNoRecordHoldsASecret(RunningAnnals annals) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", annals.bootstrap()))) {
            TreeSet<String> topics = new TreeSet<>(admin.listTopics().names().get());
            assertThat(topics).contains("annals.activities", "annals.commits", "annals.rejects");
            for (String topic : topics) {
                int partitions = admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size();
                List<ConsumerRecord<byte[], byte[]>> records = CommittedLog.read(annals.bootstrap(), topic, partitions);
                if (topic.equals("annals.changes")) {
                    assertThat(records).as("so the search finds them").anyMatch(CanaryIT::holdsASecret);
                } else {
                    assertThat(records).as(topic).noneMatch(CanaryIT::holdsASecret);
                }
            }
        }
    }

    private static boolean holdsASecret(ConsumerRecord<byte[], byte[]> record) {
        for (Header header : record.headers()) {
            if (SecretHunt.finds(header.value())) {
                return true;
            }
        }
        return SecretHunt.finds(record.key()) || SecretHunt.finds(record.value());
    }

    private static void assertNoFileHoldsASecret(RunningAnnals annals) throws Exception {
        try (Stream<Path> files = Files.walk(annals.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean isLog = file.getParent().getFileName().toString().startsWith("annals.changes-");
                assertThat(!isLog && SecretHunt.finds(Files.readAllBytes(file)))
                        .as("%s holds a secret", file)
                        .isFalse();
            }
        }
        List<Path> databases = SecretHunt.databases(annals.data());
        assertThat(databases).isNotEmpty();
        long read = 0;
        for (Path database : databases) {
            long[] counts = SecretHunt.entries(database, SecretHunt::finds);
            assertThat(counts[0]).as("entries of %s with a secret", database).isZero();
            read += counts[1];
        }
        assertThat(read).as("entries read").isGreaterThan(1000);
        assertThat(SecretHunt.finds(annals.said())).isFalse();
    }
}
