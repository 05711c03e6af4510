package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PuppetErrorsTest {
    private static final Feed feed = new Feed();
    private static PuppetServer server;

    @BeforeAll
    static void start() {
        feed.lines("""
            {"id":"1","source":"s","time":"2021-09-08T13:47:53Z","service_id":"rbac","operation":"create","object":{"type":"roles","id":"3"}}\
            """);
        server = PuppetServer.on(feed);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutCredentialsItSaysThatTheRouteRequiresThem() {
        HttpResponse<String> response = server.get("/activity-api/v1/events?service_id=rbac", "Accept", "*/*");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).isEqualToIgnoringCase("application/json;charset=utf-8"));
        assertThat(response.body())
                .isEqualTo("{\"kind\":\"puppetlabs.rbac/user-unauthenticated\",\"msg\":\"Route requires"
                        + " authentication\"}");
    }

    @Test
    void aTokenMayComeInEitherHeaderOrInTheAddress() {
        assertThat(server.get("/v1/events?service_id=rbac", "Authorization", "Bearer " + PuppetServer.TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/v1/events?service_id=rbac&token=" + PuppetServer.TOKEN, "Accept", "*/*")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> bad = server.get("/v1/events?service_id=rbac", "X-Authentication", "nobody's");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(kind(bad)).isEqualTo("puppetlabs.rbac/invalid-token");
    }

    @Test
    void aTokenThatMayNotReadIsForbidden() {
        HttpResponse<String> response = server.get("/v2/events", "X-Authentication", "ingest-token");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(kind(response)).isEqualTo("puppetlabs.rbac/permission-denied");
    }

    @Test
    void aTokenThatSeesOnlyAPartHasNoOtherCommits() {
        HttpResponse<String> response = server.get("/v2/events", "X-Authentication", "scoped-token");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(PuppetServer.tree(response.body())
                        .path("pagination")
                        .path("total")
                        .asInt())
                .isEqualTo(feed.commits().stream()
                        .filter(commit -> commit.serviceId().equals("rbac"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/activity-api/v3/events", "/activity-api/v1/events/", "/v1/nothing", "/v2"})
    void anUnknownPathIsNotFoundInPuppetsWords(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"kind\":\"not-found\",\"msg\":\"The resource could not be found.\",\"details\":\"" + path
                        + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/events | service_id",
                "/v1/events?service_id= | service_id",
                "/v1/events?service_id=a&service_id=b | service_id",
                "/v1/events?service_id=rbac&subject_id=1 | subject_id",
                "/v1/events?service_id=rbac&object_id=1&object_type= | object_id",
                "/v1/events?service_id=rbac&offset=-1 | offset",
                "/v1/events?service_id=rbac&offset=1.5 | offset",
                "/v1/events?service_id=rbac&offset=99999999999999999999 | offset",
                "/v1/events?service_id=rbac&limit=0 | limit",
                "/v1/events?service_id=rbac&limit=-3 | limit",
                "/v1/events?service_id=rbac&limit=2147483648 | limit",
                "/v1/events?service_id=rbac&limit=ten | limit",
                "/v1/events?service_id=rbac&order=newest | order",
                "/v1/events?service_id=rbac&after_service_commit_time=yesterday | after_service_commit_time",
                "/v1/events.csv?service_id=rbac&order=ASC | order",
                "/v2/events?limit=x | limit",
                "/v2/events.csv?offset=x | offset"
            })
    void aParameterThatDoesNotFitIsNamed(String path, String name) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(kind(response)).isEqualTo("schema-violation");
        JsonNode details = PuppetServer.tree(response.body()).get("details");
        assertThat(details.get("error").asText()).startsWith(name);
        assertThat(details.has("submitted") && details.has("schema")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "3",
                "\"x\"",
                "null",
                "{\"subject_id\":\"3\"}",
                "[3]",
                "[[]]",
                "[{}]",
                "[{\"colour\":\"red\"}]",
                "[{\"object_id\":\"3\"}]",
                "[{\"subject_type\":\"users\"}]",
                "[{\"start\":\"2019-11-01T21:32:39Z\"}]",
                "[{\"end\":\"2019-11-01T21:32:39Z\"}]",
                "[{\"start\":\"x\",\"end\":\"2019-11-01T21:32:39Z\"}]",
                "[{\"start\":\"2019-12-01T00:00:00Z\",\"end\":\"2019-11-01T21:32:39Z\"}]",
                "[{\"subject_id\":null}]",
                "[{\"subject_id\":[\"3\"]}]",
                "[{\"ip_address\":\"\"}]",
                "[{\"object_type\":true}]",
                "[{\"subject_id\":\"\\ud800\"}]",
                // Puppet's own first example: a subject type that is an object type, and no id with it.
                "[{\"object_id\":\"3\",\"object_type\":\"users\"},{\"subject_type\":\"node_groups\"},{\"subject_type\":\"roles\"}]"
            })
    void aBrokenItemOfTheQueryArrayIsRefusedWithAReason(String query) {
        HttpResponse<String> response = server.get("/v2/events" + PuppetServer.query("query", query));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(kind(response)).isEqualTo("schema-violation");
        assertThat(PuppetServer.tree(response.body()).at("/details/error").asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[{\"subject_id\":\"3\"}]}",
                "[{\"subject_id\":\"3\"}, \\\n {\"subject_id\":\"4\"}]",
                "x",
                "[{'a':1}]",
                "[{\"subject_id\":\"3\",\"subject_id\":\"4\"}]",
                "[NaN]"
            })
    void whatIsNotJsonIsAMalformedRequest(String query) {
        HttpResponse<String> response = server.get("/v2/events" + PuppetServer.query("query", query));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(kind(response)).isEqualTo("malformed-request");
        assertThat(PuppetServer.tree(response.body()).at("/details/error").asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedQueryArraysGetAnAnswerOrAReasonNeverAServerError(long seed) {
        String valid =
                "[{\"object_id\": \"3\", \"object_type\":\"users\"}, {\"subject_id\":7,\"subject_type\":\"users\"},"
                        + " {\"ip_address\":\"10.\"}, {\"start\": \"2019-11-01T21:32:39Z\", \"end\":"
                        + " \"2019-12-01T00:00:00Z\"}]";
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            String query = mutated(valid, random);

            HttpResponse<String> response = server.get("/v2/events" + PuppetServer.query("query", query));

            assertThat(response.statusCode())
                    .as("seed %d, round %d: %s", seed, i, query)
                    .isIn(200, 400);
            if (response.statusCode() == 400) {
                assertThat(kind(response)).isIn("schema-violation", "malformed-request");
                assertThat(PuppetServer.tree(response.body())
                                .at("/details/error")
                                .asText())
                        .isNotEmpty();
            }
        }
    }

    private static String mutated(String text, Random random) {
        String[] tokens = {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "-1e999",
            "1e400",
            "\\u0000",
            "\\udc00",
            "\u00e9",
            "\"query\":",
            "\"start\":",
            "\"end\"",
            "\"object_id\":",
            "0",
            "\n",
            "9".repeat(500),
            "[".repeat(600),
            "\ud83d\ude00"
        };
        StringBuilder mutated = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutated.length() + 1);
            int to = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> mutated.insert(at, tokens[random.nextInt(tokens.length)]);
                case 1 -> mutated.delete(at, to);
                default -> mutated.replace(at, to, tokens[random.nextInt(tokens.length)]);
            }
        }
        return mutated.toString();
    }

    @Test
    void aBrowserGetsTheMessageAlone() {
        HttpResponse<String> response =
                server.get("/v1/events", "X-Authentication", PuppetServer.TOKEN, "Accept", "text/html,*/*");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("The request does not fit the schema: service_id is missing");
    }

    @Test
    void anAnswerThatCannotBeCompletedIsAFailureAndNotAPart() {
        feed.fetchesBeforeNotReady = 0;
        try {
            for (String path :
                    List.of("/v1/events?service_id=rbac", "/v2/events", "/v2/events.csv", "/v2/events?limit=5000")) {
                HttpResponse<String> response = server.get(path);

                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).contains("2");
                assertThat(kind(response)).isEqualTo("service-unavailable");
            }
        } finally {
            feed.fetchesBeforeNotReady = Integer.MAX_VALUE;
        }
    }

    @Test
    void anAnswerThatBreaksOffBeforeAnyOfItWasSentIsUnavailable() {
        Feed large = new Feed();
        String[] lines = new String[3000];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = """
                {"id":"%d","source":"s","time":"2021-09-08T13:47:53Z","service_id":"rbac","operation":"create","object":{"type":"roles","id":"%d"}}\
                """.formatted(i, i);
        }
        large.lines(lines);
        large.fetchesBeforeNotReady = 3;
        try (PuppetServer broken = PuppetServer.on(large)) {
            for (String path : List.of("/v2/events?limit=3000", "/v2/events.csv?limit=3000")) {
                large.fetchesBeforeNotReady = 3;

                assertThat(broken.get(path).statusCode()).isEqualTo(503);
            }
        } finally {
            server = PuppetServer.on(feed);
        }
    }

    @Test
    void aRequestLineOfSixtyKilobytesIsRead() {
        StringBuilder query = new StringBuilder("[{\"subject_id\":\"1\"}");
        while (query.length() < 48_000) {
            query.append(",{\"subject_id\":\"db2caca1-d6a4-4145-8240-9de9b4e654d1\"}");
        }
        String path = "/activity-api/v2/events"
                + PuppetServer.query("query", query.append(']').toString());

        assertThat(path.length()).isGreaterThan(60_000);
        assertThat(server.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void versionOneReadsNoBodyAndRefusesOneThatNamesAFilter() {
        for (String path : List.of("/v1/events?service_id=rbac", "/activity-api/v1/events.csv?service_id=rbac")) {
            for (String type : List.of("application/json", "text/plain")) {
                HttpResponse<String> response = server.send(server.request(path)
                        .header("X-Authentication", PuppetServer.TOKEN)
                        .header("Content-Type", type)
                        .method(
                                "GET",
                                java.net.http.HttpRequest.BodyPublishers.ofString("{\"subject_id\":\"nobody\"}")));

                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body()).contains("from a body");
            }
        }
    }

    @Test
    void aBodyThatMayHoldAFilterIsReadOrRefused() {
        for (String path : List.of("/v2/events", "/v2/events.csv", "/activity-api/v2/events")) {
            for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/edn")) {
                HttpResponse<String> response = server.send(server.request(path)
                        .header("X-Authentication", PuppetServer.TOKEN)
                        .header("Content-Type", type)
                        .method(
                                "GET",
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"query\":[{\"subject_id\":\"nobody\"}]}")));

                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body()).contains("application/json");
            }
        }
    }

    @Test
    void aBodyWithAGetRequestIsNoReasonToRefuse() {
        HttpResponse<String> response = server.send(server.request("/activity-api/v1/events?service_id=rbac")
                .header("X-Authentication", PuppetServer.TOKEN)
                .header("Content-Type", "application/json")
                .method("GET", java.net.http.HttpRequest.BodyPublishers.ofString("{\"whatever\": [1")));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aClientSignsInWithATokenAsItsPassword() {
        HttpResponse<String> good = server.post(
                "/rbac-api/v1/auth/token",
                "{\"login\":\"x\",\"password\":\"" + PuppetServer.TOKEN + "\"}",
                "Accept",
                "*/*");
        HttpResponse<String> bad =
                server.post("/rbac-api/v1/auth/token", "{\"login\":\"x\",\"password\":\"guess\"}", "Accept", "*/*");

        assertThat(good.body()).isEqualTo("{\"token\":\"" + PuppetServer.TOKEN + "\"}");
        assertThat(bad.statusCode()).isEqualTo(401);
    }

    @Test
    void theStatusServiceSaysRunning() {
        HttpResponse<String> response = server.get("/status/v1/simple", "Accept", "*/*");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("running");
    }

    private static String kind(HttpResponse<String> response) {
        return PuppetServer.tree(response.body()).get("kind").asText();
    }
}
