package dev.annals.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.Described;
import dev.annals.api.DialectProvider;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Json;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.query.Answer;
import dev.annals.query.LocalAudit;
import dev.annals.redact.RedactionKey;
import dev.annals.topic.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A producer that deletes an object need not repeat its name: the name comes from the document that the log has of the object. */
class DeletedObjectsTest {
    private static final Topics TOPICS = new Topics("t", 1);
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final RedactionKey KEY = RedactionKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

    private static LocalAudit audit;
    private static ApiServer server;

    @BeforeAll
    static void start(@TempDir Path directory) {
        audit = new LocalAudit();
        process(
                directory,
                event(
                        "1",
                        "create",
                        "node_groups",
                        ",\"after\":{\"name\":\"web servers\",\"environment\":\"production\"}"),
                event("2", "delete", "node_groups", ""),
                event("3", "create", "roles", ",\"after\":{\"name\":\"auditors\"}"),
                event("4", "update", "roles", ",\"after\":{\"name\":\"readers\"}"),
                event("5", "delete", "roles", ""));
        Authenticator anyone = token -> Optional.of(Caller.of(token, null, Role.READER));
        server = new ApiServer(
                        ApiSettings.local(0),
                        anyone,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        Dialects.open(new DialectProvider.Services(
                                audit.sessions(),
                                events -> new Answer.Ready<>(0),
                                anyone,
                                () -> START,
                                ZoneOffset.UTC,
                                Map.of())),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private static String event(String id, String operation, String type, String rest) {
        return "{\"id\":\"" + id + "\",\"source\":\"s\",\"time\":\"2026-01-31T11:00:0" + id
                + "Z\",\"service_id\":\"classifier\",\"operation\":\"" + operation + "\",\"object\":{\"type\":\"" + type
                + "\",\"id\":\"7\"},\"commit_id\":\"c" + id + "\",\"commit_index\":0,\"commit_size\":1" + rest + "}";
    }

    /** Puts events through the real topology into a real index. */
    private static void process(Path directory, String... events) {
        Epoch first = new Epoch(1, "0".repeat(32), KeyCheck.of(KEY), PipelineSettings.DEFAULT.text());
        EpochRecord epoch = EpochRecord.seal(first, KEY);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ChangeTopology(TOPICS, RedactionKeys.of(KEY), partition -> Optional.of(epoch)).get(),
                ChangeStreamsConfig.of("t", "127.0.0.1:1", directory, "1").properties(),
                START)) {
            var changes =
                    driver.createInputTopic(TOPICS.changes(), new ByteArraySerializer(), new ByteArraySerializer());
            for (String event : events) {
                changes.pipeInput(new TestRecord<>("default".getBytes(UTF_8), event.getBytes(UTF_8), START));
            }
            read(driver, TOPICS.activities())
                    .forEach(row -> audit.add(ActivityAvro.decode(row).orElseThrow()));
            read(driver, TOPICS.commits())
                    .forEach(row -> audit.add(CommitAvro.decode(row).orElseThrow()));
        }
    }

    private static List<byte[]> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    @Test
    void puppetNamesADeletedObjectAsTheLogKnewIt() throws Exception {
        JsonNode commits = json("/v2/events?order=asc").get("commits");

        assertThat(commits.get(1).at("/objects/0/name").asText()).isEqualTo("web servers");
        assertThat(commits.get(1).at("/events/0/message").asText())
                .isEqualTo("Deleted the \"web servers\" group with id 7");
        assertThat(commits.get(4).at("/objects/0/name").asText()).isEqualTo("readers");
        assertThat(commits.get(4).at("/events/0/message").asText()).isEqualTo("Role readers (7) deleted.");
        assertThat(json("/v1/events?service_id=classifier")
                        .at("/commits/0/object/name")
                        .asText())
                .isEqualTo("readers");
        assertThat(get("/v2/events.csv?query=%5B%7B%22object_type%22:%22roles%22%7D%5D")
                        .body())
                .contains(",roles,7,readers,delete,roles,delete_roles,Role readers (7) deleted.,");
    }

    @Test
    void sdElementsNamesADeletedObjectAsTheLogKnewIt() throws Exception {
        JsonNode deleted =
                json("/api/v2/activities/?name=DeletedNodeGroupActivity").at("/results/0");

        assertThat(deleted.get("text").asText()).isEqualTo("System deleted node group web servers");
        assertThat(deleted.at("/data/node_group_desc").asText()).isEqualTo("web servers");
        assertThat(json("/api/v2/activities/2/").get("text").asText()).endsWith("web servers");
        assertThat(json("/api/v2/activities/5/").get("text").asText()).isEqualTo("System deleted role readers");
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.tree(response.body());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return Described.checked(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .header("Authorization", "Bearer t")
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
    }
}
