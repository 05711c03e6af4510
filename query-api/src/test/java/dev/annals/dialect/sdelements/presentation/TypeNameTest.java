package dev.annals.dialect.sdelements.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeNameTest {
    @ParameterizedTest
    @CsvSource({
        "team, Team, team",
        "business_unit, BusinessUnit, business_unit",
        "businessUnits, BusinessUnit, business_unit",
        "node groups, NodeGroup, node_group",
        "policies, Policy, policy",
        "classes, Class, class",
        "access, Access, access",
        "task-statuses, TaskStatus, task_status",
        "dns, Dns, dns",
        "people, Person, person",
        "kubernetes, Kubernetes, kubernetes",
        "o_auth2_access_tokens, OAuth2AccessToken, o_auth2_access_token",
        "名前, 名前, 名前",
        "///, Object, object"
    })
    void aTypeHasOneNameInEverySpelling(String type, String camelCase, String key) {
        TypeName name = TypeName.of(type);

        assertThat(List.of(name.camelCase(), name.key())).containsExactly(camelCase, key);
    }
}
