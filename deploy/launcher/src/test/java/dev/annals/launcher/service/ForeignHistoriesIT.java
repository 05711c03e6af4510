package dev.annals.launcher.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.annals.api.Status;
import dev.annals.ingest.bridge.BridgeSettings;
import dev.annals.ingest.mirror.AwxProduct;
import dev.annals.ingest.mirror.Mirror;
import dev.annals.ingest.mirror.ProductApi;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that others wrote, and what a running Annals shows of them: records of Debezium on foreign topics, and a recorded AWX. */
class ForeignHistoriesIT {
    private static final Path RECORDING =
            Path.of("../../ingest/src/test/resources/dev/annals/ingest/debezium/plain.ndjson.gz");
    private static final Path AWX = Path.of("../../query-api/src/test/resources/awx-oracle/records.ndjson.gz");
    private static final String TOKEN = "ann_of_this_test_run";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path root;

    @Test
    void aDatabaseGetsATrailByAMappingAloneAndAMirroredAwxIsShownAsItWas() throws Exception {
        Path mapping = root.resolve("mapping.yaml");
        Files.writeString(mapping, """
                sources:
                - topics: [feas.*]
                  format: debezium
                  rules:
                  - match: public.job_templates
                    type: job_template
                    columns: {price: decimal(4)}
                - mirror: awx
                  tenant: awx
                """);
        UpSettings settings = UpSettings.of(new Sources(
                Map.of(
                        Setting.DATA, root.resolve("data").toString(),
                        Setting.HTTP_PORT, "0",
                        Setting.KAFKA_PORT, "0",
                        Setting.TOPIC_PARTITIONS, "1",
                        Setting.MAPPING, mapping.toString()),
                Map.of(),
                Map.of()));
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            FirstToken.ensure(directory, Optional.of(TOKEN), InstantSource.system());
            try (Service service = Service.start(settings, directory, InstantSource.system())) {
                service.awaitReady();
                send(service.bootstrap());
                send(service.bootstrap(), "feas.public.organizations", "{\"no\":\"envelope\"}");

                Status.Tenant counts = await().atMost(PATIENCE)
                        .until(
                                () -> tenant(service, "default"),
                                tenant -> tenant != null && tenant.lag() == 0 && tenant.changes() == 27);
                assertThat(counts.activities()
                                + counts.rejects()
                                + counts.unchanged()
                                + counts.duplicates()
                                + counts.snapshots())
                        .isEqualTo(counts.changes());
                assertThat(counts.snapshots()).isEqualTo(5);
                assertThat(counts.rejects()).isEqualTo(1);
                assertThat(counts.activities()).isEqualTo(21);
                assertTrail(service);
                mirror(service, settings);
                await().atMost(PATIENCE)
                        .until(
                                () -> tenant(service, "awx"),
                                tenant -> tenant != null && tenant.lag() == 0 && tenant.activities() == 920);
                assertMirrored(service);
            }
        }
    }

    private static void assertTrail(Service service) throws Exception {
        JsonNode results = get(service, "/api/v2/activity_stream/?order_by=id&page_size=50")
                .path("results");
        List<String> templates = new ArrayList<>();
        results.forEach(row -> {
            if (row.path("object1").asText().equals("job_template")) {
                TreeSet<String> fields = new TreeSet<>();
                row.path("changes").fieldNames().forEachRemaining(fields::add);
                boolean few = fields.size() < 4;
                templates.add(row.path("operation").asText() + (few ? " " + row.path("changes") : ""));
            }
        });
        assertThat(templates)
                .containsExactly(
                        "create",
                        "update",
                        "update {\"forks\":[5,7]}",
                        "update {\"org_id\":[1,3]}",
                        "delete",
                        "create");
        JsonNode deleted = get(service, "/api/v2/activity_stream/?operation=delete&object1=job_template")
                .path("results")
                .path(0)
                .path("changes");
        assertThat(deleted.path("name").asText()).isEqualTo("Deploy 2");
        assertThat(results.toString()).doesNotContain("drift").doesNotContain("__debezium_unavailable_value");
    }

    /** Twice over, as after a restart: the second one finds nothing more. */
    private static void mirror(Service service, UpSettings settings) throws Exception {
        List<JsonNode> records = lines(AWX);
        HttpServer awx = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        awx.createContext("/", exchange -> {
            Matcher after = Pattern.compile("id__gt=(\\d+)")
                    .matcher(exchange.getRequestURI().getQuery());
            long last = after.find() ? Long.parseLong(after.group(1)) : 0;
            List<JsonNode> page = records.stream()
                    .filter(record -> record.path("id").asLong() > last)
                    .limit(200)
                    .toList();
            byte[] body = ("{\"next\":null,\"results\":" + page + "}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        awx.start();
        try {
            ProductApi api = new ProductApi(
                    URI.create("http://127.0.0.1:" + awx.getAddress().getPort()), "Authorization", "Bearer ", null);
            for (int expected : new int[] {920, 0}) {
                try (Mirror mirror = new Mirror(
                        new BridgeSettings(service.bootstrap(), service.topics(), Map.of()),
                        "awx",
                        new AwxProduct(api, "awx"),
                        settings.mapping().orElseThrow().ofMirror("awx"),
                        null)) {
                    int taken = 0;
                    for (int step = mirror.step(); step > 0; step = mirror.step()) {
                        taken += step;
                    }
                    assertThat(taken).isEqualTo(expected);
                }
            }
        } finally {
            awx.stop(0);
        }
    }

    /** Field for field, but for passwords that AWX shows in clear text and Annals never does. */
    private static void assertMirrored(Service service) throws Exception {
        List<JsonNode> shown = new ArrayList<>();
        for (int page = 1; page <= 5; page++) {
            get(service, "/api/v2/activity_stream/?order_by=id&page_size=200&page=" + page, "awx")
                    .path("results")
                    .forEach(shown::add);
        }
        List<JsonNode> records = lines(AWX);
        assertThat(shown).hasSameSizeAs(records);
        int masked = 0;
        for (int i = 0; i < records.size(); i++) {
            JsonNode expected = records.get(i);
            if (expected.toString().contains("clear-text")) {
                masked++;
                continue;
            }
            ObjectNode record = shown.get(i).deepCopy();
            record.remove("object_relationship_type");
            if (record.path("operation").asText().equals("create")) {
                ObjectNode news = Json.MAPPER.createObjectNode();
                record.path("changes")
                        .properties()
                        .forEach(field ->
                                news.set(field.getKey(), field.getValue().get(1)));
                record.set("changes", news);
            }
            assertThat(record).isEqualTo(expected);
        }
        assertThat(masked).isEqualTo(8);
    }

    private static List<JsonNode> lines(Path file) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(Json.tree(line));
            }
        }
        return all;
    }

    private static Status.Tenant tenant(Service service, String name) {
        return service.status() instanceof Answer.Ready<Status> ready
                ? ready.value().tenants().get(name)
                : null;
    }

    private static JsonNode get(Service service, String path) throws Exception {
        return get(service, path, "default");
    }

    private static JsonNode get(Service service, String path, String tenant) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url() + path))
                                .header("Authorization", "Bearer " + TOKEN)
                                .header("Annals-Tenant", tenant)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.tree(response.body());
    }

    private static void send(String bootstrap) throws Exception {
        List<JsonNode> steps = lines(RECORDING);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(steps.stream()
                            .map(step -> step.path("topic").asText())
                            .distinct()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            for (JsonNode step : steps) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        step.path("topic").asText(), bytes(step.path("key")), bytes(step.path("value")));
                step.path("headers")
                        .properties()
                        .forEach(header -> record.headers().add(header.getKey(), bytes(header.getValue())));
                producer.send(record);
            }
        }
    }

    private static void send(String bootstrap, String topic, String value) {
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8)));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(JsonNode value) {
        return value.isNull() ? null : (value.isTextual() ? value.textValue() : value.toString()).getBytes(UTF_8);
    }
}
