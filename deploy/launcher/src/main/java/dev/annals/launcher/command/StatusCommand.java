package dev.annals.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.launcher.Problem;
import dev.annals.launcher.service.LogIdentity;
import dev.annals.launcher.service.Running;
import dev.annals.processor.stage.PipelineSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code annals status}: what the service says of itself, for people or for programs. */
@Command(name = "status", description = "How far the events have come, by tenant.")
final class StatusCommand implements Callable<Integer> {
    private static final List<String> COUNTS = List.of(
            "changes",
            "activities",
            "commits",
            "rejects",
            "unchanged",
            "duplicates",
            "snapshots",
            "unmatched_pointers",
            "lag");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Terminal terminal;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The service (default: the one that runs with --data, ANNALS_URL, the one that runs with the"
                    + " default data directory, or http://127.0.0.1:8080).")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to ask with (default: admin.token of --data, ANNALS_TOKEN, or admin.token of the"
                    + " default data directory).")
    private @Nullable String token;

    @Option(names = "--json", description = "Print the answer as it is.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String body = ask(service());
        if (json) {
            terminal.out().println(body);
        } else {
            terminal.out().print(table(body));
        }
        return 0;
    }

    private URI service() {
        String base = address();
        try {
            URI uri = URI.create(base.replaceAll("/+$", "") + "/annals/v1/status");
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new Problem("'" + base + "' is not a URL (expected: such as http://127.0.0.1:8080)", e);
        }
        throw new Problem("'" + base + "' is not a URL (expected: such as http://127.0.0.1:8080)");
    }

    private String address() {
        Path directory = data.directory(terminal.environment());
        return Optional.ofNullable(url)
                .or(() -> data.isFlagged() ? Optional.empty() : variable("ANNALS_URL"))
                .or(() -> Running.in(directory).map(running -> alive(running, directory)))
                .orElseGet(() -> {
                    if (data.isNamed(terminal.environment())
                            || LogIdentity.in(directory).isPresent()) {
                        throw new Problem("no Annals runs with the data directory " + directory
                                + "; start it with `annals up --data " + directory + "`, or give --url");
                    }
                    return "http://127.0.0.1:8080";
                });
    }

    /** A service that was killed does not take its address back, and whoever has the port now is another. */
    private static String alive(Running running, Path directory) {
        if (!running.isAlive()) {
            throw new Problem("the Annals with the data directory " + directory + " (process " + running.process()
                    + ") was killed; start it again with `annals up --data " + directory + "`, or give --url");
        }
        return running.url();
    }

    private String ask(URI service) {
        ApiToken found = ApiToken.find(token, data, terminal.environment());
        HttpRequest.Builder request = HttpRequest.newBuilder(service).timeout(PATIENCE);
        if (found.isPresent()) {
            request.header("Authorization", "Bearer " + found.secret());
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != OK) {
                throw refused(service, found, response);
            }
            return response.body();
        } catch (IOException e) {
            throw new Problem(
                    "nothing answers at " + service.resolve("/") + "; start it with `annals up`, or give --url", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted", e);
        }
    }

    private static Problem refused(URI service, ApiToken token, HttpResponse<String> response) {
        String reason = reason(response.body());
        return switch (response.statusCode()) {
            case UNAUTHORIZED, FORBIDDEN ->
                new Problem(service.resolve("/") + " refused " + token.origin() + reason
                        + "; give another with --token, ANNALS_TOKEN, or --data of its directory");
            default ->
                new Problem(service + " answered " + response.statusCode() + reason + "; try again when it is ready");
        };
    }

    /** What the service says, as the rest of a sentence; empty when it is not in the form of Annals. */
    private static String reason(String body) {
        try {
            String detail = new ObjectMapper().readTree(body).path("detail").asText();
            return detail.isBlank() ? "" : " (" + detail.strip().replaceAll("[.]$", "") + ")";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isBlank());
    }

    private static String table(String body) {
        JsonNode answer;
        JsonNode tenants;
        JsonNode stopped;
        try {
            answer = new ObjectMapper().readTree(body);
            tenants = answer.path("tenants");
            stopped = answer.path("stopped");
        } catch (JsonProcessingException e) {
            throw new Problem("the answer is not JSON; is the URL that of Annals?", e);
        }
        List<String> titles = new ArrayList<>(List.of("TENANT"));
        COUNTS.forEach(count -> titles.add(count.replace('_', ' ').toUpperCase(Locale.ROOT)));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (Map.Entry<String, JsonNode> tenant : tenants.properties()) {
            List<String> row = new ArrayList<>(List.of(tenant.getKey()));
            COUNTS.forEach(count -> row.add(String.format(
                    Locale.ROOT, "%,d", tenant.getValue().path(count).asLong())));
            table.row(row.toArray(String[]::new));
        }
        StringBuilder text = new StringBuilder(table.toString());
        for (Map.Entry<String, JsonNode> tenant : tenants.properties()) {
            String warning = tenant.getValue().path("warning").asText();
            if (!warning.isEmpty()) {
                text.append("warning: tenant ")
                        .append(tenant.getKey())
                        .append(' ')
                        .append(warning)
                        .append('\n');
            }
        }
        for (JsonNode stop : stopped) {
            text.append("stopped: ").append(stop.path("detail").asText()).append('\n');
        }
        answer.path("epochs").forEach(epoch -> describe(epoch, text));
        return text.toString();
    }

    /** An epoch with its settings, a line each; of names that are masked anyway only how many. */
    private static void describe(JsonNode epoch, StringBuilder text) {
        text.append("\nepoch ").append(epoch.path("number").asLong());
        JsonNode first = epoch.path("since").path(0);
        text.append(first.has("time") ? ", since " + first.path("time").asText() : ", of which the log is older");
        List<String> offsets = new ArrayList<>();
        epoch.path("since")
                .forEach(since -> offsets.add(since.path("partition").asText() + "@"
                        + since.path("offset").asText("ahead")));
        text.append(" (partition@offset ").append(String.join(" ", offsets)).append(")\n");
        text.append("  redaction-key: ")
                .append(epoch.path("redaction_key").asText())
                .append('\n');
        for (Map.Entry<String, JsonNode> setting : epoch.path("settings").properties()) {
            List<String> lines = setting.getValue().asText().lines().toList();
            String value = setting.getKey().equals(PipelineSettings.STANDARD_NAMES)
                    ? lines.size() + " names"
                    : lines.isEmpty() ? "none" : String.join(", ", lines);
            text.append("  ")
                    .append(setting.getKey())
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }
}
