package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import dev.annals.model.Operation;
import dev.annals.query.NaiveAudit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an activity looks like. */
class AwxRecordTest {
    /** The sample of the reference, and beside it what ours says of the relationship; a zero fraction of a second is left out. */
    private static final String REFERENCE = """
            {"action_node":"awx","changes":{"action":"associate","object1":"user","object1_pk":2,"object2":"inventory",
            "object2_pk":19,"relationship":"awx.main.models.rbac.Role_members"},"id":7,"object1":"user",
            "object2":"inventory","object_association":"role","object_type":"inventory","operation":"associate",
            "object_relationship_type":"awx.main.models.rbac.Role_members",
            "related":{"inventory":["/api/v2/inventories/1/"],"role":["/api/v2/roles/19/"],"user":["/api/v2/users/2/"]},
            "summary_fields":{"inventory":[{"description":"","has_active_failures":false,"has_inventory_sources":false,
            "hosts_with_active_failures":0,"id":1,"inventory_sources_with_failures":0,"kind":"","name":"inv1",
            "organization_id":1,"total_groups":0,"total_hosts":0,"total_inventory_sources":0}],
            "role":[{"id":19,"role_field":"read_role"}],
            "user":[{"first_name":"","id":2,"last_name":"","username":"test"}]},
            "timestamp":"2018-02-01T08:00:00Z","type":"activity_stream","url":"/api/v2/activity_stream/7/"}
            """;

    private static AwxServer server;

    @BeforeAll
    static void start() {
        server = new AwxServer(new NaiveAudit());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private JsonNode served(Entry entry) {
        Entry[] entries = new Entry[7];
        java.util.Arrays.fill(entries, Entry.of(Operation.CREATE, "label", "1", "l"));
        entries[6] = entry;
        server.answerFrom(new NaiveAudit().addAll(Entry.numbered(entries)));
        return server.json(AwxServer.LIST + "7/");
    }

    private static Entry grant() {
        return Entry.of(Operation.ASSOCIATE, "user", "2", "test")
                .relationship("awx.main.models.rbac.Role_members")
                .related("role", "19", null, "{\"role_field\":\"read_role\"}")
                .at("2018-02-01T08:00:00Z")
                .by(null);
    }

    @Test
    void theGrantOfARoleComesOutAsTheReferencePrintsIt() throws Exception {
        JsonNode row = served(grant().to("inventory", "1", "inv1", "{\"organization_id\":1}"));

        assertThat(row).isEqualTo(Json.tree(REFERENCE));
        assertThat(server.ids("?inventory=1&role=19&user=2&object2=inventory")).containsExactly(7L);
    }

    @Test
    void theGrantMayAlsoNameTheRolesIdBesideTheObjectsType() throws Exception {
        JsonNode row = served(
                grant().to("inventory", "19", null, null).related("inventory", "1", "inv1", "{\"organization_id\":1}"));

        assertThat(row).isEqualTo(Json.tree(REFERENCE));
    }

    @Test
    void theFieldsComeInTheOrderOfAwx() {
        JsonNode row = served(Entry.of(Operation.CREATE, "team", "3", "t"));

        assertThat(row.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "type",
                        "url",
                        "related",
                        "summary_fields",
                        "timestamp",
                        "operation",
                        "changes",
                        "object1",
                        "object2",
                        "object_association",
                        "object_relationship_type",
                        "action_node",
                        "object_type");
        assertThat(row.get("object2").asText()).isEmpty();
        assertThat(row.get("object_association").asText()).isEmpty();
        assertThat(row.get("object_type").asText()).isEmpty();
    }

    @Test
    void aCreateIsPairsWithNull() {
        JsonNode row = served(Entry.of(Operation.CREATE, "job_template", "10", "Deploy Application")
                .change("name", null, "\"Deploy Application\"")
                .change("inventory", null, "3")
                .change("project", null, "5"));

        assertThat(row.get("changes").toString())
                .isEqualTo("{\"name\":[null,\"Deploy Application\"],\"inventory\":[null,3],\"project\":[null,5]}");
    }

    @Test
    void anUpdateIsPairs() {
        JsonNode row = served(Entry.of(Operation.UPDATE, "job_template", "10", "Deploy Application")
                .change("description", "\"Old description\"", "\"New description\"")
                .change("extra_vars", "\"env: dev\"", "\"env: production\""));

        assertThat(row.get("changes").toString())
                .isEqualTo("{\"description\":[\"Old description\",\"New description\"],"
                        + "\"extra_vars\":[\"env: dev\",\"env: production\"]}");
    }

    @Test
    void aDeleteIsFlatWithTheId() {
        JsonNode row = served(Entry.of(Operation.DELETE, "inventory", "10", "Deleted Inventory")
                .change("name", "\"Deleted Inventory\"", null));

        assertThat(row.get("changes").toString()).isEqualTo("{\"id\":10,\"name\":\"Deleted Inventory\"}");
        assertThat(server.json("/api/v2/inventories/10/activity_stream/")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anAssociationHasSixKeysAndItsRelationship() {
        JsonNode row = served(Entry.of(Operation.ASSOCIATE, "team", "4", "t")
                .to("users", "9", "u", null)
                .relationship("member"));

        assertThat(row.get("changes").toString())
                .isEqualTo("{\"object1\":\"team\",\"object1_pk\":4,\"object2\":\"user\",\"object2_pk\":9,"
                        + "\"action\":\"associate\",\"relationship\":\"member\"}");
        assertThat(row.get("object2").asText()).isEqualTo("user");
        assertThat(row.get("object_relationship_type").asText()).isEqualTo("member");
        assertThat(row.get("object_association").asText()).isEqualTo("member");
        assertThat(row.at("/summary_fields/user/0/username").asText()).isEqualTo("u");
    }

    @Test
    void aTextIdStaysTextAndIsEscapedInUrls() {
        JsonNode row = served(Entry.of(Operation.UPDATE, "team", "kubernetes/docs team", "docs"));

        assertThat(row.at("/summary_fields/team/0/id").asText()).isEqualTo("kubernetes/docs team");
        String url = row.at("/related/team/0").asText();
        assertThat(url).isEqualTo("/api/v2/teams/kubernetes%2Fdocs%20team/");
        assertThat(server.json(url + "activity_stream/").get("count").asInt()).isEqualTo(1);
        assertThat(server.json("/api/v2/teams/docs/activity_stream/")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void nullsAreLeftOutOfSummariesAndUnknownAttributesAreShown() {
        JsonNode row = served(
                Entry.of(Operation.UPDATE, "credential", "3", "c")
                        .summary(
                                "{\"kind\":\"ssh\",\"cloud\":null,\"kubernetes\":false,\"owner\":{\"a\":[1,{\"$annals\":\"redacted\",\"was\":\"string\"}]}}"));

        assertThat(row.at("/summary_fields/credential/0").toString())
                .isEqualTo("{\"id\":3,\"name\":\"c\",\"description\":\"\",\"kind\":\"ssh\",\"kubernetes\":false}");
    }

    @Test
    void parentsAreSummarisedAndASchedulesTemplateIsLinked() {
        JsonNode row = served(
                Entry.of(Operation.UPDATE, "schedule", "3", "nightly").related("job_template", "5", "deploy", null));

        assertThat(row.at("/related/unified_job_template").asText()).isEqualTo("/api/v2/job_templates/5/");
        assertThat(row.at("/summary_fields/job_template/0/name").asText()).isEqualTo("deploy");
        assertThat(row.get("related").has("job_template")).isFalse();
    }

    @Test
    void microsecondsHaveSixDigits() {
        assertThat(served(Entry.of(Operation.UPDATE, "label", "3", "x").at("2024-01-01T00:00:00.0305Z"))
                        .get("timestamp")
                        .asText())
                .isEqualTo("2024-01-01T00:00:00.030500Z");
    }

    @Test
    void anyPluralInTheLogIsAResourceAndOthersAreNot() {
        served(Entry.of(Operation.UPDATE, "node_groups", "g-1", "web"));

        assertThat(server.json("/api/v2/node_groups/g-1/activity_stream/")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.json("/api/v2/node_groups/web/activity_stream/?operation=update")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.get("/api/v2/widgets/1/activity_stream/").body())
                .isEqualTo("{\"detail\":\"The requested resource could not be found.\"}");
        assertThat(server.json("/api/v2/job_templates/10/activity_stream/").get("results"))
                .isEmpty();
    }

    @Test
    void aUsersTrailIsWhatTheyDidAndWhatWasDoneToThem() {
        served(Entry.of(Operation.UPDATE, "users", "1", "admin").by(null));

        assertThat(server.json("/api/v2/users/1/activity_stream/").get("count").asInt())
                .isEqualTo(7);
        assertThat(server.json("/api/v2/users/admin/activity_stream/")
                        .get("count")
                        .asInt())
                .isEqualTo(7);
        assertThat(server.json("/api/v2/users/2/activity_stream/").get("count").asInt())
                .isZero();
        assertThat(server.json("/api/v2/users/1/").get("username").asText()).isEqualTo("admin");
        assertThat(server.get("/api/v2/users/2/").statusCode()).isEqualTo(404);
    }
}
