package dev.annals.dialect.awx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.PassingAudit;
import dev.annals.query.RowScope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The AWX dialect over a reader, on a free port, and a client of it. Tokens: {@code reader}, {@code admin}, and {@code users} that sees users only. */
final class AwxServer implements AutoCloseable {
    static final String LIST = "/api/v2/activity_stream/";

    private static final Map<String, Caller> CALLERS = Map.of(
            "reader", Caller.of("reader", "default", Role.READER),
            "admin", Caller.of("admin", null, Role.ADMIN),
            "users", new Caller("users", "default", Role.READER, RowScope.parse(List.of("type=user,users"))));

    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;
    private final PassingAudit audit;

    AwxServer(AuditSessions reader) {
        this(reader, 0);
    }

    AwxServer(AuditSessions reader, int port) {
        this(reader, port, AwxDialect.DEFAULT_MAX_PAGE_SIZE);
    }

    AwxServer(AuditSessions reader, int port, int maxPageSize) {
        audit = new PassingAudit(reader);
        Authenticator authenticator = token -> Optional.ofNullable(CALLERS.get(token));
        server = new ApiServer(
                        ApiSettings.local(port),
                        authenticator,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(new AwxDialect(audit, authenticator, maxPageSize)),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    /** Answers from another reader from now on. */
    void answerFrom(AuditSessions other) {
        audit.passTo(other);
    }

    int port() {
        return server.port();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return as("reader", path);
    }

    HttpResponse<String> as(String token, String path) {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    /** The body of a 200. */
    JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return tree(response);
    }

    /** The ids of a list with these parameters. */
    List<Long> ids(String query) {
        return rowIds(json(LIST + query));
    }

    static List<Long> rowIds(JsonNode list) {
        List<Long> ids = new java.util.ArrayList<>();
        list.get("results").forEach(row -> ids.add(row.get("id").asLong()));
        return ids;
    }

    static JsonNode tree(HttpResponse<String> response) {
        try {
            return Json.tree(response.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + response.body(), e);
        }
    }

    static String detail(HttpResponse<String> response) {
        return tree(response).path("detail").asText();
    }

    @Override
    public void close() {
        server.close();
    }
}
