package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Actor;
import dev.annals.model.Operation;
import dev.annals.query.NaiveAudit;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviours that AWX's own tests hold its activity stream to, asked over HTTP. The numbers are those of the list they were taken from. */
class AwxStarredCasesTest {
    private static final String ROLE_MEMBERS = "awx.main.models.rbac.Role_members";
    private static final String MARK = "{\"$annals\":\"redacted\",\"was\":\"string\"}";

    private static AwxServer server;

    private void serve(Entry... entries) {
        server.answerFrom(new NaiveAudit().addAll(Entry.numbered(entries)));
    }

    @BeforeAll
    static void start() {
        server = new AwxServer(new NaiveAudit());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Entry create(String type, String id, String name) {
        return Entry.of(Operation.CREATE, type, id, name).change("name", null, "\"" + name + "\"");
    }

    private static Entry update(String type, String id) {
        return Entry.of(Operation.UPDATE, type, id, null);
    }

    private JsonNode row(long id) {
        return server.json(AwxServer.LIST + id + "/");
    }

    @Test
    void case1AnAdministratorGetsTheList() {
        serve();

        assertThat(server.as("admin", AwxServer.LIST).statusCode()).isEqualTo(200);
        assertThat(server.get(AwxServer.LIST).body())
                .isEqualTo("{\"count\":0,\"next\":null,\"previous\":null,\"results\":[]}");
    }

    @Test
    void case2ACreatedOrganizationIsLinkedAndNamed() {
        serve(create("organization", "3", "test-org"));

        assertThat(row(1).at("/related/organization/0").asText()).isEqualTo("/api/v2/organizations/3/");
        assertThat(row(1).at("/summary_fields/organization/0/name").asText()).isEqualTo("test-org");
    }

    @Test
    void case3ASettingIsNamed() {
        serve(create("setting", "FOO", "FOO").summary("{\"category\":\"system\"}"));

        assertThat(row(1).at("/summary_fields/setting/0/name").asText()).isEqualTo("FOO");
        assertThat(row(1).at("/summary_fields/setting/0/category").asText()).isEqualTo("system");
        assertThat(row(1).at("/related/setting").asText()).isEqualTo("/api/v2/settings/system/");
    }

    private static Entry grant() {
        return Entry.of(Operation.ASSOCIATE, "user", "2", "test")
                .to("inventory", "1", "inv1", null)
                .relationship(ROLE_MEMBERS)
                .related("role", "19", null, "{\"role_field\":\"read_role\"}");
    }

    @Test
    void case4ARestrictedTokenReadsAGrantThatItMaySee() {
        serve(grant(), create("inventory", "1", "inv1"));

        JsonNode row = AwxServer.tree(server.as("users", AwxServer.LIST + "1/"));

        assertThat(row.get("object1").asText()).isEqualTo("user");
        assertThat(row.get("object2").asText()).isEqualTo("inventory");
        HttpResponse<String> hidden = server.as("users", AwxServer.LIST + "2/");
        assertThat(hidden.statusCode()).isEqualTo(403);
        assertThat(hidden.body()).isEqualTo("{\"detail\":\"You do not have permission to perform this action.\"}");
        assertThat(server.as("users", AwxServer.LIST + "3/").statusCode()).isEqualTo(404);
    }

    @Test
    void case5AGrantedOrganizationRoleLinksUserOrganizationAndRole() {
        serve(Entry.of(Operation.ASSOCIATE, "user", "2", "test")
                .to("organization", "3", "test-org", null)
                .relationship("awx.main.models.organization.Organization.admin_role")
                .related("role", "7", null, "{\"role_field\":\"admin_role\"}"));

        JsonNode row = row(1);

        assertThat(row.get("related").fieldNames())
                .toIterable()
                .containsExactly("actor", "organization", "user", "role");
        assertThat(row.get("object_association").asText()).isEqualTo("role");
        assertThat(row.get("object_type").asText()).isEqualTo("organization");
        assertThat(server.ids("?object_relationship_type__endswith=Organization.admin_role"))
                .containsExactly(1L);
        assertThat(row.get("changes").toString())
                .isEqualTo("{\"object1\":\"user\",\"object1_pk\":2,\"object2\":\"organization\",\"object2_pk\":7,"
                        + "\"action\":\"associate\",\"relationship\":\"awx.main.models.rbac.Role_members\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void case6WritingIsRefused(String method) {
        serve(create("organization", "3", "test-org"));

        for (String path : List.of(AwxServer.LIST, AwxServer.LIST + "1/", "/api/v2/users/1/activity_stream/")) {
            for (String token : List.of("reader", "admin")) {
                HttpResponse<String> response = server.send(method, path, "", "Authorization", "Bearer " + token);
                assertThat(response.statusCode()).isEqualTo(405);
                assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
                assertThat(response.body()).isEqualTo("{\"detail\":\"Method \\\"" + method + "\\\" not allowed.\"}");
            }
        }
    }

    @Test
    void case7ARestrictedTokenSeesNoOtherRows() {
        List<String> types = List.of(
                "project",
                "credential",
                "inventory",
                "label",
                "job_template",
                "group",
                "host",
                "team",
                "notification_template");
        serve(types.stream().map(type -> create(type, "1", type)).toArray(Entry[]::new));

        JsonNode list = AwxServer.tree(server.as("users", AwxServer.LIST));

        assertThat(list.get("count").asInt()).isZero();
        assertThat(server.json(AwxServer.LIST).get("count").asInt()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project",
                "credential",
                "inventory",
                "label",
                "job_template",
                "group",
                "host",
                "team",
                "notification_template"
            })
    void case8ACreationIsFoundByItsObject(String type) {
        serve(create(type, "5", "x"), update(type, "5").change("name", "\"x\"", "\"y\""), create(type, "6", "z"));

        assertThat(server.ids("?" + type + "=5&operation=create")).containsExactly(1L);
        assertThat(server.ids("?" + type + "__id=5&operation=create")).containsExactly(1L);
    }

    @Test
    void case10ADeletedNameIsFoundTwice() {
        serve(
                create("organization", "3", "gone-org"),
                create("organization", "4", "other"),
                Entry.of(Operation.DELETE, "organization", "3", "gone-org").change("name", "\"gone-org\"", null));

        assertThat(server.ids("?changes__icontains=GONE-org&order_by=id")).containsExactly(1L, 3L);
        assertThat(server.ids("?search=gone-org&order_by=id")).containsExactly(1L, 3L);
        assertThat(row(3).get("operation").asText()).isEqualTo("delete");
    }

    @Test
    void case13TheAuditorFlagIsAnUpdateOfItsOwn() {
        serve(create("user", "9", "aud"), update("user", "9").change("is_system_auditor", "false", "true"));

        assertThat(server.ids("?user=9&order_by=id")).containsExactly(1L, 2L);
        assertThat(row(1).get("changes").has("is_system_auditor")).isFalse();
        assertThat(row(2).get("changes").toString()).isEqualTo("{\"is_system_auditor\":[false,true]}");
        assertThat(row(2).get("object1").asText()).isEqualTo("user");
    }

    @Test
    void case15TheInputsOfACredentialAreHidden() {
        serve(create("credential", "2", "c").change("inputs", null, "{\"username\":\"u\",\"password\":" + MARK + "}"));

        assertThat(row(1).get("changes").toString()).isEqualTo("{\"name\":[null,\"c\"],\"inputs\":[null,\"hidden\"]}");
        assertThat(server.ids("?search=hidden")).containsExactly(1L);
    }

    @Test
    void case16APasswordIsHiddenAndItsChangeIsSeen() {
        serve(
                create("user", "9", "u").change("password", null, MARK),
                update("user", "9").change("password", MARK, MARK));

        assertThat(row(1).at("/changes/password/1").asText()).isEqualTo("hidden");
        assertThat(row(2).get("changes").toString()).isEqualTo("{\"password\":[\"hidden\",\"hidden\"]}");
    }

    @Test
    void case18TheSystemHasNoActor() {
        serve(create("organization", "3", "a"), create("organization", "4", "b").by(null));

        assertThat(row(1).at("/summary_fields/actor").toString())
                .isEqualTo("{\"id\":1,\"username\":\"admin\",\"first_name\":\"Ad\",\"last_name\":\"Min\"}");
        assertThat(row(1).at("/related/actor").asText()).isEqualTo("/api/v2/users/1/");
        assertThat(row(2).get("summary_fields").has("actor")).isFalse();
        assertThat(row(2).get("related").has("actor")).isFalse();
        assertThat(server.ids("?actor__isnull=true")).containsExactly(2L);
    }

    @Test
    void case19ADeletedActorKeepsItsNameAndLosesItsId() {
        Actor bob = new Actor("users", "5", null, "bob", "Bob", "By");
        serve(
                create("organization", "3", "a").by(bob),
                Entry.of(Operation.DELETE, "users", "5", "bob").by(Entry.ADMIN),
                create("organization", "4", "b"));

        assertThat(row(1).at("/summary_fields/actor").toString())
                .isEqualTo("{\"id\":null,\"username\":\"bob\",\"first_name\":\"Bob\",\"last_name\":\"By\"}");
        assertThat(row(1).get("related").has("actor")).isFalse();
        assertThat(row(3).at("/summary_fields/actor/id").asInt()).isEqualTo(1);
    }

    @Test
    void case22AnAddedSurveyIsOneRow() {
        serve(update("job_template", "4").change("survey_spec", "\"{}\"", "\"{\\\"name\\\":\\\"s\\\"}\""));

        assertThat(server.ids("?job_template=4")).containsExactly(1L);
        assertThat(row(1).get("changes").toString())
                .isEqualTo("{\"survey_spec\":[\"{}\",\"{\\\"name\\\":\\\"s\\\"}\"]}");
    }

    @Test
    void case26AnApprovalIsExactlyItsStatus() {
        serve(update("workflow_approval", "8").change("status", "\"pending\"", "\"successful\""));

        assertThat(row(1).get("changes").toString()).isEqualTo("{\"status\":[\"pending\",\"successful\"]}");
        assertThat(row(1).get("object1").asText()).isEqualTo("workflow_approval");
    }

    @Test
    void case29AttachingAnInstanceLinksBothAndDetachingToo() {
        serve(
                Entry.of(Operation.ASSOCIATE, "instance_group", "1", "ig")
                        .to("instance", "2", "node2", null)
                        .relationship("awx.main.models.ha.InstanceGroup_instances"),
                Entry.of(Operation.DISASSOCIATE, "instance", "2", "node2")
                        .to("instance_group", "1", "ig", null)
                        .relationship("awx.main.models.ha.InstanceGroup_instances"));

        assertThat(row(1).get("operation").asText()).isEqualTo("associate");
        assertThat(row(1).get("object1").asText()).isEqualTo("instance_group");
        assertThat(row(1).get("object2").asText()).isEqualTo("instance");
        assertThat(row(1).at("/related/instance/0").asText()).isEqualTo("/api/v2/instances/2/");
        assertThat(row(1).at("/related/instance_group/0").asText()).isEqualTo("/api/v2/instance_groups/1/");
        assertThat(row(1).at("/summary_fields/instance/0/hostname").asText()).isEqualTo("node2");
        assertThat(row(1).get("object_association").asText()).isEqualTo("instances");
        assertThat(row(2).get("operation").asText()).isEqualTo("disassociate");
        assertThat(row(2).get("object1").asText()).isEqualTo("instance");
        assertThat(row(2).get("object2").asText()).isEqualTo("instance_group");
    }

    @Test
    void case33LinksAreRelativeAndThePageSizeIsCapped() {
        Entry[] entries = new Entry[450];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = create("host", Integer.toString(i), "h" + i);
        }
        serve(entries);

        JsonNode second = server.json(AwxServer.LIST + "?page=2&page_size=500&order_by=id");

        assertThat(second.get("count").asInt()).isEqualTo(450);
        assertThat(second.get("results")).hasSize(200);
        assertThat(second.get("next").asText()).isEqualTo("/api/v2/activity_stream/?order_by=id&page=3&page_size=200");
        assertThat(second.get("previous").asText())
                .isEqualTo("/api/v2/activity_stream/?order_by=id&page=1&page_size=200");
        assertThat(server.json(AwxServer.LIST + "?page_size=500")
                        .get("previous")
                        .isNull())
                .isTrue();
        assertThat(server.json(AwxServer.LIST + "?page=3&page_size=500")
                        .get("next")
                        .isNull())
                .isTrue();
    }

    @Test
    void case35RelatedSearchIsOrWhenRepeatedAndAndWithAComma() {
        serve(
                create("inventory", "1", "alpha beta"),
                create("inventory", "2", "alpha"),
                create("inventory", "3", "beta"),
                create("inventory", "4", "gamma"));

        assertThat(server.ids("?inventory__search=alpha&inventory__search=beta&order_by=id"))
                .containsExactly(1L, 2L, 3L);
        assertThat(server.ids("?inventory__search=alpha,beta")).containsExactly(1L);
        assertThat(server.ids("?actor__search=min&inventory__name=gamma")).containsExactly(4L);
    }

    @ParameterizedTest
    @CsvSource({
        "o_auth2_application__client_secret__gt=a, client_secret",
        "actor__password__icontains=x, password",
        "order_by=actor__password, password"
    })
    void case36SecretsCannotBeGuessedAt(String query, String name) {
        serve();

        HttpResponse<String> response = server.get(AwxServer.LIST + "?" + query);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(AwxServer.detail(response)).isEqualTo("Filtering on " + name + " is not allowed.");
    }

    @Test
    void case37AnUnknownFieldIsRefused() {
        serve();

        HttpResponse<String> response = server.get(AwxServer.LIST + "?nope=1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"detail\":\"ActivityStream has no field named 'nope'\"}");
    }

    @Test
    void case38InNeedsAValue() {
        serve(create("organization", "3", "a"));

        assertThat(AwxServer.detail(server.get(AwxServer.LIST + "?operation__in=")))
                .isEqualTo("cannot provide empty value for __in");
        assertThat(server.ids("?operation__in=create,")).containsExactly(1L);
    }

    @Test
    void case40IexactIsForText() {
        serve();

        HttpResponse<String> response = server.get(AwxServer.LIST + "?id__iexact=1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(AwxServer.detail(response))
                .isEqualTo("id is not a text field and cannot be filtered by case-insensitive search");
    }

    @Test
    void case42ThePrefixesAndIntAreUnderstood() {
        serve(
                create("organization", "3", "a"),
                update("organization", "3"),
                create("team", "4", "b").by(null));

        assertThat(server.ids("?or__operation=update&or__object1=team&order_by=id"))
                .containsExactly(2L, 3L);
        assertThat(server.ids("?not__operation=update&order_by=id")).containsExactly(1L, 3L);
        assertThat(server.ids("?not__actor=1")).containsExactly(3L);
        assertThat(server.ids("?or__not__operation=create&or__not__actor=1&order_by=id"))
                .containsExactly(2L, 3L);
        assertThat(server.ids("?chain__organization=3&chain__not__operation=create"))
                .containsExactly(2L);
        assertThat(server.ids("?id__int=3")).containsExactly(3L);
        assertThat(server.ids("?operation=create&operation=update")).isEmpty();
    }

    @Test
    void case46OrderIsByOneOrSeveralFields() {
        serve(create("organization", "3", "a"), update("organization", "3"), create("team", "4", "b"));

        assertThat(server.ids("?order_by=id")).containsExactly(1L, 2L, 3L);
        assertThat(server.ids("?order_by=-id")).containsExactly(3L, 2L, 1L);
        assertThat(server.ids("?order_by=operation,-id")).containsExactly(3L, 1L, 2L);
        assertThat(server.get(AwxServer.LIST + "?order_by=bad").statusCode()).isEqualTo(400);
    }
}
