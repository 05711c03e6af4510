package dev.annals.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code up} as a process of its own, which can be killed. */
class UpIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path root;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        // Looked up first: a broker whose service has been killed is nobody's descendant any more.
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        // Their brokers end by themselves, and the directory is removed only then.
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void afterKillingTheServiceTheSameCommandCarriesOnWithNothingLost() throws Exception {
        Process first = up();
        ready(first);
        assertThat(run("import", events("a", 500).toString()).out()).isEqualTo("imported 500\n");

        first.destroyForcibly().waitFor();
        ready(up());

        assertThat(run("import", events("b", 500).toString()).out()).isEqualTo("imported 500\n");
        await().atMost(PATIENCE).until(() -> tenant().path("lag").asLong() == 0);
        assertThat(tenant().path("activities").asLong()).isEqualTo(1000);
        assertThat(tenant().path("changes").asLong()).isEqualTo(1000);
    }

    @Test
    void aSignalStopsItCleanlyInTimeAndASecondServiceIsRefusedUntilThen() throws Exception {
        Process service = up();
        ready(service);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("admin.token"))))
                .isEqualTo("rw-------");

        Run second = run("up", "--http-port", "0", "--kafka-port", "0");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .contains("another Annals (process " + service.pid() + ") is using the data directory");

        service.destroy();

        assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isZero();
        assertThat(data().resolve("running.properties")).doesNotExist();
    }

    private record Run(int status, String out, String err) {}

    private Process up() throws IOException {
        List<String> command = command("up", "--http-port", "0", "--kafka-port", "0");
        Process process = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(root.resolve("up.err").toFile()))
                .start();
        started.add(process);
        return process;
    }

    private void ready(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertThat(line).as(Files.readString(root.resolve("up.err"))).startsWith("ready http://127.0.0.1:");
    }

    private Run run(String... arguments) throws Exception {
        Path err = Files.createTempFile(root, "run", ".err");
        Process process = new ProcessBuilder(command(arguments))
                .redirectError(err.toFile())
                .start();
        started.add(process);
        String out = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), out, Files.readString(err));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Annals.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data().toString()));
        return command;
    }

    private JsonNode tenant() throws Exception {
        Run status = run("status", "--json");
        return new ObjectMapper().readTree(status.out()).path("tenants").path("default");
    }

    private Path data() {
        return root.resolve("data");
    }

    private Path events(String name, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"id\":\"").append(name).append(i);
            lines.append(
                    "\",\"source\":\"test\",\"time\":\"2025-01-01T00:00:00Z\",\"object\":{\"type\":\"team\",\"id\":\"");
            lines.append(name)
                    .append(i)
                    .append("\"},\"after\":{\"n\":")
                    .append(i)
                    .append("}}\n");
        }
        return Files.writeString(root.resolve(name + ".ndjson"), lines);
    }
}
