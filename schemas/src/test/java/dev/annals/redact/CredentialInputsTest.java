package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.ChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs of a credential of AWX are hidden whole, in every form. */
class CredentialInputsTest {
    private static final String INPUTS = "{\"username\":\"deploy-bot\",\"host\":\"tower.example.org\",\"port\":2222}";
    private static final String BARE = "{\"$annals\":\"redacted\",\"was\":\"object\"}";

    @ParameterizedTest
    @ValueSource(strings = {"credential", "credentials", "Credential", "awx.main.models.Credential"})
    void theyAreHiddenInADocument(String type) {
        assertThat(Redacted.document(type, "{\"name\":\"x\",\"inputs\":" + INPUTS + "}"))
                .isEqualTo("{\"name\":\"x\",\"inputs\":" + BARE + "}");
    }

    @Test
    void theyAreHiddenInBeforeAndPatchAndPairs() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event(
                "credential",
                "\"before\":{\"inputs\":" + INPUTS + "},\"patch\":{\"inputs\":" + INPUTS + "},\"changes\":{\"inputs\":["
                        + INPUTS + ",null],\"x\":[null,{\"inputs\":" + INPUTS + "}]}"));

        assertThat(event.toString())
                .doesNotContain("deploy-bot")
                .doesNotContain("tower")
                .doesNotContain("2222");
        assertThat(Mark.bare(event.changes().get(0).oldValue()).text()).isEqualTo(BARE);
        assertThat(event.changes().get(0).newValue().isNull()).isTrue();
    }

    @Test
    void theyAreHiddenAsText() {
        String inputs = Redacted.quoted(INPUTS);

        assertThat(Redacted.document("credential", "{\"inputs\":" + inputs + "}"))
                .isEqualTo("{\"inputs\":{\"$annals\":\"redacted\",\"was\":\"string\"}}");
        assertThat(Redacted.document("credential", "{\"body\":" + Redacted.quoted("{\"inputs\":" + INPUTS + "}") + "}"))
                .isEqualTo("{\"body\":\"{\\\"inputs\\\":\\\"[redacted]\\\"}\"}");
    }

    @Test
    void whatStandsInThemIsCutOutOfEverythingElse() {
        ChangeEvent event = Redacted.REDACTOR.redact(
                Redacted.event(
                        "credential",
                        "\"after\":{\"inputs\":" + INPUTS
                                + "},\"message\":\"deploy-bot logs in to tower.example.org\",\"object2\":{\"type\":\"t\",\"id\":1,\"summary\":{\"who\":\"deploy-bot\"}}"));

        assertThat(event.toString()).doesNotContain("deploy-bot").doesNotContain("tower.example");
    }

    @Test
    void theInputsOfOtherTypesAreNot() {
        String type =
                "{\"inputs\":{\"fields\":[{\"id\":\"password\",\"label\":\"Password\",\"secret\":true,\"type\":\"string\"}]}}";

        assertThat(Redacted.document("credential_type", type)).isEqualTo(type);
    }

    @Test
    void aChangeOfThemShows() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event(
                "credential",
                "\"before\":{\"inputs\":{\"username\":\"a\"}},\"after\":{\"inputs\":{\"username\":\"b\"}}"));

        assertThat(event.before()).isNotEqualTo(event.after());
    }

    @Test
    void theCredentialsThatAJobNamesAreNotAndAllOthersAre() {
        assertThat(Redacted.document("job", "{\"credentials\":[\"cred 4 (7)\",\"vault (12)\"]}"))
                .isEqualTo("{\"credentials\":[\"cred 4 (7)\",\"vault (12)\"]}");
        for (String other :
                new String[] {"[\"hunter2\"]", "[\"x (1)\",\"hunter2\"]", "\"cred (7)\"", "[[\"x (1)\"]]", "[\" (1)\"]"
                }) {
            assertThat(Redacted.document("job", "{\"credentials\":" + other + "}"))
                    .contains("redacted");
        }
        assertThat(Redacted.document("server", "{\"credentials\":[\"cred 4 (7)\"]}"))
                .contains("redacted");
    }
}
