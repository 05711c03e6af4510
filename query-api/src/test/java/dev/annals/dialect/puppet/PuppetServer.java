package dev.annals.dialect.puppet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.ChangeSink;
import dev.annals.api.Described;
import dev.annals.api.QueryString;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.NaiveAudit;
import dev.annals.query.RowScope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The dialect on a real server on a free port, reading from what a test gives it, and a client that asks it. One test at a time. */
final class PuppetServer implements AutoCloseable {
    static final String TOKEN = "reader-token";
    static final Instant NOW = Instant.parse("2021-09-08T13:47:53.123456Z");

    private static final Map<String, Caller> CALLERS = Map.of(
            TOKEN,
            Caller.of("reader", null, Role.READER),
            "admin-token",
            Caller.of("root", null, Role.ADMIN),
            "ingest-token",
            Caller.of("producer", null, Role.INGEST),
            "scoped-token",
            new Caller("scoped", null, Role.READER, RowScope.parse(List.of("service=rbac"))));
    private static final Authenticator AUTHENTICATOR = token -> Optional.ofNullable(CALLERS.get(token));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Current CURRENT = new Current(new NaiveAudit(), events -> {
        throw new IllegalStateException("published before any test gave a sink");
    });

    /** One for all tests: to start and to stop it takes longer than most of them. */
    private static final ApiServer SERVER = start();

    PuppetServer(AuditSessions reader, ChangeSink sink) {
        CURRENT.passTo(reader);
        CURRENT.publishTo(sink);
    }

    private static ApiServer start() {
        AtomicLong bundles = new AtomicLong();
        PuppetDialect dialect = new PuppetDialect(
                CURRENT,
                CURRENT,
                AUTHENTICATOR,
                InstantSource.fixed(NOW),
                PuppetDialect.DEFAULT_LIMIT,
                () -> "bundle-" + bundles.incrementAndGet());
        return new ApiServer(
                        ApiSettings.local(0),
                        AUTHENTICATOR,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(dialect),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    static PuppetServer on(Feed feed) {
        return new PuppetServer(feed, feed);
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

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length == 0) {
            request.header("X-Authentication", TOKEN);
        } else {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        request.headers(headers.length == 0 ? new String[] {"X-Authentication", "admin-token"} : headers);
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Described.checked(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
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

    static JsonNode tree(String json) {
        try {
            return Json.tree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The next test may have the server. */
    @Override
    public void close() {
        CURRENT.passTo(new NaiveAudit());
    }
}
