package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code annals up} as a process of its own on a data directory, which may be killed and started again: always with the
 * Kafka port of the first time, so that whoever is connected finds it again.
 */
final class RunningAnnals implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final Path errors;
    private int kafkaPort;
    private @Nullable Process process;
    /** Another after each start; others ask meanwhile. */
    private volatile URI url = URI.create("http://127.0.0.1:0");

    private RunningAnnals(Path data) {
        this.data = data;
        this.errors = data.resolveSibling(data.getFileName() + ".err");
    }

    /** Starts it on that directory, and returns when it is ready. */
    static RunningAnnals up(Path data, String... more) throws IOException {
        RunningAnnals annals = new RunningAnnals(data);
        annals.start(more);
        return annals;
    }

    /** The same command once more. */
    void start(String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of("up", "--data", data.toString(), "--http-port", "0"));
        line.addAll(List.of("--kafka-port", Integer.toString(kafkaPort)));
        line.addAll(List.of(more));
        Process started = AnnalsCommand.of(line.toArray(String[]::new)).start(errors);
        process = started;
        BufferedReader out = started.inputReader();
        @Nullable String first = out.readLine();
        assertThat(first).as("standard output, beside %s", said()).startsWith("ready http://127.0.0.1:");
        url = URI.create(first.substring("ready ".length()));
        kafkaPort = Integer.parseInt(bootstrap().substring(bootstrap().lastIndexOf(':') + 1));
    }

    /** Kills the service; its broker, which is left alone then, ends by itself. */
    void kill9() throws InterruptedException {
        process().destroyForcibly().waitFor();
    }

    /** Kills the broker; the service starts another. */
    void killBroker() {
        List<ProcessHandle> children = process().children().toList();
        assertThat(children).as("children of the service").hasSize(1);
        children.get(0).destroyForcibly();
    }

    /** Stops it as `kill` does, and gives its exit status. */
    int stop() throws InterruptedException {
        process().destroy();
        assertThat(process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process().exitValue();
    }

    Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** Runs another command of the product against it. */
    AnnalsCommand.Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", data.toString()));
        return AnnalsCommand.of(line.toArray(String[]::new)).run();
    }

    Path data() {
        return data;
    }

    /** All that it wrote to standard error, in all its lives. */
    String said() throws IOException {
        return Files.exists(errors) ? Files.readString(errors) : "";
    }

    String bootstrap() throws IOException {
        Properties running = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("running.properties"))) {
            running.load(reader);
        }
        return running.getProperty("bootstrap");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, body, "application/json");
    }

    HttpResponse<String> post(String path, String body, String mediaType) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", mediaType);
        return http.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The body of an answer with status 200. */
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** What the status says of a tenant, as soon as it can be had. */
    JsonNode status(String tenant) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/annals/v1/status"), response -> response.statusCode() == 200)
                .body()
                .transform(RunningAnnals::parse)
                .path("tenants")
                .path(tenant);
    }

    /** The same when a tenant has so many activities and all of them can be seen. */
    JsonNode settled(String tenant, long activities) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> status(tenant),
                        counts -> counts.path("lag").asLong(-1) == 0
                                && counts.path("activities").asLong() >= activities);
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        // The directory can be removed only when the broker has noticed that it is alone.
        List<ProcessHandle> all =
                new ArrayList<>(process.toHandle().descendants().toList());
        all.add(process.toHandle());
        process.destroyForcibly();
        all.forEach(handle -> handle.onExit().join());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(data.resolve("admin.token")).strip());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}
