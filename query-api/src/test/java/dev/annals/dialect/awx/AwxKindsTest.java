package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.query.LocalAudit;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded answers do not show, over the recorded trail and some events behind it. */
class AwxKindsTest {
    private static final String LONG = "x".repeat(300) + "needle" + "y".repeat(300);

    private static LocalAudit audit;
    private static AwxServer server;

    @BeforeAll
    static void start() {
        audit = RecordedTrail.audit(
                // 921
                event(
                        "a1",
                        "'operation':'associate','object':{'type':'user','id':'2','name':'alice'},"
                                + "'object2':{'type':'inventory','id':'2','name':'inventory 0'},"
                                + "'relationship':'awx.main.models.rbac.Role_members','related':[{'type':'role','id':'77',"
                                + "'role':'awx.main.models.inventory.Inventory.use_role','summary':{'role_field':'use_role'}}]"),
                // 922
                event(
                        "a2",
                        "'operation':'associate','object':{'type':'team','id':'4','name':'team 3'},"
                                + "'object2':{'type':'user','id':'2','name':'alice'},"
                                + "'relationship':'awx.main.models.rbac.Role_members','related':[{'type':'role','id':'125'}]"),
                // 923
                event(
                        "a3",
                        "'operation':'update','object':{'type':'job','id':'900','name':'long','summary':{'a':1,'b':2,'c':3,'d':4,"
                                + "'e':5,'f':6,'g':7,'h':8,'i':9,'j':10,'k':11,'l':12,'m':13,'n':14,'o':15,'p':16,'q':17,"
                                + "'elapsed':2.50,'job_explanation':'" + LONG + "'}},'changes':{'status':['a','b']}"),
                // 924
                event("a4", "'operation':'create','object':{'type':'team','id':'a\\\\b c'},'after':{'name':'slashed'}"),
                // 925
                event("a5", "'operation':'delete','object':{'type':'team','id':'a\\\\b c'}"),
                // 926
                event(
                        "a6",
                        "'operation':'create','object':{'type':'team','id':'9007199254740993','name':'large'},'after':{'name':'large'}"),
                // 927
                event("a7", "'operation':'create','object':{'type':'user','id':'950'},'after':{'username':'zoe'}"),
                // 928
                event("a8", "'operation':'delete','object':{'type':'user','id':'950'}"),
                // 929
                event(
                                "a9",
                                "'operation':'update','object':{'type':'job','id':'900','name':'long'},'changes':{'status':['x','a']}")
                        .replace("2025-01-01", "2024-12-01"));
        server = new AwxServer(audit.sessions());
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    private static String event(String id, String rest) {
        return ("{'id':'" + id + "','source':'kinds','time':'2025-01-01T00:00:00Z'," + rest + "}").replace('\'', '"');
    }

    @Test
    void aRawRelationAndTheNameOfTheRoleMayComeInOneEvent() {
        JsonNode row = server.json(AwxServer.LIST + "921/");

        assertThat(row.at("/changes/relationship").asText()).isEqualTo("awx.main.models.rbac.Role_members");
        assertThat(row.at("/changes/object2_pk").asInt()).isEqualTo(77);
        assertThat(row.get("object_relationship_type").asText())
                .isEqualTo("awx.main.models.inventory.Inventory.use_role");
        assertThat(row.get("object_type").asText()).isEqualTo("inventory");
        assertThat(row.get("object_association").asText()).isEqualTo("role");
        assertThat(server.ids("?object_relationship_type=awx.main.models.inventory.Inventory.use_role"))
                .contains(921L);
    }

    @Test
    void aGrantFromTheResourcesSideHasTheUsersIdAndTheResourcesType() {
        JsonNode row = server.json(AwxServer.LIST + "922/");

        assertThat(row.at("/changes/object2_pk").asInt()).isEqualTo(2);
        assertThat(row.get("object_type").asText()).isEqualTo("team");
    }

    @ParameterizedTest
    @CsvSource({
        "job__elapsed=2.5, true",
        "job__elapsed=2.500, true",
        "job__elapsed__gt=2.4, true",
        "job__elapsed__lt=2.4, false",
        "job__elapsed__in=1|2.50, true",
        "job__q=17, true",
        "job__job_explanation__contains=needle, true",
        "job__job_explanation__endswith=yyy, true",
        "job__job_explanation__contains=noodle, false"
    })
    void attributesAreFoundByValueHoweverManyAndHoweverLong(String query, boolean found) {
        assertThat(server.ids("?" + query.replace('|', ',')).contains(923L)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "20240301, 685",
        "2024-W09-5, 685",
        "2024W095, 685",
        "2024-03-01T00, 685",
        "2024-03-01_0000, 685",
        "20240301T000000.0Z, 685",
        "2024-03-01T02:00:00.000000000%2B02:00:00, 685"
    })
    void timesAreReadAsPythonReadsThem(String time, int count) {
        int without = server.json(AwxServer.LIST + "?id__lte=920&timestamp__gte=" + time)
                .get("count")
                .asInt();

        assertThat(without).isEqualTo(count);
    }

    @Test
    void aNegationBehindAPositiveConditionIsAboutTheSameObject() {
        // 138 joins the groups 2 and 3.
        assertThat(server.ids("?id=138&group=2&not__group__name=group-0-1"))
                .isEqualTo(server.ids("?id=138&group=2&group__name=group-0-2"));
        assertThat(server.ids("?id=138&group__isnull=false&not__group=2")).containsExactly(138L);
        assertThat(server.ids("?id=138&not__group=2&group__isnull=false")).isEmpty();
        assertThat(server.ids("?id=138&not__group=2")).isEmpty();
    }

    @Test
    void anIdWithABackslashHasALinkThatWorks() {
        String url = server.json(AwxServer.LIST + "924/").at("/related/team/0").asText();

        assertThat(AwxServer.rowIds(server.json(url + "activity_stream/?order_by=id")))
                .containsExactly(924L, 925L);
        assertThat(server.json(url.replace("a%5Cb%20c", "slashed") + "activity_stream/")
                        .get("count")
                        .asInt())
                .isPositive();
    }

    @Test
    void anIdBeyondWhatADoubleKeepsIsText() {
        JsonNode id = server.json(AwxServer.LIST + "926/").at("/summary_fields/team/0/id");

        assertThat(id.isTextual()).isTrue();
        assertThat(id.asText()).isEqualTo("9007199254740993");
    }

    @Test
    void aDeletedUserKeepsTheNameLastKnown() {
        assertThat(server.json("/api/v2/users/950/").get("username").asText()).isEqualTo("zoe");
        assertThat(server.json(AwxServer.LIST + "928/")
                        .at("/summary_fields/user/0/username")
                        .asText())
                .isEqualTo("zoe");
        assertThat(server.json("/api/v2/users/zoe/activity_stream/?order_by=id")
                        .get("count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void theCollectionGetsATokenForANameAndAPasswordAndGivesItBack() {
        String basic = "Basic " + java.util.Base64.getEncoder().encodeToString("any:reader".getBytes());
        String json = "application/json";

        HttpResponse<String> made = server.send(
                "POST", "/api/v2/tokens/", "{\"scope\":\"write\"}", "Authorization", basic, "Content-Type", json);
        JsonNode token = AwxServer.tree(made);
        HttpResponse<String> gone =
                server.send("DELETE", "/api/v2/tokens/" + token.get("id").asLong() + "/", "", "Authorization", basic);

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(server.as(token.get("token").asText(), AwxServer.LIST).statusCode())
                .isEqualTo(200);
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(server.send("DELETE", "/api/v2/tokens/1/", "", "Authorization", basic)
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send("POST", "/api/v2/tokens/", "{}", "Content-Type", json)
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "401, /api/v2/activity_stream/, false",
        "404, /api/v2/activity_stream/99999/, true",
        "404, /api/v2/activity_stream/?page=0, true",
        "404, /api/v2/activity_stream/?format=xml, true",
        "400, /api/v2/activity_stream/?foo=1, true"
    })
    void everyAnswerOfAPathSaysWhatItAllows(int status, String path, boolean token) {
        HttpResponse<String> answer =
                token ? server.get(path) : server.send("GET", path, "", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Allow")).isEqualTo(List.of("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "or__group=3&or__not__group__id__in=2,3&id__lte=140 | or__group=3&or__not__group__in=2,3&id__lte=140",
                "or__group=3&or__not__group__id__in=2,3&id__in=1,138 | id__in=1,138",
                "actor_id__username=alice&id__lte=920 | actor__username=alice&id__lte=920",
                "actor_id__search=alice&id__lte=920 | actor__search=alice&id__lte=920",
                "inventory__organization__gt=1&id__lte=920 | inventory__organization_id__gte=2&id__lte=920",
                "instance__search=zzz | type=activity_stream",
                "role__search=a,b&id__lte=9 | id__lte=9",
                "inventory__has_active_failures__icontains=t&id__lte=920 | id__lt=0",
                "inventory__has_active_failures__regex=^f&id__lte=920 | inventory__has_active_failures__lt=true&id__lte=920",
                "timestamp__contains=2024-03-01&id__lte=920 | timestamp=2024-03-01&id__lte=920",
                "timestamp__startswith=2024-03-01T00:00:00Z | id__lt=0",
                "timestamp__regex=^2024-03-01 00:00:00&id__lte=920 | timestamp=2024-03-01&id__lte=920",
            })
    void isAskedInTwoWaysAndFindsTheSame(String one, String other) {
        String all = "&order_by=id&page_size=200";

        assertThat(server.ids("?" + RecordedAnswer.encoded(one) + all))
                .isEqualTo(server.ids("?" + RecordedAnswer.encoded(other) + all));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "actor__lt=none | Cannot use None as a query value",
                "group__contains=1&id=x | [\"“x” value must be an integer.\"]",
                "or__group__contains=1&chain__host__regex=1 | Unsupported lookup 'regex' for ForeignKey or join on the field not permitted.",
                "actor__email=a&actor=x | Invalid actor id: x",
                "actor_id__foo=1 | User has no field named 'foo'",
                "inventory__organization__foo=1 | Organization has no field named 'foo'",
                "inventory__organization__name__foo=1 | No related model for field foo.",
                "group__parents__parents=1 | Loops not allowed in filters, detected on field parents.",
                "host__name__search=1 | host__name is not searchable",
                "actor__id__search=1 | actor__id is not searchable",
                "inventory__has_active_failures__gt=maybe | Unable to convert \"maybe\" to boolean",
                "job__failed__iexact=true | failed is not a text field and cannot be filtered by case-insensitive search",
            })
    void isRefusedInTheWordsOfAwx(String query, String detail) {
        HttpResponse<String> answer = server.get(AwxServer.LIST + "?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(AwxServer.tree(answer).get("detail").asText()).isEqualTo(detail);
    }

    @Test
    void secretsStaySecretHoweverFarAwayTheyAre() {
        for (String query : List.of(
                "credential__inputs__search=a",
                "actor__password__search=a",
                "job__job_template__survey_spec=a",
                "label__created_by__password=a")) {
            assertThat(server.get(AwxServer.LIST + "?" + query).statusCode())
                    .as(query)
                    .isEqualTo(403);
        }
    }

    @Test
    void onlyWhoAsksForCaveatsGetsThem() {
        // 929 claims to be older than 923, which it comes behind.
        JsonNode plain = server.json(AwxServer.LIST + "929/");
        JsonNode asked = server.json(AwxServer.LIST + "929/?caveats=1");

        assertThat(plain.has("late")).isFalse();
        assertThat(asked.get("late").asBoolean()).isTrue();
        assertThat(server.json(AwxServer.LIST + "?caveats=1&id=929")
                        .at("/results/0/late")
                        .asBoolean())
                .isTrue();
        assertThat(server.json(AwxServer.LIST + "1/?caveats=1")).isEqualTo(server.json(AwxServer.LIST + "1/"));
    }

    @Test
    void aPathWithAnEmptySegmentIsNotThere() {
        for (String path :
                List.of("/api/v2/activity_stream//", "/api/v2//activity_stream/", "/api/v2/hosts//activity_stream/")) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
