package dev.annals.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Caller;
import dev.annals.api.Described;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.RowScope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of history on a real server on a free port, and a client that asks it. */
final class HistoryServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final Map<String, Caller> CALLERS = Map.of(
            "all",
            Caller.of("reader", null, Role.READER),
            "ingest",
            Caller.of("producer", null, Role.INGEST),
            "teams",
            new Caller("teams", null, Role.READER, RowScope.parse(List.of("type=team"))),
            "one",
            new Caller("one", null, Role.READER, RowScope.parse(List.of("actor=1"))),
            "other",
            Caller.of("other", "other", Role.READER));

    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;

    HistoryServer(AuditSessions sessions) {
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.ofNullable(CALLERS.get(token)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(),
                        List.of(new HistoryRoutes(sessions, () -> NOW)),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    HttpResponse<String> get(String token, String path) throws Exception {
        return Described.checked(client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/annals/v1/" + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    /** The JSON of an answer with status 200. */
    JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get("all", path);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " for " + path + ": " + response.body());
        }
        return Json.tree(response.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
