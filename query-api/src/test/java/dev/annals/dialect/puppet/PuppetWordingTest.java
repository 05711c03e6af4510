package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.dialect.puppet.wording.PuppetEvent;
import dev.annals.dialect.puppet.wording.PuppetWording;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words for what producers leave unsaid; those of node groups, users and roles are as recorded from Puppet Enterprise. */
class PuppetWordingTest {
    private static final String GROUP = "\"object\":{\"type\":\"node_groups\",\"id\":\"g1\",\"name\":\"yolo_group\"}";
    private static final String ROLE = "\"object\":{\"type\":\"roles\",\"id\":\"7\",\"name\":\"test_role\"}";
    private static final String USER = "\"object\":{\"type\":\"users\",\"id\":\"u1\",\"name\":\"test_user\"}";
    private static final String TEAM = "\"object\":{\"type\":\"team\",\"id\":\"k/web\",\"name\":\"web\"}";

    @Test
    void aNewGroupIsItsCreationAndEachFieldThatIsSet() {
        assertThat(words("create", GROUP, """
                "after":{"name":"yolo_group","id":"g1","description":"yolo","environment":"production",
                "environment_trumps":false,"parent":"00000000-0000-4000-8000-000000000000",
                "rule":["and",[">",["fact","physicalprocessorcount"],"20"]],"classes":{"ntp":{"servers":["a"]}},
                "variables":{},"deleted":null}"""))
                .containsExactly(
                        "create|node_group|create_node_group|Created the \"yolo_group\" group with id g1",
                        "edit|node_group_description|edit_node_group_description|Changed the description to \"yolo\"",
                        "edit|node_group_environment|edit_node_group_environment|Changed the environment to \"production\"",
                        "edit|node_group_environment_override|edit_node_group_environment_override|Changed the environment override setting to false",
                        "edit|node_group_parent|edit_node_group_parent|Changed the parent to 00000000-0000-4000-8000-000000000000",
                        "edit|node_group_rule|edit_node_group_rule|Changed the rule to [\"and\" [\">\" [\"fact\" \"physicalprocessorcount\"] \"20\"]]",
                        "edit|node_group_class|add_node_group_class_ntp|Added the \"ntp\" class",
                        "edit|node_group_class_parameter|add_node_group_class_parameter_ntp_servers|Added the \"servers\" parameter to the \"ntp\" class");
    }

    @Test
    void eachNestedEntryThatChangedIsAnEvent() {
        assertThat(words("update", GROUP, """
                "changes":{"variables":[{"old":1,"kept":1.0,"moved":1},{"kept":1.00,"moved":2,"new_variable":"x"}],
                "classes":[{"a":{"p":1,"q":1},"b":{}},{"a":{"p":2,"r":{"deep":1}}}]}"""))
                .containsExactly(
                        "edit|node_group_variable|edit_node_group_variable_moved|Changed the \"moved\" variable to 2",
                        "edit|node_group_variable|add_node_group_variable_new_variable|Added the \"new_variable\" variable",
                        "edit|node_group_variable|delete_node_group_variable_old|Removed the \"old\" variable",
                        "edit|node_group_class_parameter|edit_node_group_class_parameter_a_p|Changed the \"p\" parameter of the \"a\" class to 2",
                        "edit|node_group_class_parameter|add_node_group_class_parameter_a_r|Added the \"r\" parameter to the \"a\" class",
                        "edit|node_group_class_parameter|delete_node_group_class_parameter_a_q|Removed the \"q\" parameter from the \"a\" class",
                        "edit|node_group_class|delete_node_group_class_b|Removed the \"b\" class");
    }

    @Test
    void documentsInsideDocumentsAreNamedByTheirPath() {
        assertThat(words("update", TEAM, """
                "changes":{"repos":[{"k8s":{"access":{"mode":"read","since":1}}},{"k8s":{"access":{"mode":"write","since":1}}}]}"""))
                .containsExactly(
                        "edit|team_repo|edit_team_repo_k8s_access_mode|Changed the \"k8s.access.mode\" repo to \"write\"");
    }

    @Test
    void aFieldThatIsGoneOrEmptyIsSaid() {
        assertThat(words(
                        "update",
                        TEAM,
                        "\"changes\":{\"parent\":[\"x\",null],\"repos\":[null,{}],\"previously\":[[],[\"a\"]]}"))
                .containsExactly(
                        "edit|team_parent|delete_team_parent|Removed the parent",
                        "edit|team_repos|edit_team_repos|Changed the repos to {}",
                        "edit|team_previously|edit_team_previously|Changed the previously to [\"a\"]");
    }

    @Test
    void aDeletionSaysItAllInOneEvent() {
        assertThat(words("delete", GROUP, "\"changes\":{\"description\":[\"yolo\",null]}"))
                .containsExactly("delete|node_group|delete_node_group|Deleted the \"yolo_group\" group with id g1");
        assertThat(words("delete", ROLE, "\"node\":\"n\""))
                .containsExactly("delete|roles|delete_roles|Role test_role (7) deleted.");
    }

    @Test
    void accessControlSpeaksOfValues() {
        assertThat(words("create", USER, "\"after\":{\"display_name\":\"test_user\",\"email\":\"\",\"login\":\"t\"}"))
                .containsExactly(
                        "create|users|create_users|User test_user (u1) created.",
                        "create|users|create_users_display_name|Created with \"display_name\" set to \"test_user\"",
                        "create|users|create_users_email|Created with \"email\" set to \"\"",
                        "create|users|create_users_login|Created with \"login\" set to \"t\"");
        assertThat(words("update", ROLE, """
                "changes":{"permissions":[[{"object_type":"nodes","action":"view","instance":"*"}],
                [{"object_type":"node_groups","action":"modify_children","instance":"*"}]],"user_ids":[null,["u1"]]}"""))
                .containsExactly(
                        "update|roles|update_roles_permissions_node_groups:modify_children:*|Permission node_groups:modify_children:* added to role test_role",
                        "update|roles|update_roles_permissions_nodes:view:*|Permission nodes:view:* removed from role test_role",
                        "update|roles|update_roles_user_ids_u1|User u1 added to role test_role");
    }

    @Test
    void aMembershipIsToldFromTheSideThatTheEventIsAbout() {
        String user = "\"object2\":{\"type\":\"users\",\"id\":\"u1\",\"name\":\"test_user\"}";
        String role = "\"object2\":{\"type\":\"roles\",\"id\":\"7\",\"name\":\"test_role\"}";

        assertThat(words("associate", ROLE, user))
                .containsExactly("update|roles|update_roles_user_ids_u1|User test_user (u1) added to role test_role");
        assertThat(words("disassociate", USER, role))
                .containsExactly(
                        "update|users|update_users_user_ids_7|User test_user (u1) removed from role test_role");
        assertThat(words("associate", TEAM, user + ",\"relationship\":\"members\""))
                .containsExactly(
                        "edit|team_member|add_team_member_u1|Added the \"test_user\" user to the members of the \"web\" team");
        assertThat(words("disassociate", TEAM, user + ",\"relationship\":\"awx.main.models.rbac.Role_members\""))
                .containsExactly(
                        "edit|team_member|delete_team_member_u1|Removed the \"test_user\" user from the members of the \"web\" team");
        assertThat(words("associate", TEAM, user))
                .containsExactly("edit|team_user|add_team_user_u1|Added the \"test_user\" user to the \"web\" team");
    }

    @Test
    void runsAndVisitsHaveWords() {
        String node = "\"object\":{\"type\":\"node\",\"id\":\"n.example\"}";

        assertThat(words("execute", node, "\"execution\":{\"id\":\"20\",\"name\":\"facts\",\"kind\":\"task\"}"))
                .containsExactly(
                        "run_task|node|request_facts_on_node|Request \"facts\" task on \"n.example\" via orchestrator job \"20\"");
        assertThat(words("execute", node, "\"execution\":{\"name\":\"puppet agent\",\"kind\":\"job\"}"))
                .containsExactly(
                        "puppet_agent|node|request_puppet_agent_on_node|Request \"puppet agent\" run on \"n.example\"");
        assertThat(words("login", USER, "\"node\":\"n\""))
                .containsExactly("login|users|login_users|User \"test_user\" logged in");
        assertThat(words("other", TEAM, "\"node\":\"n\""))
                .containsExactly("other|team|other_team|Recorded an event on the \"web\" team with id k/web");
        assertThat(words("update", TEAM, "\"node\":\"n\""))
                .containsExactly("edit|team|edit_team|Changed the \"web\" team with id k/web");
    }

    @Test
    void theProducersMessageMakesOneEventAndItsOtherWordsGoBeforeOurs() {
        assertThat(words("update", GROUP, "\"message\":\"Said\",\"changes\":{\"a\":[1,2],\"b\":[1,2]}"))
                .containsExactly("edit|node_group|edit_node_group|Said");
        assertThat(words("update", GROUP, "\"message\":\"Said\",\"verb\":\"tune\",\"changes\":{\"a\":[1,2]}"))
                .containsExactly("tune|node_group_a|edit_node_group_a|Said");
        assertThat(words("update", GROUP, "\"verb\":\"tune\",\"changes\":{\"a\":[1,2],\"b\":[1,2]}"))
                .containsExactly(
                        "tune|node_group_a|edit_node_group_a|Changed the a to 2",
                        "tune|node_group_b|edit_node_group_b|Changed the b to 2");
    }

    @Test
    void aMaskedValueIsNeverShownAndStillSaidToHaveChanged() {
        String mask = "{\"$annals\":\"masked\"}";

        assertThat(words("update", TEAM, "\"changes\":{\"password\":[%s,%s]}".formatted(mask, mask)))
                .containsExactly("edit|team_password|edit_team_password|Changed the password to [redacted]");
        assertThat(words(
                        "update",
                        TEAM,
                        "\"changes\":{\"inputs\":[{\"p\":%s,\"q\":1},{\"p\":%s,\"q\":1}]}".formatted(mask, mask)))
                .containsExactly("edit|team_input|edit_team_input_p|Changed the \"p\" input to [redacted]");
    }

    @Test
    void aDocumentThatChangedInVeryManyPlacesIsWordedAsAWhole() {
        StringBuilder entries = new StringBuilder("{");
        StringBuilder elements = new StringBuilder("[");
        for (int i = 0; i <= 5000; i++) {
            entries.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\":")
                    .append(i);
            elements.append(i == 0 ? "" : ",").append(i);
        }

        assertThat(words("update", TEAM, "\"changes\":{\"repos\":[null," + entries + "}]}"))
                .singleElement()
                .satisfies(
                        word -> assertThat(word).startsWith("edit|team_repos|edit_team_repos|Changed the repos to {"));
        assertThat(words("update", ROLE, "\"changes\":{\"user_ids\":[[]," + elements + "]]}"))
                .singleElement()
                .satisfies(word -> assertThat(word).startsWith("update|roles|update_roles_user_ids|Updated with"));
    }

    @Test
    void theWayToADeepEntryIsCutBeforeItFillsTheMemory() {
        String deep = "{\"" + "k".repeat(900) + "\":{\"" + "😀".repeat(900) + "\":%d}}";

        assertThat(words(
                        "update",
                        TEAM,
                        "\"changes\":{\"repos\":[" + deep.formatted(1) + "," + deep.formatted(2) + "]}"))
                .singleElement()
                .satisfies(word -> assertThat(word).contains("k…").hasSizeLessThan(1200));
    }

    private static List<String> words(String operation, String object, String rest) {
        Feed feed = new Feed().lines("""
                {"id":"1","source":"s","time":"2021-09-08T13:47:53Z","service_id":"classifier","operation":"%s",%s,%s}
                """.formatted(operation, object, rest).replace("\n", ""));
        List<String> words = new ArrayList<>();
        for (PuppetEvent event : PuppetWording.events(feed.activity(1))) {
            words.add(event.type() + "|" + event.what() + "|" + event.description() + "|" + event.message());
        }
        return words;
    }
}
