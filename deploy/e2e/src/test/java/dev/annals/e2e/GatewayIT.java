package dev.annals.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a POST to every answer and every file. */
class GatewayIT {
    private static final String CANARY = "canary-51d0";
    private static final String EVENTS = String.join(
            "\n",
            event(
                    "1",
                    "\"after\":{\"colour\":\"red\",\"api_key\":\"CANARY-1\",\"list\":[{\"password\":\"CANARY-2\"}]}"),
            event(
                    "2",
                    "\"after\":{\"colour\":\"blue\",\"api_key\":\"CANARY-3\",\"list\":[{\"password\":\"CANARY-2\"}]}"),
            event("3", "\"patch\":{\"pin\":\"CANARY-4\"},\"sensitive\":[\"/pin\"],\"message\":\"the pin is CANARY-4\""),
            event("4", "\"changes\":{\"client_secret\":[\"CANARY-5\",\"CANARY-6\"]}"));

    @TempDir
    private Path root;

    @Test
    void whatIsPostedIsSeenInEveryDialectAndItsSecretsNowhere() throws Exception {
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            List<String> answers = new ArrayList<>();
            HttpResponse<String> taken = annals.post("/annals/v1/changes", secret(EVENTS));
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
            // The same event with another secret is a conflict, and what is no event is refused.
            String conflict = event("1", "\"after\":{\"api_key\":\"CANARY-7\"}");
            assertThat(annals.post("/annals/v1/changes", secret(conflict)).statusCode())
                    .isEqualTo(202);
            for (String bad : List.of("{\"password\":\"CANARY-8\"", "{\"id\":\"CANARY-9\",\"CANARY-9\":1}")) {
                HttpResponse<String> refused = annals.post("/annals/v1/changes", secret(bad));
                assertThat(refused.statusCode()).isEqualTo(400);
            }

            JsonNode counts = annals.settled("default", 4);

            assertThat(counts.path("rejects").asLong()).isEqualTo(1);
            JsonNode awx = annals.json("/api/v2/activity_stream/?order_by=id");
            assertThat(awx.path("count").asLong()).isEqualTo(4);
            assertThat(awx.at("/results/0/operation").asText()).isEqualTo("create");
            assertThat(awx.at("/results/1/changes/colour").toString()).isEqualTo("[\"red\",\"blue\"]");
            assertThat(awx.at("/results/1/changes/api_key").toString()).isEqualTo("[\"hidden\",\"hidden\"]");
            JsonNode sde = annals.json("/api/v2/activities/");
            assertThat(sde.path("results").size()).isEqualTo(4);
            JsonNode puppet = awaitCommits(annals, 4);
            assertThat(puppet.at("/commits/0/objects/0/name").asText()).isEqualTo("Team 7");
            for (String path : List.of(
                    "/api/v2/activity_stream/",
                    "/api/v2/activity_stream/2/",
                    "/api/v2/activities/",
                    "/api/v2/activities/2/",
                    "/v1/events?service_id=default",
                    "/v1/events.csv?service_id=default",
                    "/v2/events",
                    "/v2/events.csv",
                    "/annals/v1/status",
                    "/metrics")) {
                HttpResponse<String> answer = annals.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                answers.add(answer.body());
            }
            String cloudEvent = "{\"specversion\":\"1.0\",\"id\":\"ce\",\"source\":\"/s\",\"type\":\"order.created\","
                    + "\"time\":\"2026-01-31T12:00:00Z\",\"subject\":\"42\",\"data\":{\"total\":1}}";
            for (int time = 1; time <= 2; time++) {
                HttpResponse<String> visible =
                        annals.post("/annals/v1/changes?wait=visible", cloudEvent, "application/cloudevents+json");
                assertThat(visible.body()).contains("\"visible\":true");
                assertThat(annals.json("/api/v2/activity_stream/").path("count").asLong())
                        .isEqualTo(5);
            }
            assertThat(answers).noneMatch(answer -> answer.contains(CANARY));
            assertNoRecordHoldsASecret(annals);
            assertThat(annals.stop()).isZero();
            assertNoFileHoldsASecret(annals);
        }
    }

    /** Puppet shows a commit when it is closed, which is a moment later. */
    private static JsonNode awaitCommits(RunningAnnals annals, int count) {
        return await().atMost(RunningAnnals.PATIENCE)
                .until(
                        () -> annals.json("/v2/events"),
                        body -> body.path("commits").size() == count);
    }

    /** Of all topics but the changes, changelogs too. */
    private static void assertNoRecordHoldsASecret(RunningAnnals annals) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", annals.bootstrap()))) {
            TreeSet<String> topics = new TreeSet<>(admin.listTopics().names().get());
            assertThat(topics).contains("annals.changes");
            for (String topic : topics) {
                int partitions = admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size();
                List<ConsumerRecord<byte[], byte[]>> records = CommittedLog.read(annals.bootstrap(), topic, partitions);
                if (topic.equals("annals.changes")) {
                    assertThat(records).as("so the search finds them").anyMatch(GatewayIT::holdsASecret);
                } else {
                    assertThat(records).as(topic).noneMatch(GatewayIT::holdsASecret);
                }
            }
        }
    }

    private static boolean holdsASecret(ConsumerRecord<byte[], byte[]> record) {
        return holdsASecret(record.key()) || holdsASecret(record.value());
    }

    private static boolean holdsASecret(byte[] bytes) {
        return bytes != null && new String(bytes, ISO_8859_1).contains(CANARY);
    }

    /** The files of Kafka were read as records; those of RocksDB are read as entries. */
    private static void assertNoFileHoldsASecret(RunningAnnals annals) throws Exception {
        try (Stream<Path> files = Files.walk(annals.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean isLog = file.getParent().getFileName().toString().startsWith("annals.changes-");
                assertThat(!isLog && holdsASecret(Files.readAllBytes(file)))
                        .as("%s holds a secret", file)
                        .isFalse();
            }
        }
        for (Path database : SecretHunt.databases(annals.data())) {
            assertThat(SecretHunt.entries(database, GatewayIT::holdsASecret)[0])
                    .as("entries of %s with a secret", database)
                    .isZero();
        }
        assertThat(annals.said()).doesNotContain(CANARY);
    }

    private static String secret(String text) {
        return text.replace("CANARY", CANARY);
    }

    private static String event(String id, String more) {
        return "{\"id\":\"" + id + "\",\"source\":\"test\",\"time\":\"2026-01-31T12:00:0" + id + "Z\","
                + "\"object\":{\"type\":\"team\",\"id\":\"7\",\"name\":\"Team 7\"}," + more + "}";
    }
}
