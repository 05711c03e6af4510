package dev.annals.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A real schema registry as a child process: Apicurio, which speaks Confluent's API under a path of its own. The build unpacks it. */
final class Apicurio implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("annals.apicurio", "target/apicurio"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private Apicurio(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it, and returns when it answers. */
    static Apicurio start(Path output) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path jar;
        try (Stream<Path> files = Files.list(HOME)) {
            jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Apicurio apicurio = new Apicurio(process, "http://127.0.0.1:" + port + "/apis/ccompat/v7");
        try {
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> apicurio.ask("GET", "/subjects", null).statusCode() == 200);
            return apicurio;
        } catch (RuntimeException e) {
            apicurio.close();
            throw e;
        }
    }

    /** Where Confluent's API is. */
    String url() {
        return url;
    }

    /** Registers a schema; its id. */
    int register(String subject, Schema schema) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        String body = json.createObjectNode().put("schema", schema.toString()).toString();
        return json.readTree(
                        ask("POST", "/subjects/" + subject + "/versions", body).body())
                .path("id")
                .asInt();
    }

    /** Lets it answer nobody until {@link #go}: whoever asks waits. */
    void halt() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void go() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, publisher)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
