package dev.annals.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.api.Status;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import dev.annals.query.Answer;
import dev.annals.topic.TenantPartition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceIT {
    private static final String TOKEN = "ann_of_this_test_run";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path root;

    private static DataDirectory directory;
    private static Service service;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        directory = DataDirectory.open(root.resolve("data"));
        FirstToken.ensure(directory, Optional.of(TOKEN), InstantSource.system());
        service = Service.start(settings(), directory, InstantSource.system());
        service.awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
        directory.close();
    }

    @Test
    void whatComesInOverHttpIsCountedAndShownAlsoAfterTheBrokerWasKilled() throws Exception {
        long before = activities();
        assertThat(post(event("a")).statusCode()).isEqualTo(202);
        awaitActivities(before + 1);

        ProcessHandle.of(service.brokerPid().orElseThrow()).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).until(() -> post(event("b")).statusCode() == 202);
        awaitActivities(before + 2);
        HttpResponse<String> shown = get("/api/v2/activity_stream/");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).startsWith("{\"count\":" + (before + 2) + ",");
    }

    @Test
    void withoutATokenNothingIsShownAndNothingTaken() throws Exception {
        HttpRequest nameless = HttpRequest.newBuilder(URI.create(service.url() + "/annals/v1/status"))
                .build();

        assertThat(http.send(nameless, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theServiceTellsClientsOnItsMachineWhereItIs() {
        Running running = Running.in(root.resolve("data")).orElseThrow();

        assertThat(running.url()).isEqualTo(service.url());
        assertThat(running.bootstrap()).isEqualTo(service.bootstrap());
        assertThat(running.isAlive()).isTrue();
        assertThat(LogIdentity.in(root.resolve("data")))
                .contains(new LogIdentity(KafkaAnswers.cluster(service.bootstrap(), Map.of()), "annals"));
    }

    @Test
    void theLagCountsRecordsThatWaitOnTheWrongPartition() throws Exception {
        int records = 30_000;
        long before = activities();
        int own = TenantPartition.of("default", service.topics().partitions());
        int wrong = (own + 1) % service.topics().partitions();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", service.bootstrap(), "linger.ms", "20", "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(
                        service.topics().changes(),
                        wrong,
                        null,
                        event("misplaced" + i).getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }

        List<String> tooSmall = new ArrayList<>();
        boolean settled = false;
        while (!settled) {
            if (service.status() instanceof Answer.Ready<Status> ready) {
                Status.Tenant tenant = ready.value().tenants().get("default");
                settled = tenant.lag() == 0;
                if (tenant.activities() - before + tenant.lag() < records) {
                    tooSmall.add(tenant.toString());
                }
            }
        }
        assertThat(tooSmall).isEmpty();
        assertThat(activities()).isEqualTo(before + records);
    }

    private static long activities() {
        return await().atMost(PATIENCE)
                .until(
                        () -> service.status() instanceof Answer.Ready<Status> ready
                                ? ready.value().tenants().get("default").activities()
                                : -1L,
                        count -> count >= 0);
    }

    private void awaitActivities(long count) {
        await().atMost(PATIENCE)
                .until(() -> service.status() instanceof Answer.Ready<Status> ready
                        && ready.value().tenants().get("default").activities() == count
                        && ready.value().tenants().get("default").lag() == 0);
    }

    private static UpSettings settings() {
        return UpSettings.of(new Sources(
                Map.of(
                        Setting.DATA, root.resolve("data").toString(),
                        Setting.HTTP_PORT, "0",
                        Setting.KAFKA_PORT, "0"),
                Map.of(),
                Map.of()));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(
                request("/annals/v1/changes")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).header("Authorization", "Bearer " + TOKEN);
    }

    private static String event(String id) {
        return "{\"id\":\"" + id + "\",\"source\":\"test\",\"time\":\"2025-01-01T00:00:00Z\","
                + "\"object\":{\"type\":\"team\",\"id\":\"" + id + "\"},\"after\":{\"n\":1}}";
    }
}
