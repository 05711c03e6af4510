package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Described;
import dev.annals.api.QueryString;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, what is refused and in which words, and what odd requests get. */
class SdeAnswersTest {
    private static Trail trail;
    private static SdeServer server;

    @BeforeAll
    static void start() {
        trail = new Trail().lines(Documented.presented()).lines("""
                {"id":"r","source":"t","time":"2024-01-01T00:00:00Z","service_id":"rbac","operation":"update",
                "actor":{"id":"7","username":"bob"},"object":{"type":"projects","id":"p/1","name":"P"},
                "related":[{"type":"project","id":"12"}]}
                """.replace("\n", ""));
        server = SdeServer.on(trail);
    }

    @AfterAll
    static void stop() {
        server.close();
        trail.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Token reader-token",
                "Authorization: Token \"reader-token\"",
                "Authorization: Bearer reader-token",
                "Cookie: sessionid=reader-token",
                "Cookie: sde-sessionid=reader-token"
            })
    void theCredentialsOfTheProductsClientsAreTaken(String header) {
        String[] parts = header.split(": ", 2);

        assertThat(server.send("GET", "/api/v2/activities/", parts).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPasswordMayBeTheToken() {
        String pair = Base64.getEncoder().encodeToString("anybody:reader-token".getBytes());

        assertThat(server.send("GET", "/api/v2/activities/", "Authorization", "Basic " + pair)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutCredentialsTheAnswerIs401InTheWordsOfTheProduct() {
        HttpResponse<String> none = server.send("GET", "/api/v2/activities/");
        HttpResponse<String> wrong = server.send("GET", "/api/v2/activities/2/", "Authorization", "Token nonsense");

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"detail\":\"Authentication credentials were not provided.\"}");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo("{\"detail\":\"Invalid token.\"}");
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Token");
    }

    @Test
    void aTokenThatMayNotReadGets403() {
        HttpResponse<String> response =
                server.send("GET", "/api/v2/activities/", "Authorization", "Token ingest-token");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(SdeServer.tree(response.body()).get("detail").textValue()).contains("may not");
    }

    @Test
    void aTokenThatSeesAPartSeesThatPartEverywhere() {
        String[] scoped = {"Authorization", "Token scoped-token"};

        String list = server.send("GET", "/api/v2/activities/", scoped).body();
        assertThat(SdeServer.ids(SdeServer.tree(list).get("results"))).containsExactly(6L);
        assertThat(server.send("GET", "/api/v2/activities/6/", scoped).statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET", "/api/v2/activities/2/", scoped).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "-1", "abc", "2.0", "99999999999999999999999", "%20", "2%2F", "%00", "٢"})
    void anActivityThatIsNotThereIsA404(String id) {
        HttpResponse<String> response = server.get("/api/v2/activities/" + QueryString.encodeSegment(id) + "/");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Not found.\"}");
    }

    @Test
    void aPathBelowThatNobodyServesIsA404InTheSameWords() {
        HttpResponse<String> response = server.get("/api/v2/activities/2/more/");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Not found.\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v2/activities?page_size=3&x=%2F, /api/v2/activities/?page_size=3&x=%2F",
        "/api/v2/activities/2, /api/v2/activities/2/",
        "/api/v2/users/me/activities, /api/v2/users/me/activities/"
    })
    void aMissingSlashIsARedirect(String path, String location) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(301);
        assertThat(response.headers().firstValue("Location")).hasValue(location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void activitiesAreReadOnly(String method) {
        for (String path : List.of("/api/v2/activities/", "/api/v2/activities/2/")) {
            HttpResponse<String> response = server.send(method, path, "Authorization", "Token reader-token");

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Method \\\"" + method + "\\\" not allowed.\"}");
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "*/*, 200",
        "application/*;q=0.5, 200",
        "'text/html, application/json;q=0.9', 200",
        "'text/html, image/gif, *; q=.2, */*; q=.2', 200",
        "'', 200",
        "application/xml, 406",
        "text/html, 406",
        "'application/json;q=0, text/html', 406"
    })
    void onlyJsonIsServed(String accept, int status) {
        for (String path : List.of("/api/v2/activities/", "/api/v2/activities/2/")) {
            HttpResponse<String> response =
                    server.send("GET", path, "Authorization", "Token reader-token", "Accept", accept);

            assertThat(response.statusCode()).as(accept).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date_from=yesterday | {\"date_from\":[\"Enter a valid date/time.\"]}",
                "date_to=2016-02-30 | {\"date_to\":[\"Enter a valid date/time.\"]}",
                "actor=abc | {\"actor\":[\"Enter a number.\"]}",
                "id=abc | {\"id\":[\"Enter a number.\"]}",
                "id__in=1,x | {\"id__in\":[\"Enter a number.\"]}",
                "user=cindy | {\"user\":[\"Enter a number.\"]}",
                "project=P&application=1e3 | {\"application\":[\"Enter a number.\"],\"project\":[\"Enter a number.\"]}",
                "actor=x&date_to=y&name=CreatedGroupActivity | {\"actor\":[\"Enter a number.\"],\"date_to\":[\"Enter a valid date/time.\"]}"
            })
    void whatCannotBeReadIsA400ThatNamesIt(String query, String body) {
        HttpResponse<String> response = server.get("/api/v2/activities/?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "unknown=1, 6",
        "name=&actor=&date_from=, 6",
        "actor=9&actor=7, 2",
        "actor=%2007%20, 2",
        "actor=7.0, 2",
        "actor=%2B7, 2",
        "id=99999999999999999999999999, 0",
        "id=-1, 0",
        "id__gt=-99999999999999999999999999, 6",
        "name=creatededgroupactivity, 0",
        "name__iexact=CREATEDGROUPACTIVITY, 1",
        "'name__in=LoggedInActivity,UserCreatedActivity', 2",
        "user=7, 1",
        "user=U7, 1",
        "group=1, 1",
        "include=x&expand=y&exclude=z, 6"
    })
    void parametersAreReadAsTheProductsFrameworkDoes(String query, int found) {
        assertThat(server.json("/api/v2/activities/?" + query).get("count").intValue())
                .isEqualTo(found);
    }

    @Test
    void theCallersOwnActivitiesAreThoseOfTheUserOfThatName() {
        assertThat(server.ids("/api/v2/users/me/activities/")).containsExactly(5L, 3L, 2L, 1L);
        assertThat(server.ids("/api/v2/users/me/activities/?actor=7")).containsExactly(3L);
    }

    @Test
    void theActivitiesOfAProjectAreThoseThatReferToIt() {
        assertThat(server.ids("/api/v2/projects/4/activities/")).containsExactly(4L);
        assertThat(server.ids("/api/v2/projects/12/activities/")).containsExactly(6L);
        assertThat(server.ids("/api/v2/projects/p%2F1/activities/")).containsExactly(6L);
        assertThat(server.ids("/api/v2/projects/4/activities/?name=CreatedProjectActivity"))
                .isEmpty();
        assertThat(server.json("/api/v2/projects/none/activities/").get("count").intValue())
                .isZero();
    }

    @Test
    void anotherTenantHasActivitiesOfItsOwn() {
        HttpResponse<String> response = server.send(
                "GET",
                "/api/v2/activities/?name=x&user=1",
                "Authorization",
                "Token reader-token",
                "Annals-Tenant",
                "none");

        assertThat(SdeServer.tree(response.body()).get("count").intValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void oddInputIsNeverAServerError(long seed) {
        Random random = new Random(seed);
        List<String> names = Described.parameters("GET", "/api/v2/activities/");
        List<String> values = List.of(
                "",
                " ",
                "%",
                "%zz",
                "%00",
                "%ff%fe",
                "%ED%A0%80",
                "a".repeat(5000),
                "-0",
                "1e999999999",
                "9".repeat(600),
                "+".repeat(50),
                "2016-13-45T99:99:99Z",
                "2016-05-06T10:00:00+99:99",
                "0000-00-00",
                "9999-12-31T23:59:59.999999999999+18:00",
                "0000-01-01",
                ",".repeat(60),
                ",".repeat(10),
                "Added" + "To".repeat(490) + "Activity",
                "Activity",
                "AddedToActivity",
                "To",
                "%5CQ%5CE",
                "%5C",
                "(",
                "{\"a\":1}",
                "null",
                "%F0%9F%98%80",
                "U",
                "UU1",
                "T",
                "NaN",
                "Infinity",
                "'; drop table activities; --");
        for (int i = 0; i < 150; i++) {
            StringBuilder query = new StringBuilder("?");
            for (int n = random.nextInt(4); n >= 0; n--) {
                String value = values.get(random.nextInt(values.size()));
                String name = random.nextInt(8) == 0
                        ? List.of("page", "page_size", "", "%", "x__y__z").get(random.nextInt(5))
                        : names.get(random.nextInt(names.size()));
                query.append(name.startsWith("%") ? "%25" : name)
                        .append('=')
                        .append(value.startsWith("%") && value.length() > 3 ? value : QueryString.encode(value))
                        .append('&');
            }
            String path = random.nextInt(4) == 0 ? "/api/v2/users/me/activities/" : "/api/v2/activities/";

            HttpResponse<String> response = server.get(path + query);

            assertThat(response.statusCode())
                    .as("seed " + seed + " " + path + query)
                    .isIn(200, 400, 404);
            assertThat(SdeServer.tree(response.body()).isObject()).isTrue();
        }
    }
}
