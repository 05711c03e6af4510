package dev.annals.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.api.Status;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import dev.annals.query.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceIT {
    private static final String TOKEN = "ann_of_the_test";
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
        assertThat(post(event("a")).statusCode()).isEqualTo(202);
        awaitActivities(1);

        ProcessHandle.of(service.brokerPid().orElseThrow()).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).until(() -> post(event("b")).statusCode() == 202);
        awaitActivities(2);
        HttpResponse<String> shown = get("/api/v2/activity_stream/");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).startsWith("{\"count\":2,");
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
        assertThat(Running.in(root.resolve("data"))).contains(new Running(service.url(), service.bootstrap()));
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
