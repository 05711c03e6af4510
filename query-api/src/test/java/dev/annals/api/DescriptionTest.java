package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.dialect.Dialects;
import dev.annals.history.HistoryRoutes;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.Hash;
import dev.annals.query.Answer;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The description of the API against the routes that there are and the answers that they give. */
class DescriptionTest {
    private static final Status STATUS = new Status(
            Map.of("default", new Status.Tenant(9, 8, 7, 1, 0, 0, 0, 0, 0)),
            List.of(new Status.Stop("annals.activities", 1, 2, "it is broken")),
            List.of(new Status.Epoch(
                    1,
                    "log",
                    "key",
                    new TreeMap<>(Map.of("commit-gap", "1s")),
                    List.of(new Status.Beginning(0, 3, Instant.EPOCH)))),
            Map.of("registry", "it is away"));

    private static LocalAudit audit;
    private static ApiServer server;
    private static HttpClient client;
    private static String objectPath;
    private static String actorId;
    private static long someId;

    @BeforeAll
    static void start() {
        List<Activity> activities = new Samples(7).activities("default", 1, 200);
        audit = new LocalAudit().addAll(activities);
        Activity some = activities.stream()
                .filter(activity -> activity.actor() != null)
                .findFirst()
                .orElseThrow();
        someId = some.id();
        objectPath = QueryString.encodeSegment(some.object().type()) + "/"
                + QueryString.encodeSegment(some.object().id());
        actorId = QueryString.encodeSegment(some.actor().id());
        audit.add(commits(activities).toArray(Commit[]::new));
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> token.equals("t") ? Optional.of(Caller.of("x", null, Role.ADMIN)) : Optional.empty(),
                        () -> new Answer.Ready<>(STATUS),
                        Dialects.open(new DialectProvider.Services(
                                audit.sessions(),
                                events -> new Answer.Ready<>(events.size()),
                                token -> Optional.empty(),
                                () -> Instant.ofEpochSecond(1),
                                ZoneOffset.UTC,
                                Map.of())),
                        List.<Mount>of(
                                DescriptionTest::mountOthers,
                                new HistoryRoutes(audit.sessions(), () -> Instant.ofEpochSecond(1))),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
        client = HttpClient.newHttpClient();
    }

    /** What other parts serve on the same port. */
    private static void mountOthers(Routes routes) {
        routes.add(Route.post("/annals/v1/changes", request -> Reply.ok(Body.empty())));
        routes.add(Route.get(
                        "/annals/v1/rejects",
                        request -> Reply.ok(Body.text(Body.JSON, "{\"rejects\":[],\"next\":\"0.1\"}")))
                .access(Access.ADMIN));
        routes.add(Route.get(
                        "/annals/v1/rejects/{id}",
                        request -> Reply.ok(Body.text(
                                Body.JSON,
                                "{\"id\":\"0-1\",\"reason\":\"malformed\",\"detail\":\"x\",\"tenant\":\"default\",\"topic\":\"t\",\"partition\":0,"
                                        + "\"offset\":7,\"recorded\":\"2026-01-31T12:00:00Z\",\"record\":null}")))
                .access(Access.ADMIN));
        routes.add(Route.post("/annals/v1/rejects/{id}/replay", request -> Reply.ok(Body.empty()))
                .access(Access.ADMIN));
    }

    private static List<Commit> commits(List<Activity> activities) {
        List<Commit> commits = new ArrayList<>();
        for (Activity activity : activities) {
            commits.add(new Commit(
                    activity.id(),
                    activity.tenant(),
                    activity.serviceId(),
                    null,
                    activity.actor(),
                    List.of(new CommitObject(
                            activity.object().type(),
                            activity.object().id(),
                            activity.object().name())),
                    activity.time(),
                    activity.ipAddress(),
                    List.of(activity.id()),
                    null,
                    Hash.ZERO));
        }
        return commits;
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescribedOperationIsServed() {
        assertThat(Described.operations()).isEqualTo(server.operations());
    }

    static List<String> reads() {
        return Described.operations().stream()
                .filter(operation -> operation.startsWith("GET ") || operation.startsWith("OPTIONS "))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void everyAnswerToAReadIsAsDescribed(String operation) throws Exception {
        String[] parts = operation.split(" ", 2);
        List<Integer> statuses = new ArrayList<>();
        for (String id : parts[1].contains("{") ? List.of("7", "x", "..%2f") : List.of("")) {
            String path = parts[1].replace("{type}/{id}", objectPath)
                    .replace("actors/{id}", "actors/" + actorId)
                    .replace("{resource}", "teams")
                    .replaceAll("\\{[^}]+}", id);
            for (String query : List.of(
                    "?service_id=rbac",
                    "?service_id=rbac&limit=0&page=x&id=x&x__y=1",
                    "?from=2000-01-01&activity=" + someId + "&patch=1")) {
                for (String token : List.of("t", "unknown")) {
                    statuses.add(send(parts[0], path + query, "Authorization", "Bearer " + token)
                            .statusCode());
                }
            }
            statuses.add(send(parts[0], path, "Authorization", "Bearer t").statusCode());
        }

        assertThat(statuses).as(operation).anyMatch(status -> status < 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/events|{\"commit\":{\"service\":{\"id\":\"s\"},\"subject\":{\"id\":\"1\"},\"object\":{\"type\":\"users\",\"id\":\"2\"},\"events\":[{\"message\":\"m\"}]}}|200",
                "/v2/events|{}|400",
                "/v2/events|{|400",
                "/rbac-api/v1/auth/token|{\"login\":\"a\",\"password\":\"b\"}|401",
                "/api/v2/tokens/|{}|201",
                "/api/v2/users/x/personal_tokens/|{}|201"
            })
    void everyAnswerToASubmissionIsAsDescribed(String path, String body, int status) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer t")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));

        assertThat(Described.checked(client.send(request.build(), HttpResponse.BodyHandlers.ofString()))
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/activities/", "/activity-api/v2/events", "/api/v2/activity_stream/"})
    void anAnswerThatIsNotAsDescribedIsNoticed(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, "Authorization", "Bearer t");

        assertThatThrownBy(() ->
                        Described.check("GET", path, 200, "application/json", "{\"results\":[{}],\"commits\":[{}]}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(" is not ");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .headers(headers);
        return Described.checked(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
