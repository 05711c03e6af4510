package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.dialect.Dialects;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests with some of their bytes changed, to every path of every dialect. Whatever is sent, the answer is no error of the server,
 * no empty success and no page of the HTTP server, and it comes. {@code -Dannals.mutations=N} sends N for each seed.
 */
class MutatedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("annals.mutations", 600);
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\0",
            " ",
            "%",
            "%00",
            "%ff",
            "%2f",
            "..",
            ";",
            "//",
            "?",
            "&",
            "=",
            "[",
            "{",
            "\"",
            "\\",
            "'",
            ":",
            "\t",
            "é",
            "\u00ff",
            "HTTP/1.1",
            "HTTP/2.0",
            "HTTP/0.9",
            "HTTP/9.9",
            "chunked",
            "Content-Length: 5\r\n",
            "99999999999999999999",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Host: \r\n",
            "-1",
            "null",
            "or__",
            "not__",
            "__regex=(",
            "page_size=0",
            "format=api",
            "order_by=",
            "service_id=",
            "query=[[",
            "Content-Encoding: gzip\r\n",
            "charset=x;",
            "Accept: text/html\r\n",
            "Cookie: a=\"\\\r\n",
            "Upgrade: h2c\r\nConnection: Upgrade\r\n",
            "0\r\n\r\n",
            "{}",
            "[]");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "PRI");

    private static ApiServer server;
    private static LocalAudit audit;
    private static final List<String> targets = new ArrayList<>();

    @BeforeAll
    static void start() {
        audit = new LocalAudit().addAll(new Samples(7).activities("default", 1, 200));
        AuditSessions sessions = audit.sessions();
        Authenticator tokens =
                token -> token.equals("t") ? Optional.of(Caller.of("x", null, Role.ADMIN)) : Optional.empty();
        List<Dialect> dialects = Dialects.open(new DialectProvider.Services(
                sessions,
                events -> new Answer.Ready<>(true),
                tokens,
                () -> Instant.ofEpochSecond(1),
                ZoneOffset.UTC,
                Map.of()));
        Mount gateway = routes -> routes.add(Route.post(
                "/annals/v1/changes", request -> Reply.ok(Body.detail(Integer.toString(request.body().length)))));
        Routes routes = new Routes(dialects.get(0));
        dialects.forEach(dialect -> routes.mount(dialect, dialect));
        for (Routes.Path path : routes.paths()) {
            targets.add(path.template().replaceAll("\\{[^}]+}", "7"));
        }
        targets.addAll(
                List.of("/healthz", "/readyz", "/metrics", "/openapi.json", "/annals/v1/status", "/", "/x", "*"));
        targets.add("/annals/v1/changes");
        server = new ApiServer(
                        ApiSettings.local(0),
                        tokens,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        dialects,
                        List.of(gateway),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noMutationMakesTheServerFail(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = mutated(random, request(random));

            RawHttp.Answer answer = RawHttp.exchange(server.port(), request);

            String seen = "seed " + seed + " request " + i + ": " + new String(request, StandardCharsets.ISO_8859_1)
                    + "\n→ " + answer;
            assertThat(answer.status()).as(seen).matches(status -> status < 500 || status == 503);
            boolean success = answer.status() >= 200 && answer.status() < 300;
            boolean bodiless =
                    answer.status() == 204 || new String(request, StandardCharsets.ISO_8859_1).contains("HEAD");
            assertThat(success && !bodiless && answer.body().isEmpty()).as(seen).isFalse();
            assertThat(answer.body()).as(seen).doesNotContain("HTTP ERROR", "Jetty", "Javalin");
        }
    }

    @Test
    void whatIsScrapedStaysSmallWhateverIsAsked() throws IOException {
        for (String method : METHODS) {
            for (String target : targets) {
                for (String more : List.of("", "?page=0", "?order_by=x")) {
                    RawHttp.exchange(
                            server.port(),
                            method + " " + target + more + " HTTP/1.1\r\nHost: x\r\nX-Authentication: t\r\n\r\n");
                }
            }
        }

        RawHttp.Answer metrics =
                RawHttp.exchange(server.port(), "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Authentication: t\r\n\r\n");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).hasSizeLessThan(1_000_000);
    }

    private static byte[] request(Random random) {
        String method = random.nextInt(4) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : "GET";
        String target = targets.get(random.nextInt(targets.size()));
        String token = random.nextInt(5) == 0 ? "" : "Authorization: Bearer t\r\n";
        String body =
                random.nextInt(3) == 0 ? "{\"password\":\"t\",\"query\":[[\"=\",\"a\",\"b\"]],\"commit\":{}}" : "";
        String head = method + " " + target + "?page=1&page_size=5 HTTP/1.1\r\nHost: x\r\n" + token
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                + "Connection: close\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mutated(Random random, byte[] request) {
        byte[] bytes = request;
        for (int times = random.nextInt(4); times >= 0; times--) {
            // Mostly in the first line, where a change means most.
            int at = random.nextInt(random.nextBoolean() ? Math.min(60, bytes.length) : bytes.length);
            int to = Math.min(bytes.length, at + random.nextInt(8));
            bytes = switch (random.nextInt(4)) {
                case 0 ->
                    spliced(
                            bytes,
                            at,
                            at,
                            PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
                case 1 -> spliced(bytes, at, to, new byte[0]);
                case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                default -> spliced(bytes, at, Math.min(at + 1, bytes.length), new byte[] {(byte) random.nextInt(256)});
            };
            if (bytes.length == 0) {
                return request;
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, from);
        all.writeBytes(piece);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }
}
