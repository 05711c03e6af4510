package dev.annals.dialect.sdelements;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Caller;
import dev.annals.api.Described;
import dev.annals.api.QueryString;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.RowScope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dialect on a real server on a free port, and a client that asks it. */
final class SdeServer implements AutoCloseable {
    static final String TOKEN = "reader-token";
    static final String ALL = "/api/v2/activities/";

    private static final Map<String, Caller> CALLERS = Map.of(
            TOKEN,
            Caller.of("admin", null, Role.READER),
            "ingest-token",
            Caller.of("producer", null, Role.INGEST),
            "scoped-token",
            new Caller("scoped", null, Role.READER, RowScope.parse(List.of("service=rbac"))));

    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;

    SdeServer(AuditSessions reader, ZoneId zone) {
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.ofNullable(CALLERS.get(token)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(new SdeDialect(reader, zone, 100)),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    static SdeServer on(Trail trail) {
        return new SdeServer(trail.sessions(), ZoneOffset.UTC);
    }

    /** A query string of names and values in turn. */
    static String query(String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.append(i == 0 ? "?" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(QueryString.encode(namesAndValues[i + 1]));
        }
        return query.toString();
    }

    String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** As the product's own examples ask. */
    HttpResponse<String> get(String path) {
        return send("GET", path, "Authorization", "Token " + TOKEN, "Accept", "application/json");
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("http") ? path : origin() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return Described.checked(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JSON of an answer with status 200. */
    JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " for " + path + ": " + response.body());
        }
        return tree(response.body());
    }

    /** All activities that a question finds, by the loop of the product's examples. */
    List<JsonNode> everything(String path) {
        List<JsonNode> all = new ArrayList<>();
        String url = path;
        while (url != null) {
            JsonNode page = json(url);
            page.get("results").forEach(all::add);
            url = page.get("next").isNull() ? null : page.get("next").textValue();
        }
        return all;
    }

    /** The ids of the activities on the page at a path. */
    List<Long> ids(String path) {
        return ids(json(path).get("results"));
    }

    static List<Long> ids(Iterable<JsonNode> items) {
        List<Long> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.get("id").longValue()));
        return ids;
    }

    static JsonNode tree(String json) {
        try {
            return Json.tree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
