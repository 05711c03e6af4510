package dev.annals.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.launcher.Problem;
import dev.annals.launcher.service.LogIdentity;
import dev.annals.launcher.service.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The running service that a client command asks, and the token that it asks with: options of every such command. */
final class ServiceClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

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
                    + " default data directory). An admin.token is sent to no other service than the one that runs with"
                    + " its data directory.")
    private @Nullable String token;

    /** An answer of the service. */
    record Answer(int status, String body, URI uri) {
        boolean isGood() {
            return status / 100 == 2;
        }

        /** What the service says, as a failure in its own sentence; it names what was asked only when it has none. */
        Problem refusal() {
            String reason = reason(body);
            return reason.isEmpty() ? problem() : new Problem(reason.substring(2, reason.length() - 1));
        }

        /** What the service says is wrong, as a failure. */
        Problem problem() {
            return new Problem(uri + " answered " + status + reason(body));
        }
    }

    /**
     * Asks the service. Fails with {@link Problem} when nothing answers, or when the token is refused.
     *
     * @param path with a slash in front, and a query if need be
     * @param body JSON; {@code null} for none
     */
    Answer ask(Map<String, String> environment, String method, String path, @Nullable String body) {
        return ask(environment, method, path, body, null, PATIENCE);
    }

    /**
     * Asks the service something that may take it some time.
     *
     * @param tenant whose log the question is about; that of the token when absent
     */
    Answer get(Map<String, String> environment, String path, @Nullable String tenant) {
        return ask(environment, "GET", path, null, tenant, LONG_PATIENCE);
    }

    private Answer ask(
            Map<String, String> environment,
            String method,
            String path,
            @Nullable String body,
            @Nullable String tenant,
            Duration patience) {
        URI uri = uri(environment, path);
        ApiToken found = ApiToken.find(token, data, environment, uri);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (tenant != null) {
            request.header("Annals-Tenant", sendable(tenant));
        }
        if (found.isPresent()) {
            request.header("Authorization", "Bearer " + found.secret());
        }
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
                throw new Problem(uri.resolve("/") + " refused " + found.origin() + reason(response.body())
                        + "; give another with --token, ANNALS_TOKEN, or --data of its directory");
            }
            return new Answer(response.statusCode(), response.body(), uri);
        } catch (HttpTimeoutException e) {
            throw new Problem(uri.resolve("/") + " did not answer in time; try again when it has less to do", e);
        } catch (IOException e) {
            throw new Problem(
                    "nothing answers at " + uri.resolve("/") + "; start it with `annals up`, or give --url", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted", e);
        }
    }

    private static String sendable(String tenant) {
        if (!tenant.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new Problem("'" + tenant + "' is no tenant (expected: letters, digits and . _ -, as events have it)");
        }
        return tenant;
    }

    private URI uri(Map<String, String> environment, String path) {
        String base = address(environment);
        try {
            URI uri = URI.create(base.replaceAll("/+$", "") + path);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new Problem("'" + base + "' is not a URL (expected: such as http://127.0.0.1:8080)", e);
        }
        throw new Problem("'" + base + "' is not a URL (expected: such as http://127.0.0.1:8080)");
    }

    private String address(Map<String, String> environment) {
        Path directory = data.directory(environment);
        return Optional.ofNullable(url)
                .or(() -> data.isFlagged() ? Optional.empty() : variable(environment, "ANNALS_URL"))
                .or(() -> Running.in(directory).map(running -> alive(running, directory)))
                .orElseGet(() -> {
                    if (data.isNamed(environment) || LogIdentity.in(directory).isPresent()) {
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

    /** What the service says, as the rest of a sentence; empty when it is not in the form of Annals. */
    private static String reason(String body) {
        try {
            String detail = new ObjectMapper().readTree(body).path("detail").asText();
            return detail.isBlank() ? "" : " (" + detail.strip().replaceAll("[.]$", "") + ")";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
