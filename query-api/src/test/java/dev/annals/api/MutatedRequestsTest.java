package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.dialect.Dialects;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests with some of their bytes changed, to every path of every dialect. Whatever is sent, the answer is no error of the server,
 * no empty success and no page of the HTTP server, and it comes.
 *
 * <p>{@code -Dannals.mutations=N} sends N for each seed. With {@code -Dannals.mutations.port=P} and {@code -Dannals.mutations.token=T} they go to
 * an Annals that runs on this machine, and with {@code -Dannals.mutations.seed=S} with that seed only.
 */
class MutatedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("annals.mutations", 600);
    private static final int RUNNING = Integer.getInteger("annals.mutations.port", 0);
    private static final String TOKEN = System.getProperty("annals.mutations.token", "t");

    private static ApiServer server;
    private static LocalAudit audit;
    private static int port;
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
                        () -> new Answer.Ready<>(new Status(manyTenants())),
                        dialects,
                        List.of(gateway),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
        port = RUNNING == 0 ? server.port() : RUNNING;
    }

    /** As many and as long ones as make the most of what is scraped. */
    private static Map<String, Status.Tenant> manyTenants() {
        Map<String, Status.Tenant> tenants = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            tenants.put("t" + i + "x".repeat(128 - Integer.toString(i).length() - 1), counts(1_000_000_000L + i));
        }
        return tenants;
    }

    private static Status.Tenant counts(long activities) {
        return new Status.Tenant(activities, activities, 0, 0, 0, 0, 0, 0, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    static List<Long> seeds() {
        Long only = Long.getLong("annals.mutations.seed");
        return only != null ? List.of(only) : List.of(1L, 2L, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noMutationMakesTheServerFail(long seed) throws IOException {
        MutatedRequests requests = new MutatedRequests(seed, targets, TOKEN);
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = requests.next();
            String sent = new String(request, StandardCharsets.ISO_8859_1);
            RawHttp.Answer answer;
            try {
                answer = RawHttp.exchange(port, request);
            } catch (IOException e) {
                throw new AssertionError("seed " + seed + " request " + i + " was not answered: " + sent, e);
            }

            String seen = "seed " + seed + " request " + i + ": " + sent + "\n→ " + answer;
            assertThat(answer.status()).as(seen).isLessThan(500);
            boolean success = answer.status() >= 200 && answer.status() < 300;
            boolean bodiless = answer.status() == 204 || sent.contains("HEAD");
            assertThat(success && !bodiless && answer.body().isEmpty()).as(seen).isFalse();
            assertThat(answer.body()).as(seen).doesNotContain("HTTP ERROR", "Jetty", "Javalin");
        }
    }

    @Test
    void whatIsScrapedStaysSmallWhateverIsAsked() throws IOException {
        for (String method : MutatedRequests.METHODS) {
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
        assertThat(metrics.body()).hasSizeLessThan(1_000_000).contains("t1999x");
    }
}
