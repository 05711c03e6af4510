package dev.annals.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.DialectProvider;
import dev.annals.api.QueryString;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.Hash;
import dev.annals.query.Answer;
import dev.annals.query.LocalAudit;
import dev.annals.query.PassingAudit;
import dev.annals.query.RowScope;
import dev.annals.query.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No byte of any answer of any dialect depends on a row outside the scope of the token.
 *
 * <p>Two logs have the same rows in the scope and different ones outside of it. Every request of a token with the scope has the same answer from
 * both. Numbers of rows are the same in both, since ids are dense and anybody may count them.
 */
class ScopeLaws {
    private static final int ROWS = 240;
    private static final int REQUESTS = 250;
    private static final List<String> SERVICES = List.of("rbac", "classifier", "default");
    private static final List<RowScope> SCOPES = List.of(
            RowScope.parse(List.of("service=rbac")),
            RowScope.parse(List.of("type=team,user")),
            RowScope.parse(List.of("service=rbac,default", "type=team", "type=host")),
            RowScope.parse(List.of("actor=7,14")),
            RowScope.parse(List.of("service=nothing")));

    /** Headers that differ from answer to answer whatever is asked. */
    private static final Set<String> VARYING = Set.of("date", "x-api-time", "x-api-total-time", "x-api-request-id");

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noByteOfAnyAnswerDependsOnARowOutsideTheScope(long seed) {
        Random random = new Random(seed);
        RowScope scope = SCOPES.get((int) (seed % SCOPES.size()));
        try (LocalAudit one = new LocalAudit();
                LocalAudit other = new LocalAudit()) {
            fill(one, other, scope, seed);
            PassingAudit passing = new PassingAudit(one.sessions());
            Map<String, Caller> callers = Map.of(
                    "narrow",
                    new Caller("narrow", null, Role.READER, scope),
                    "wide",
                    Caller.of("wide", null, Role.READER));
            Authenticator authenticator = token -> Optional.ofNullable(callers.get(token));
            try (ApiServer server = server(passing, authenticator)) {
                int differing = 0;
                int narrowed = 0;
                for (int i = 0; i < REQUESTS; i++) {
                    String path = path(random);

                    passing.passTo(one.sessions());
                    Seen narrow = ask(server, "narrow", path);
                    Seen wide = ask(server, "wide", path);
                    passing.passTo(other.sessions());
                    Seen narrowOfOther = ask(server, "narrow", path);
                    Seen wideOfOther = ask(server, "wide", path);

                    assertThat(narrowOfOther)
                            .as("seed %d, request %d with %s: %s", seed, i, scope, path)
                            .isEqualTo(narrow);
                    assertThat(narrow.status()).as(path).isLessThan(500);
                    differing += wide.equals(wideOfOther) ? 0 : 1;
                    narrowed += narrow.equals(wide) ? 0 : 1;
                }
                assertThat(differing)
                        .as("requests that tell the two logs apart")
                        .isGreaterThan(REQUESTS / 4);
                assertThat(narrowed)
                        .as("requests that tell the two tokens apart")
                        .isGreaterThan(REQUESTS / 4);
            }
        }
    }

    private record Seen(int status, String body, Map<String, List<String>> headers) {}

    private Seen ask(ApiServer server, String token, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
            headers.keySet().removeAll(VARYING);
            return new Seen(response.statusCode(), response.body(), headers);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    private static ApiServer server(PassingAudit sessions, Authenticator authenticator) {
        return new ApiServer(
                        ApiSettings.local(0),
                        authenticator,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        Dialects.open(new DialectProvider.Services(
                                sessions,
                                events -> new Answer.Ready<>(0),
                                authenticator,
                                InstantSource.fixed(Instant.EPOCH),
                                ZoneOffset.UTC,
                                Map.of("sdelements-page-size", 20, "puppet-limit", 100))),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    /** Commits of up to three activities of one service and one actor; where one of them is in the scope, the others keep both. */
    private static void fill(LocalAudit one, LocalAudit other, RowScope scope, long seed) {
        Random random = new Random(seed);
        Samples samples = new Samples(seed);
        long id = 1;
        for (long number = 1; id <= ROWS; number++) {
            int size = 1 + random.nextInt(3);
            List<Activity> group = new ArrayList<>();
            List<Activity> replaced = new ArrayList<>();
            String service = samples.pick(SERVICES);
            Actor actor = samples.activity("default", id).actor();
            for (int i = 0; i < size; i++) {
                group.add(by(samples.activity("default", id + i), service, actor));
            }
            boolean shown = group.stream().anyMatch(activity -> in(scope, activity));
            String otherService = shown ? service : samples.pick(SERVICES);
            Actor otherActor = shown ? actor : samples.activity("default", id).actor();
            for (Activity activity : group) {
                replaced.add(
                        in(scope, activity)
                                ? activity
                                : outside(samples, scope, activity.id(), otherService, otherActor, activity));
            }
            one.addAll(group).add(commit(number, group));
            other.addAll(replaced).add(commit(number, replaced));
            id += size;
        }
    }

    private static Activity outside(
            Samples samples, RowScope scope, long id, String service, Actor actor, Activity unchanged) {
        for (int attempt = 0; attempt < 100; attempt++) {
            Activity activity = by(samples.activity("default", id), service, actor);
            if (!in(scope, activity)) {
                return activity;
            }
        }
        return unchanged;
    }

    private static boolean in(RowScope scope, Activity activity) {
        Map<String, Set<String>> only = scope.only();
        Actor actor = activity.actor();
        boolean byActor = actor != null
                && actor.type().equals(Actor.USERS)
                && only.getOrDefault("actor", Set.of()).contains(actor.id());
        return (!only.containsKey("service") || only.get("service").contains(activity.serviceId()))
                && (!only.containsKey("type")
                        || only.get("type").contains(activity.object().type()))
                && (!only.containsKey("actor") || byActor);
    }

    private static Activity by(Activity a, String service, Actor actor) {
        return new Activity(
                a.id(),
                a.tenant(),
                a.origin(),
                a.time(),
                a.timeText(),
                service,
                a.node(),
                a.operation(),
                actor,
                a.object(),
                a.object2(),
                a.relationship(),
                a.related(),
                a.changes(),
                a.baseline(),
                a.drift(),
                a.commit(),
                a.wording(),
                a.execution(),
                a.ipAddress(),
                a.presentation(),
                a.labels(),
                a.traceparent(),
                a.hash());
    }

    private static Commit commit(long number, List<Activity> members) {
        Map<String, CommitObject> objects = new LinkedHashMap<>();
        for (Activity member : members) {
            List<CommitObject> named = new ArrayList<>();
            named.add(new CommitObject(
                    member.object().type(),
                    member.object().id(),
                    member.object().name()));
            if (member.object2() != null) {
                named.add(new CommitObject(
                        member.object2().type(),
                        member.object2().id(),
                        member.object2().name()));
            }
            member.related().forEach(r -> named.add(new CommitObject(r.type(), r.id(), r.name())));
            named.forEach(object -> objects.putIfAbsent(object.type() + " " + object.id(), object));
        }
        Activity first = members.get(0);
        return new Commit(
                number,
                "default",
                first.serviceId(),
                null,
                first.actor(),
                List.copyOf(objects.values()),
                members.stream().map(Activity::time).max(Instant::compareTo).orElseThrow(),
                members.stream()
                        .map(Activity::ipAddress)
                        .filter(ip -> ip != null)
                        .findFirst()
                        .orElse(null),
                members.stream().map(Activity::id).toList(),
                null,
                Hash.ZERO);
    }

    private static String path(Random random) {
        return switch (random.nextInt(13)) {
            case 10 ->
                "/annals/v1/activities?" + pick(random, "", "size=7&page=2&", "around=30&", "order=object.name&")
                        + "facets=actor,object.type,changed,object.name&histogram=day&filter="
                        + QueryString.encode(pick(random, "", "-type:host", "name:w*", "ada", "after:2020-01-01"));
            case 11 -> pick(random, "/annals/v1/activities/", "/annals/v1/commits/") + (1 + random.nextInt(ROWS + 5));
            case 12 ->
                pick(random, "/annals/v1/activities", "/annals/v1/commits") + "?facets=object.type,service,ip&format="
                        + pick(random, "json", "csv", "ndjson");
            case 0, 1, 2 -> "/api/v2/activity_stream/?" + awx(random);
            case 3 ->
                "/api/v2/" + pick(random, "teams", "hosts", "users", "inventories", "node_groups", "widgets") + "/"
                        + pick(random, "1", "2", "7", "10", "007", "web") + "/activity_stream/?" + awx(random);
            case 4 -> "/api/v2/activity_stream/" + (1 + random.nextInt(ROWS + 5)) + "/";
            case 5 -> "/api/v2/users/" + pick(random, "0", "7", "14", "uuid-3", "99") + "/";
            case 6 -> "/api/v2/activities/?" + sdElements(random);
            case 7 -> "/api/v2/activities/" + (1 + random.nextInt(ROWS + 5)) + "/";
            case 8 ->
                pick(random, "/v1/events", "/v1/events.csv") + "?service_id=" + pick(random, "rbac", "classifier")
                        + pick(random, "", "&object_type=team", "&object_type=host&object_id=1,2,7");
            default ->
                pick(random, "/v2/events", "/v2/events.csv")
                        + pick(
                                random,
                                "?limit=7&offset=3",
                                "?order=asc&limit=2000",
                                "?query=" + QueryString.encode("[{\"object_type\":\"host\",\"object_id\":\"1\"}]"),
                                "?query=" + QueryString.encode("[{\"subject_id\":\"7\"},{\"ip_address\":\"10.0\"}]"));
        };
    }

    private static String awx(Random random) {
        StringBuilder query = new StringBuilder("format=json");
        for (int i = random.nextInt(3); i > 0; i--) {
            query.append('&')
                    .append(pick(
                            random,
                            "operation=create",
                            "not__operation=update",
                            "object1=team",
                            "object1__icontains=o",
                            "object1__in=host,team",
                            "actor__in=7,14,uuid-3",
                            "actor=uuid-3",
                            "actor__isnull=true",
                            "changes__icontains=a",
                            "changes__regex=[0-9]",
                            "team=1",
                            "host__name__startswith=w",
                            "widget=1",
                            "node_groups=7",
                            "host__kind=smart",
                            "host__colour=red",
                            "search=web",
                            "actor__search=a"));
        }
        query.append(pick(random, "", "&order_by=object1", "&order_by=-changes", "&order_by=actor__username,-id"));
        return query.append(pick(random, "", "&page_size=5&page=2", "&page=last&page_size=3"))
                .toString();
    }

    private static String sdElements(Random random) {
        return pick(
                        random,
                        "page_size=7",
                        "actor=7",
                        "project=1",
                        "user=7",
                        "name__iexact=login",
                        "name=CreatedTeamActivity",
                        "id__in=1,2,3,4,5,6,7,8")
                + pick(random, "", "&page=2", "&page=last");
    }

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }
}
