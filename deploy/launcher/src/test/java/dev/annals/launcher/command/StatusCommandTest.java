package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
    private static ApiServer server;
    private static String url;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Map<String, Caller> callers = Map.of(
                "good", Caller.of("root", null, Role.ADMIN), "feeding", Caller.of("producer", null, Role.INGEST));
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.ofNullable(callers.get(token)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
        url = "http://127.0.0.1:" + server.port();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRefusalSaysWhichTokenWasUsedAndWhy() throws Exception {
        Path file = Files.writeString(directory.resolve("admin.token"), "of-another-annals\n");
        runs(directory, url);
        String data = directory.toString();

        assertThat(status(Map.of(), "--data", data).err())
                .contains("refused the token in " + file + " (The token is not known or was revoked)");
        assertThat(status(Map.of("ANNALS_TOKEN", "wrong")).err())
                .contains("refused the token of the environment variable ANNALS_TOKEN");
        assertThat(status(Map.of("ANNALS_TOKEN", "good"), "--token", "wrong").err())
                .contains("refused the token given with --token")
                .doesNotContain("wrong");
        assertThat(status(Map.of(), "--token", "feeding").err()).contains("refused the token given with --token (");
        assertThat(status(Map.of("ANNALS_DATA", directory + "/none")).err())
                .contains("refused no token (--token and ANNALS_TOKEN are not set, and " + directory
                        + "/none/admin.token" + " cannot be read)");
        assertThat(status(Map.of(), "--token", "wr\u00f6ng").err()).contains("has characters that no token has");
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheDefault() throws Exception {
        Files.writeString(directory.resolve("admin.token"), "good\n");
        runs(directory, url);

        assertThat(status(Map.of("ANNALS_TOKEN", "wrong"), "--data", directory.toString())
                        .status())
                .isZero();
        assertThat(status(Map.of("ANNALS_TOKEN", "good", "ANNALS_DATA", directory + "/none"))
                        .status())
                .isZero();
    }

    @Test
    void aDirectoryWhereNothingRunsIsNotAnsweredByAnotherAnnals() throws Exception {
        String data = directory.toString();
        Map<String, String> environment = Map.of("ANNALS_URL", url, "ANNALS_TOKEN", "good");

        assertThat(CommandLineRun.of(environment, "", "status", "--data", data).err())
                .contains("no Annals runs with the data directory " + data);

        Files.writeString(
                directory.resolve("running.properties"),
                "url=" + url + "\nbootstrap=127.0.0.1:1\nprocess="
                        + ProcessHandle.current().pid() + "\nstarted=12345\n");
        assertThat(CommandLineRun.of(environment, "", "status", "--data", data).err())
                .contains("was killed; start it again with `annals up --data " + data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "http://localhost:%d", "http://10.0.0.1:%d"})
    void theTokenOfADirectoryGoesToNoOtherServiceThanItsOwn(String own) throws Exception {
        Files.writeString(directory.resolve("admin.token"), "good\n");
        runs(directory, own.formatted(server.port()));
        boolean same = own.contains("localhost");

        // However it is named, it is this machine's.
        CommandLineRun asked = status(Map.of(), "--data", directory.toString());

        assertThat(asked.status()).isEqualTo(same ? 0 : 1);
        assertThat(asked.err()).matches(err -> same || err.contains("is sent to the Annals that runs with"));
    }

    @Test
    void theTokenOfADirectoryWhereNothingRunsIsNotSent() throws Exception {
        Files.writeString(directory.resolve("admin.token"), "good\n");
        String data = directory.toString();

        assertThat(status(Map.of(), "--data", data).err()).contains("refused no token");
        assertThat(CommandLineRun.of(Map.of("ANNALS_URL", url, "ANNALS_DATA", data), "", "status")
                        .err())
                .contains("refused no token");
        assertThat(status(Map.of("ANNALS_TOKEN", "good"), "--data", data).status())
                .isZero();
        assertThat(status(Map.of(), "--data", data, "--token", "good").status()).isZero();
    }

    /** A service with that directory, of this process, at that address. */
    private static void runs(Path directory, String at) throws IOException {
        Files.writeString(
                directory.resolve("running.properties"),
                "url=" + at + "\nbootstrap=127.0.0.1:1\nprocess="
                        + ProcessHandle.current().pid() + "\n");
    }

    private static CommandLineRun status(Map<String, String> environment, String... more) {
        String[] line = new String[more.length + 3];
        line[0] = "status";
        line[1] = "--url";
        line[2] = url;
        System.arraycopy(more, 0, line, 3, more.length);
        return CommandLineRun.of(environment, "", line);
    }
}
