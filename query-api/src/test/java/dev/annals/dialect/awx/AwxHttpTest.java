package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Operation;
import dev.annals.query.NaiveAudit;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, forms, headers, pages: all of the dialect but filters and records. */
class AwxHttpTest {
    private static final String BEARER = "Bearer reader";
    private static AwxServer server;

    @BeforeAll
    static void serve() {
        server = new AwxServer(new NaiveAudit()
                .addAll(Entry.numbered(IntStream.rangeClosed(1, 60)
                        .mapToObj(i -> Entry.of(
                                i % 2 == 0 ? Operation.UPDATE : Operation.CREATE,
                                "host",
                                Integer.toString(i),
                                "höst<" + i))
                        .toArray(Entry[]::new))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/", "/api/v2/", "/api/v2/ping/", "/api/login/"})
    void theFrameIsOpen(String path) {
        assertThat(server.send("GET", path, "").statusCode()).isEqualTo(200);
    }

    @Test
    void theRootsLeadToTheActivityStream() {
        assertThat(server.json("/api/").at("/available_versions/v2").asText()).isEqualTo("/api/v2/");
        assertThat(server.json("/api/v2/").get("activity_stream").asText()).isEqualTo(AwxServer.LIST);
        assertThat(server.json("/api/v2/me/").at("/results/0/username").asText())
                .isEqualTo("reader");
        assertThat(server.json("/api/v2/ping/").has("version")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS", "POST", "DELETE", "HEAD"})
    void withoutCredentialsEverythingElseIs401(String method) {
        for (String path : new String[] {
            AwxServer.LIST,
            AwxServer.LIST + "?nonsense=1",
            AwxServer.LIST + "1/",
            "/api/v2/hosts/1/activity_stream/",
            "/api/v2/me/"
        }) {
            HttpResponse<String> response = server.send(method, path, "");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=api authorization_url=/api/o/authorize/");
            if (!method.equals("HEAD")) {
                assertThat(response.body())
                        .isEqualTo("{\"detail\":\"Authentication credentials were not provided. To establish a login"
                                + " session, visit /api/login/.\"}");
            }
        }
    }

    @Test
    void basicCarriesTheTokenAsThePassword() {
        String basic = "Basic " + Base64.getEncoder().encodeToString("anyone:reader".getBytes(StandardCharsets.UTF_8));
        String wrong = "Basic " + Base64.getEncoder().encodeToString("anyone:other".getBytes(StandardCharsets.UTF_8));

        assertThat(server.send("GET", AwxServer.LIST, "", "Authorization", basic)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET", AwxServer.LIST, "", "Authorization", wrong)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aFormGivesACookieThatReads() {
        HttpResponse<String> login = server.send(
                "POST",
                "/api/login/",
                "username=me&password=reader&next=%2Fapi%2F",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(login.statusCode()).isEqualTo(302);
        assertThat(login.headers().firstValue("Location")).hasValue("/api/");
        assertThat(login.headers().firstValue("X-API-Session-Cookie-Name")).hasValue("awx_sessionid");
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(server.send("GET", AwxServer.LIST, "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(server.send("POST", AwxServer.LIST, "", "Cookie", cookie).statusCode())
                .isEqualTo(401);
        assertThat(server.send("GET", AwxServer.LIST, "", "Cookie", "awx_sessionid=???")
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.send("POST", "/api/login/", "username=me&password=nope")
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.send("POST", "/api/login/", "password=reader&next=//evil.example/")
                        .headers()
                        .firstValue("Location"))
                .hasValue("/api/");
        assertThat(server.send("POST", "/api/login/", "x".repeat(70_000)).statusCode())
                .isEqualTo(413);
        assertThat(server.send("GET", "/api/logout/", "").headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(value -> assertThat(value).contains("Max-Age=0"));
    }

    @Test
    void theClientsLoginGetsItsTokenBack() {
        HttpResponse<String> response =
                server.send("POST", "/api/v2/users/me/personal_tokens/", "{}", "Authorization", BEARER);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(AwxServer.tree(response).get("token").asText()).isEqualTo("reader");
        assertThat(server.send("POST", "/api/gateway/v1/tokens/", "{}").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/api, /api/",
        "/api/v2, /api/v2/",
        "/api/v2/activity_stream?page=2&x=%20, /api/v2/activity_stream/?page=2&x=%20",
        "/api/v2/activity_stream/7, /api/v2/activity_stream/7/",
        "/api/v2/hosts/7/activity_stream, /api/v2/hosts/7/activity_stream/"
    })
    void aMissingSlashIsRedirected(String path, String location) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(301);
        assertThat(response.headers().firstValue("Location")).hasValue(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v2/activity_stream/abc/", "/api/v2/nope/", "/api/v2/nope", "/api/v3/", "/api/v2/hosts/"})
    void unknownPathsAre404(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"The requested resource could not be found.\"}");
        assertThat(response.headers().firstValue("Allow")).isEmpty();
    }

    @Test
    void aBodyIsReadBeforeItsMethodIsRefused() {
        assertThat(server.send("POST", AwxServer.LIST, "x", "Authorization", BEARER, "Content-Type", "text/plain")
                        .body())
                .isEqualTo("{\"detail\":\"Unsupported media type \\\"text/plain\\\" in request.\"}");
        assertThat(server.send(
                                "POST",
                                AwxServer.LIST,
                                "{,",
                                "Authorization",
                                BEARER,
                                "Content-Type",
                                "application/json")
                        .body())
                .startsWith("{\"detail\":\"JSON parse error - ");
        assertThat(server.send(
                                "POST",
                                AwxServer.LIST,
                                "{}",
                                "Authorization",
                                BEARER,
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void theFormFollowsFormatAndAccept() {
        String path = AwxServer.LIST + "1/";
        String html = server.send("GET", path, "", "Authorization", BEARER, "Accept", "text/html,*/*;q=0.8")
                .body();
        String indented = server.send("GET", path, "", "Authorization", BEARER, "Accept", "application/json; indent=2")
                .body();

        assertThat(html).startsWith("<!DOCTYPE html>").contains("höst&lt;1").contains("<a href=\"/api/v2/hosts/1/\">");
        assertThat(indented).contains("\n  \"type\": \"activity_stream\"");
        assertThat(server.get(path + "?format=api").body().replace("/?format=api", "/"))
                .isEqualTo(html);
        assertThat(server.get(path + "?format=json").body()).startsWith("{\"id\":1,");
        assertThat(server.get(path + "?format=xml").body()).isEqualTo("{\"detail\":\"Not found.\"}");
        assertThat(server.get(path + "?format=xml").statusCode()).isEqualTo(404);
        HttpResponse<String> xml = server.send("GET", path, "", "Authorization", BEARER, "Accept", "application/xml");
        assertThat(xml.statusCode()).isEqualTo(406);
        assertThat(xml.body()).isEqualTo("{\"detail\":\"Could not satisfy the request Accept header.\"}");
    }

    @Test
    void theHeadersAreThoseOfAwx() {
        HttpResponse<String> response = server.get(AwxServer.LIST);

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(response.headers().firstValue("X-API-Product-Name")).hasValue("AWX");
        assertThat(response.headers().firstValue("X-API-Product-Version")).isPresent();
        assertThat(response.headers().firstValue("X-API-Time").orElseThrow()).matches("\\d+\\.\\d{3}s");
        assertThat(response.headers().firstValue("Annals-Position")).hasValue("60");
        assertThat(server.send("GET", "/api/v2/", "").headers().firstValue("X-API-Product-Version"))
                .isEmpty();
    }

    @Test
    void headIsGetWithoutItsBody() {
        HttpResponse<String> response = server.send("HEAD", AwxServer.LIST, "", "Authorization", BEARER);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(server.send("HEAD", AwxServer.LIST + "?foo=1", "", "Authorization", BEARER)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void optionsDescribesTheView() {
        JsonNode list = AwxServer.tree(server.send("OPTIONS", AwxServer.LIST, "", "Authorization", BEARER));
        JsonNode detail = AwxServer.tree(server.send("OPTIONS", AwxServer.LIST + "1/", "", "Authorization", BEARER));
        JsonNode trail =
                AwxServer.tree(server.send("OPTIONS", "/api/v2/hosts/1/activity_stream/", "", "Authorization", BEARER));

        assertThat(list.get("name").asText()).isEqualTo("Activity Stream List");
        assertThat(list.get("actions").fieldNames()).toIterable().containsExactly("GET");
        assertThat(list.at("/actions/GET")).allMatch(field -> field.has("type"));
        assertThat(list.at("/actions/GET/operation/choices/4/1").asText())
                .isEqualTo("Entity was Disassociated with another Entity");
        assertThat(list.get("search_fields").toString()).isEqualTo("[\"changes\"]");
        assertThat(list.get("max_page_size").asInt()).isEqualTo(200);
        assertThat(list.at("/actions/GET/id/filterable").asBoolean()).isTrue();
        assertThat(list.at("/actions/GET/url/filterable").asBoolean(true)).isFalse();
        assertThat(list.at("/actions/GET/type").has("filterable")).isFalse();
        assertThat(detail.get("name").asText()).isEqualTo("Activity Stream Detail");
        assertThat(detail.has("search_fields")).isFalse();
        assertThat(trail.get("related_search_fields").toString()).contains("\"actor__search\"");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', 25, /api/v2/activity_stream/?page=2, -",
                "'page=1', 25, /api/v2/activity_stream/?page=2, -",
                "'page=', 25, /api/v2/activity_stream/?page=2, -",
                "'page=01', 25, /api/v2/activity_stream/?page=2, -",
                "'page=2', 25, /api/v2/activity_stream/?page=3, /api/v2/activity_stream/?page=1",
                "'page=3', 10, -, /api/v2/activity_stream/?page=2",
                "'page=last', 10, -, /api/v2/activity_stream/?page=2",
                "'page=9&page=2', 25, /api/v2/activity_stream/?page=3, /api/v2/activity_stream/?page=1",
                "'page_size=50', 50, /api/v2/activity_stream/?page=2&page_size=50, -",
                "'page_size=0', 25, /api/v2/activity_stream/?page=2&page_size=0, -",
                "'page_size=-5', 25, /api/v2/activity_stream/?page=2&page_size=-5, -",
                "'page_size=abc', 25, /api/v2/activity_stream/?page=2&page_size=abc, -",
                "'page_size=', 25, /api/v2/activity_stream/?page=2&page_size=, -",
                "'page_size=1000', 60, -, -",
                "'operation__in=create,update&order_by=id&page_size=20&not__host__name=a%20b:c', 20,"
                        + " /api/v2/activity_stream/?not__host__name=a+b%3Ac&operation__in=create%2Cupdate&order_by=id&page=2&page_size=20, -",
            })
    void pagesAndTheirLinks(String query, int rows, String next, String previous) {
        JsonNode page = server.json(AwxServer.LIST + "?" + query);

        assertThat(page.get("count").asInt()).isEqualTo(60);
        assertThat(page.get("results")).hasSize(rows);
        assertThat(page.get("next").textValue()).isEqualTo(next);
        assertThat(page.get("previous").textValue()).isEqualTo(previous);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.0", "4", "99999999999999999999", "2147483648", "LAST"})
    void aPageThatIsNotThereIs404(String page) {
        HttpResponse<String> response = server.get(AwxServer.LIST + "?page=" + page);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Invalid page.\"}");
    }

    @Test
    void anEmptyAnswerHasAFirstPageOnly() {
        assertThat(server.json(AwxServer.LIST + "?id=0").get("results")).isEmpty();
        assertThat(server.json(AwxServer.LIST + "?id=0&page=last").get("results"))
                .isEmpty();
        assertThat(server.get(AwxServer.LIST + "?id=0&page=2").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutACountThereIsOnePage() {
        JsonNode page = server.json(AwxServer.LIST + "?count_disabled=false&page_size=10");

        assertThat(page.fieldNames()).toIterable().containsExactly("results");
        assertThat(page.get("results")).hasSize(10);
        assertThat(server.get(AwxServer.LIST + "?count_disabled&page=2").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/activity_stream/",
                "/api/v2/activity_stream/12/",
                "/api/v2/job_templates/10/activity_stream/",
                "/api/v2/organizations/1/activity_stream/",
                "/api/v2/users/5/activity_stream/",
                "/api/v2/activity_stream/?operation=create",
                "/api/v2/activity_stream/?operation__in=update,delete",
                "/api/v2/activity_stream/?actor=5",
                "/api/v2/activity_stream/?actor__username=admin",
                "/api/v2/activity_stream/?object1=job_template",
                "/api/v2/activity_stream/?timestamp__gte=2024-01-01T00:00:00Z",
                "/api/v2/activity_stream/?timestamp__lte=2024-12-31T23:59:59Z",
                "/api/v2/activity_stream/?object1_id=10&object1=inventory",
                "/api/v2/activity_stream/?order_by=-timestamp",
                "/api/v2/activity_stream/?order_by=timestamp",
                "/api/v2/activity_stream/?order_by=operation",
                "/api/v2/activity_stream/?actor__username=admin&order_by=-timestamp",
                "/api/v2/activity_stream/?object1=job_template&object1_id=10",
                "/api/v2/activity_stream/?operation=delete",
                "/api/v2/activity_stream/?page_size=50&order_by=-timestamp",
            })
    void theRequestsOfTheGuideAreAnswered(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void theNewestComesFirstAndTiesByIdDownwards() {
        assertThat(server.ids("?page_size=3")).containsExactly(60L, 59L, 58L);
        assertThat(server.ids("?page_size=3&order_by=timestamp")).containsExactly(1L, 2L, 3L);
    }
}
