package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.model.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwxTypesTest {
    @ParameterizedTest
    @CsvSource({
        "users, user",
        "user, user",
        "roles, role",
        "inventories, inventory",
        "o_auth2_applications, o_auth2_application",
        "node_groups, node_groups",
        "node_group, node_group",
        "Users, Users"
    })
    void aTypeWhoseSingularIsATypeOfAwxIsThatType(String spelling, String type) {
        assertThat(AwxTypes.of(spelling)).isEqualTo(type);
    }

    @Test
    void everySpellingMeansItsType() {
        for (String type : AwxTypes.ALL) {
            assertThat(AwxTypes.spellings(type))
                    .hasSize(2)
                    .allMatch(spelling -> AwxTypes.of(spelling).equals(type));
        }
        assertThat(AwxTypes.spellings("node_groups")).containsExactly("node_groups");
    }

    @Test
    void aPluralLeadsToWhatItMayBeThePluralOf() {
        assertThat(AwxTypes.singulars("node_groups")).containsExactly("node_group", "node_groups");
        assertThat(AwxTypes.singulars("policies")).contains("policy", "policies");
        assertThat(AwxTypes.singulars("s")).containsExactly("s");
    }

    @Test
    void maskedValuesAreWordedAsInAwx() {
        JsonText mark = new JsonText("{\"$annals\":\"redacted\",\"was\":\"string\"}");
        JsonText nested = new JsonText("{\"username\":\"x\",\"list\":[{\"$annals\":\"redacted\",\"was\":\"string\"}]}");

        assertThat(AwxMasks.field("credential", "password", mark).text()).isEqualTo("\"hidden\"");
        assertThat(AwxMasks.field("credential", "extra", nested).text())
                .isEqualTo("{\"username\":\"x\",\"list\":[\"$encrypted$\"]}");
        assertThat(AwxMasks.field("credential", "inputs", nested).text()).isEqualTo("\"hidden\"");
        assertThat(AwxMasks.field("o_auth2_access_token", "token", mark).text()).isEqualTo("\"************\"");
        assertThat(AwxMasks.isLeftOut("user", "last_login")).isTrue();
        assertThat(AwxMasks.isLeftOut("team", "last_login")).isFalse();
        assertThat(AwxMasks.field("credential", "extra", new JsonText("\"plain\""))
                        .text())
                .isEqualTo("\"plain\"");
    }
}
