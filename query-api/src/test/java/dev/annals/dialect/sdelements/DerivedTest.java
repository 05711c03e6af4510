package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of an event whose producer did not say. */
class DerivedTest {
    private static final String ACTOR = "\"actor\":{\"id\":\"1\",\"name\":\"Admin Testerton\"},";

    private static Trail trail;
    private static SdeServer server;

    @BeforeAll
    static void start() {
        trail = new Trail();
        server = SdeServer.on(trail);
    }

    @AfterAll
    static void stop() {
        server.close();
        trail.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create     | user          | CreatedUserActivity          | created user Web             | user               |         ",
                "create     | groups        | CreatedGroupActivity         | created group Web            | user               | success ",
                "create     | project       | CreatedProjectActivity       | created project Web          | createProject      | create  ",
                "create     | task          | CreatedTaskActivity          | created task Web             | createTask         | create  ",
                "create     | job_template  | CreatedJobTemplateActivity   | created job template Web     | createJobTemplate  | create  ",
                "update     | business_unit | ModifiedBusinessUnitActivity | modified business unit Web   | edit               |         ",
                "update     | project       | ModifiedProjectActivity      | modified project Web         | modify             | modify  ",
                "update     | node_groups   | ModifiedNodeGroupActivity    | modified node group Web      | edit               |         ",
                "delete     | inventories   | DeletedInventoryActivity     | deleted inventory Web        | delete             | delete  ",
                "execute    | jobTemplate   | ExecutedJobTemplateActivity  | executed job template Web    | run                |         ",
                "login      | user          | LoggedInActivity             | logged in                    | user               |         ",
                "logout     | user          | LoggedOutActivity            | logged out                   | user               |         ",
                "other      | node          | ActedOnNodeActivity          | acted on node Web            | edit               |         "
            })
    void everyOperationHasItsWords(
            String operation, String type, String name, String predicate, String icon, String logLevel) {
        JsonNode item =
                shown(event(operation, ACTOR + "\"object\":{\"type\":\"" + type + "\",\"id\":\"x\",\"name\":\"Web\"}"));

        assertThat(item.get("name").textValue()).isEqualTo(name);
        assertThat(item.get("text").textValue()).isEqualTo("Admin Testerton " + predicate);
        assertThat(item.get("icon").textValue()).isEqualTo(icon);
        assertThat(item.get("log_level").textValue()).isEqualTo(logLevel == null ? "" : logLevel);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "associate    | team    | users   | AddedUserToTeamActivity         | added Ann to team Web           | personAdd    | user",
                "associate    | users   | team    | AddedUserToTeamActivity         | added Web to team Ann           | personAdd    | user",
                "disassociate | team    | users   | RemovedUserFromTeamActivity     | removed Ann from team Web       | personRemove | user",
                "associate    | group   | group   | AddedGroupToGroupActivity       | added group Ann to group Web    | add          | modify",
                "associate    | project | group   | AddedGroupToProjectActivity     | added group Ann to project Web  | add          | modify",
                "disassociate | user    | user    | RemovedUserFromUserActivity     | removed Ann from user Web       | personRemove | user"
            })
    void joiningAndPartingNameTheMemberFirst(
            String operation,
            String first,
            String second,
            String name,
            String predicate,
            String icon,
            String logLevel) {
        JsonNode item = shown(event(
                operation,
                ACTOR + "\"object\":{\"type\":\"" + first + "\",\"id\":\"x\",\"name\":\"Web\"},\"object2\":{\"type\":\""
                        + second + "\",\"id\":\"y\",\"name\":\"Ann\"}"));

        assertThat(item.get("name").textValue()).isEqualTo(name);
        assertThat(item.get("text").textValue()).isEqualTo("Admin Testerton " + predicate);
        assertThat(item.get("icon").textValue()).isEqualTo(icon);
        assertThat(item.get("log_level").textValue()).isEqualTo(logLevel);
    }

    @Test
    void aMemberOfAProjectIsShownWithTheWholeItBelongsTo() {
        JsonNode item = shown(
                event(
                        "associate",
                        ACTOR + "\"object\":{\"type\":\"project\",\"id\":\"3\",\"name\":\"P\"},"
                                + "\"object2\":{\"type\":\"users\",\"id\":\"7\",\"name\":\"Cindy Lu\"},\"related\":["
                                + "{\"type\":\"application\",\"id\":\"2\",\"name\":\"A\"},{\"type\":\"business_unit\",\"id\":\"5\"}]"));

        assertThat(item.get("text").textValue())
                .isEqualTo("Admin Testerton added Cindy Lu to project P in application A");
        assertThat(item.get("data").toString())
                .isEqualTo("{\"user\":\"U7\",\"user_desc\":\"Cindy Lu\",\"project\":3,\"project_desc\":\"P\","
                        + "\"application\":2,\"application_desc\":\"A\",\"business_unit\":5}");
    }

    @Test
    void severalObjectsOfOneTypeMakeListsInTheSameOrder() {
        JsonNode item = shown(
                event(
                        "update",
                        ACTOR + "\"object\":{\"type\":\"user\",\"id\":\"1\"},\"related\":["
                                + "{\"type\":\"users\",\"id\":\"2\",\"name\":\"Bob\"},{\"type\":\"users\",\"id\":\"2\",\"name\":\"Bob\"}]"));

        assertThat(item.get("data").toString()).isEqualTo("{\"user\":[\"U1\",\"U2\"],\"user_desc\":[null,\"Bob\"]}");
    }

    @Test
    void standardsHaveTheLetterOfThoseThatAreBuiltIn() {
        JsonNode item = shown(
                event(
                        "update",
                        "\"object\":{\"type\":\"standard\",\"id\":\"21\"},\"related\":[{\"type\":\"standard\",\"id\":\"CT5\"}]"));

        assertThat(item.get("data").toString()).isEqualTo("{\"standard\":[\"T21\",\"CT5\"]}");
    }

    @Test
    void theSystemIsAnActorWithoutANumber() {
        JsonNode item = shown(event("delete", "\"object\":{\"type\":\"team\",\"id\":\"a/b\"}"));

        assertThat(item.get("actor").isNull()).isTrue();
        assertThat(item.get("text").textValue()).isEqualTo("System deleted team a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"k-1\"}                                                    | \"k-1\" | k-1",
                "{\"id\":\"7\",\"username\":\"ann\"}                                 | 7       | ann",
                "{\"id\":\"07\",\"username\":\"ann\",\"first_name\":\"Ann\"}         | \"07\"  | Ann",
                "{\"id\":\"7\",\"first_name\":\"Ann\",\"last_name\":\"Lee\"}         | 7       | Ann Lee",
                "{\"id\":\"7\",\"first_name\":\"Ann\",\"name\":\"Dr Lee\"}           | 7       | Dr Lee"
            })
    void anActorIsNamedByTheBestNameThereIs(String actor, String shownActor, String name) {
        JsonNode item = shown(event("login", "\"actor\":" + actor + ",\"object\":{\"type\":\"user\",\"id\":\"7\"}"));

        assertThat(item.get("actor").toString()).isEqualTo(shownActor);
        assertThat(item.get("text").textValue()).isEqualTo(name + " logged in");
    }

    @Test
    void whatIsOtherIsToldInTheProducersSentence() {
        JsonNode item = shown(event(
                "other",
                ACTOR + "\"message\":\"Schedule puppet agent run\",\"object\":{\"type\":\"node\",\"id\":\"x\"}"));

        assertThat(item.get("text").textValue()).isEqualTo("Schedule puppet agent run");
    }

    @Test
    void whateverAPresentationLeavesOutIsDerived() {
        JsonNode item = shown(
                event(
                        "create",
                        ACTOR
                                + "\"object\":{\"type\":\"team\",\"id\":\"3\",\"name\":\"Web\"},\"presentation\":{\"name\":\"MadeTeam\",\"icon\":\"\"}"));

        assertThat(item.toString())
                .isEqualTo("{\"id\":" + item.get("id")
                        + ",\"date\":\"2024-01-01T00:00:00Z\",\"actor\":1,\"name\":\"MadeTeam\","
                        + "\"text\":\"Admin Testerton created team Web\",\"data\":{\"team\":3,\"team_desc\":\"Web\"},"
                        + "\"icon\":\"\",\"log_level\":\"create\"}");
    }

    @Test
    void aMaskedValueIsShownAsWords() {
        JsonNode item = shown(
                event(
                        "create",
                        "\"object\":{\"type\":\"team\",\"id\":\"3\"},\"presentation\":{\"data\":"
                                + "{\"token\":{\"$annals\":\"redacted\",\"was\":\"string\"},\"more\":[{\"a\":{\"$annals\":\"redacted\",\"was\":\"number\"}}]}}"));

        assertThat(item.get("data").toString())
                .isEqualTo("{\"token\":\"[redacted]\",\"more\":[{\"a\":\"[redacted]\"}]}");
    }

    @Test
    void anObjectThatWasRenamedAndDeletedIsFoundUnderEachNameInTheActivitiesOfThatTime() {
        String project = "\"object\":{\"type\":\"project\",\"id\":\"9\",\"name\":\"%s\"}";
        try (Trail own = new Trail()
                        .lines(
                                event("create", project.formatted("Old")),
                                event("update", project.formatted("New")),
                                event("delete", project.formatted("New")),
                                event("create", project.formatted("Other").replace("\"9\"", "\"10\"")));
                SdeServer other = SdeServer.on(own)) {
            assertThat(other.ids(SdeServer.ALL + "?project_desc=Old")).containsExactly(1L);
            assertThat(other.ids(SdeServer.ALL + "?project_desc=New")).containsExactly(3L, 2L);
            assertThat(other.ids(SdeServer.ALL + "?project=9")).containsExactly(3L, 2L, 1L);
            assertThat(other.ids(SdeServer.ALL + "?project=9&project_desc=New&name=DeletedProjectActivity"))
                    .containsExactly(3L);
        }
    }

    private static JsonNode shown(String event) {
        trail.lines(event);
        JsonNode item =
                server.json("/api/v2/activities/?page_size=1").get("results").get(0);
        assertThat(server.json("/api/v2/activities/" + item.get("id") + "/")).isEqualTo(item);
        return item;
    }

    private static String event(String operation, String rest) {
        return "{\"id\":\"e\",\"source\":\"t\",\"time\":\"2024-01-01T00:00:00Z\",\"operation\":\"" + operation + "\","
                + rest + "}";
    }
}
