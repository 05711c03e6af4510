package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
    private static final Map<String, Caller> CALLERS = Map.of(
            "read", Caller.of("reader", "acme", Role.READER),
            "root", Caller.of("root", null, Role.ADMIN),
            "in", Caller.of("producer", "acme", Role.INGEST),
            "measure", Caller.of("prometheus", null, Role.METRICS));

    private static final HttpClient client = HttpClient.newHttpClient();
    private static volatile Answer<Status> status = new Answer.Ready<>(new Status(
            Map.of(
                    "acme",
                    new Status.Tenant(10, 6, 2, 1, 1, 1, 1, 0, 0),
                    "default",
                    new Status.Tenant(0, 0, 0, 0, 0, 0, 0, 0, 0)),
            List.of(),
            List.of(new Status.Epoch(
                    2,
                    "00ff",
                    "abcd",
                    new TreeMap<>(Map.of("commit-gap", "1s")),
                    List.of(new Status.Beginning(0, 17, Instant.EPOCH), new Status.Beginning(1, -1, Instant.EPOCH))))));
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.ofNullable(CALLERS.get(token)),
                        () -> status,
                        List.of(new Echo()),
                        List.of(routes ->
                                routes.add(Route.post("/annals/v1/changes", request -> Reply.ok(Body.empty())))),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Answers what it was asked. */
    private static final class Echo implements Dialect {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public boolean owns(String path) {
            return path.startsWith("/echo");
        }

        @Override
        public Words words(Failure failure, Request request) {
            return new Words(Body.text("text/plain", failure.getClass().getSimpleName()), Map.of("Echo-Failed", "yes"));
        }

        @Override
        public Optional<String> token(Request request) {
            return request.query().last("token");
        }

        @Override
        public void mount(Routes routes) {
            routes.add(Route.get(
                    "/echo/{id}/",
                    request -> Reply.ok(Body.text(
                            "text/plain",
                            request.segment("id") + " " + request.tenant() + " "
                                    + request.query().parameters()))));
            routes.add(Route.get("/echo/boom", request -> {
                throw new IllegalStateException("boom");
            }));
            routes.add(Route.get(
                    "/echo/late",
                    request -> Reply.ok(new Body("text/plain", out -> {
                        out.write("half".getBytes(StandardCharsets.UTF_8));
                        return new Answer.NotReady<>("moving", Duration.ofSeconds(3));
                    }))));
            routes.add(Route.get(
                    "/echo/cut",
                    request -> Reply.ok(new Body("text/plain", out -> {
                        out.write(new byte[3_000_000]);
                        throw new IllegalStateException("boom");
                    }))));
            routes.add(Route.get(
                    "/echo/early",
                    request -> Reply.ok(new Body("text/plain", out -> {
                        out.write(new byte[300_000]);
                        throw new IllegalStateException("boom");
                    }))));
        }
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "Authorization", "Bearer read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer read",
                "Authorization: bearer  read",
                "Authorization: Token read",
                "Authorization: Token \"read\"",
                "Authorization: Basic YW55Ym9keTpyZWFk",
                "X-Authentication: read"
            })
    void everyKindOfCredentialsIsAccepted(String header) throws Exception {
        String[] parts = header.split(": ", 2);

        assertThat(send("GET", "/echo/1/", parts).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer other", "Bearer", "Basic %%%", "Basic cmVhZA==", "Digest read", ""})
    void otherCredentialsAreNot(String value) throws Exception {
        HttpResponse<String> response = send("GET", "/echo/1/", "Authorization", value);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("Unauthenticated");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(response.headers().firstValue("Echo-Failed")).hasValue("yes");
    }

    @Test
    void aTenantWhoseIdsComeToAnEndIsShownInStatusAndMeasures() throws Exception {
        Answer<Status> before = status;
        status = new Answer.Ready<>(new Status(Map.of(
                "acme",
                new Status.Tenant(4_000_000_000L, 4_000_000_000L, 2, 1, 1, 1, 1, 0, 0),
                "default",
                new Status.Tenant(0, 0, 0, 0, 0, 0, 0, 0, 0))));
        try {
            assertThat(send("GET", "/annals/v1/status", "Authorization", "Bearer root")
                            .body())
                    .containsOnlyOnce("\"warning\":\"has 4000000000 of 4294967295 possible activities");
            assertThat(send("GET", "/metrics", "Authorization", "Bearer root").body())
                    .contains("annals_tenant_activities{tenant=\"acme\"} 4000000000\n")
                    .contains("annals_tenant_nearly_full{tenant=\"acme\"} 1\n")
                    .contains("annals_tenant_nearly_full{tenant=\"default\"} 0\n");
        } finally {
            status = before;
        }
    }

    @Test
    void aDialectMayFindTheTokenElsewhere() throws Exception {
        assertThat(send("GET", "/echo/1/?token=read").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/annals/v1/status?token=read").statusCode()).isEqualTo(401);
    }

    @Test
    void aBoundTokenSeesItsTenantAndAnAdministratorAnyThatIsNamed() throws Exception {
        assertThat(get("/echo/1/").body()).startsWith("1 acme");
        assertThat(send("GET", "/echo/1/", "Authorization", "Bearer read", "Annals-Tenant", "other")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/echo/1/", "Authorization", "Bearer root").body())
                .startsWith("1 default");
        assertThat(send("GET", "/echo/1/", "Authorization", "Bearer root", "Annals-Tenant", "acme")
                        .body())
                .startsWith("1 acme");
    }

    @Test
    void rolesOpenTheirRoutesOnly() throws Exception {
        assertThat(send("GET", "/echo/1/", "Authorization", "Bearer in").statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/annals/v1/changes", "Authorization", "Bearer read")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/annals/v1/changes", "Authorization", "Bearer in")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "/annals/v1/changes", "Authorization", "Bearer root")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void parametersKeepTheirOrderAndRepeats() throws Exception {
        assertThat(get("/echo/a%2Fb%20c%25/?b=2&a=%C3%A9+x&b=&c&&=z").body())
                .isEqualTo("a/b c% acme [Parameter[name=b, value=2], Parameter[name=a, value=é x],"
                        + " Parameter[name=b, value=], Parameter[name=c, value=], Parameter[name=, value=z]]");
    }

    @Test
    void tooManyParametersAreRefused() throws Exception {
        assertThat(get("/echo/1/?" + "a=1&".repeat(1000)).statusCode()).isEqualTo(200);
        HttpResponse<String> response = get("/echo/1/?" + "a=1&".repeat(1001));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("BadRequest");
    }

    @Test
    void sixtyFourKibibytesOfQueryAreServedAndFarMoreIsRefused() throws Exception {
        assertThat(get("/echo/1/?a=" + "x".repeat(64 * 1024)).statusCode()).isEqualTo(200);
        assertThat(get("/echo/1/?a=" + "x".repeat(200 * 1024)).statusCode()).isIn(414, 431);
        assertThat(send("GET", "/echo/1/", "Large", "x".repeat(200 * 1024)).statusCode())
                .isIn(414, 431);
    }

    @Test
    void aMissingSlashIsRedirectedWithTheQuery() throws Exception {
        HttpResponse<String> response = send("GET", "/echo/a%2Fb?x=%20&y");

        assertThat(response.statusCode()).isEqualTo(301);
        assertThat(response.headers().firstValue("Location")).hasValue("/echo/a%2Fb/?x=%20&y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> response = send(method, "/echo/1/", "Authorization", "Bearer read");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(response.body()).isEqualTo("MethodNotAllowed");
        assertThat(send(method, "/echo/1/").statusCode()).isEqualTo(401);
    }

    @Test
    void headIsGetWithoutABodyAndOptionsTellsTheMethods() throws Exception {
        HttpResponse<String> head = send("HEAD", "/echo/1/", "Authorization", "Bearer read");
        HttpResponse<String> options = send("OPTIONS", "/echo/1/", "Authorization", "Bearer read");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void unknownPathsAreAnsweredByWhoOwnsThem() throws Exception {
        assertThat(get("/echo/1/2").statusCode()).isEqualTo(404);
        assertThat(get("/echo/1/2").body()).isEqualTo("NoSuchPath");
        assertThat(get("/else").statusCode()).isEqualTo(404);
        assertThat(get("/else").body()).isEqualTo("{\"detail\":\"There is nothing at this path.\"}");
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send("BREW", "/echo/1/").statusCode()).isBetween(400, 499);
    }

    @Test
    void aFailureInTheMiddleNeverLooksComplete() throws Exception {
        assertThat(get("/echo/boom").statusCode()).isEqualTo(500);
        assertThat(get("/echo/boom").body()).isEqualTo("Unexpected");
        HttpResponse<String> late = get("/echo/late");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(late.body()).isEqualTo("NotReady");
        assertThat(get("/echo/early").statusCode()).isEqualTo(500);
        assertThat(get("/echo/early").body()).isEqualTo("Unexpected");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> get("/echo/cut"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void healthReadinessStatusAndMetricsAnswer() throws Exception {
        assertThat(send("GET", "/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/annals/v1/status").statusCode()).isEqualTo(401);
        assertThat(get("/annals/v1/status").body())
                .isEqualTo(
                        "{\"tenants\":{\"acme\":{\"changes\":10,\"activities\":6,\"commits\":2,\"rejects\":1,"
                                + "\"unchanged\":1,\"duplicates\":1,\"snapshots\":1,\"unmatched_pointers\":0,\"lag\":0}},"
                                + "\"epochs\":[{\"number\":2,\"log\":\"00ff\",\"redaction_key\":\"abcd\",\"settings\":{\"commit-gap\":\"1s\"},"
                                + "\"since\":[{\"partition\":0,\"offset\":17,\"time\":\"1970-01-01T00:00:00Z\"},{\"partition\":1}]}]}");
        assertThat(send("GET", "/annals/v1/status", "Authorization", "Bearer root")
                        .body())
                .contains("\"default\":{");
        get("/echo/17/");
        assertThat(send("GET", "/metrics", "Authorization", "Bearer root").body())
                .contains("annals_http_requests_seconds_count{dialect=\"echo\",method=\"GET\",route=\"/echo/{id}/\"")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("/echo/17");
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/metrics", "Authorization", "Bearer read").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/metrics", "Authorization", "Bearer measure").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/echo/1/", "Authorization", "Bearer measure").statusCode())
                .isEqualTo(403);

        Answer<Status> ready = status;
        status = new Answer.NotReady<>("the view is being built", Duration.ofSeconds(2));

        try {
            assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
            assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
            assertThat(get("/annals/v1/status").headers().firstValue("Retry-After"))
                    .hasValue("2");
        } finally {
            status = ready;
        }
    }

    @Test
    void theDescriptionNamesWhatIsServedAndNothingElse() throws Exception {
        assertThat(send("GET", "/openapi.json").body())
                .contains("\"/annals/v1/changes\":{\"post\"")
                .contains("\"/annals/v1/status\"", "\"/healthz\"", "\"/readyz\"", "\"/metrics\"", "\"/openapi.json\"")
                .doesNotContain("/api/v2/", "/v1/events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /echo/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/%00/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/../../etc HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/;a=1/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET //echo// HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo/1/?a=%ff%fe%00&b=%e2%82 HTTP/1.1\r\nHost: x\r\nX-Authentication: read\r\n\r\n",
                "TRACE /echo/1/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "BREW /echo/1/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
                "nonsense\r\n\r\n",
            })
    void oddRequestsAreNotAServerError(String raw) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
            byte[] head = socket.getInputStream().readNBytes(12);

            assertThat(new String(head, StandardCharsets.US_ASCII)).matches("HTTP/1.1 [24]\\d\\d");
        }
        assertThat(get("/echo/1/").statusCode()).isEqualTo(200);
    }
}
