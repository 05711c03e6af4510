package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** JSON and YAML inside a text of a document. */
class NestedTextTest {
    @Test
    void jsonInATextIsMaskedAndStaysJson() throws Exception {
        String inner =
                "{ \"a\": 1.50, \"password\" : \"hunter2\",\n \"list\":[{\"token\":5}], \"é\":\"$encrypted$x\", \"off\":false, \"url\":\"http://u:p4ss@h/\" }";

        String masked = Redacted.text("anything", inner);

        assertThat(masked)
                .isEqualTo(
                        "{ \"a\": 1.50, \"password\" : \"[redacted]\",\n \"list\":[{\"token\":\"[redacted]\"}], \"é\":\"[redacted]\", \"off\":false, \"url\":\"http://u:[redacted]@h/\" }");
        assertThat(Json.tree(masked).get("a").decimalValue()).isEqualTo("1.50");
    }

    @Test
    void jsonInATextInATextIsMasked() throws Exception {
        String innermost = "{\"secret\":\"hunter2\"}";
        String inner = "{\"config\":" + Redacted.quoted(innermost) + "}";

        JsonNode masked = Json.tree(Redacted.text("outer", inner));

        assertThat(masked.get("config").asText()).isEqualTo("{\"secret\":\"[redacted]\"}");
    }

    @Test
    void theLastAppliedConfigurationOfASecretIsMasked() {
        String inner =
                "{\"apiVersion\":\"v1\",\"data\":{\"user\":\"Ym9i\",\"x\":\"aHVudGVyMg==\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"}}\n";

        assertThat(Redacted.text("kubectl.kubernetes.io/last-applied-configuration", inner))
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"data\":{\"user\":\"[redacted]\",\"x\":\"[redacted]\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"}}\n");
    }

    @Test
    void yamlInAKnownFieldIsMaskedAndStaysYaml() {
        String inner = """
                ---
                # the password: hunter2
                ansible_user: bob   # not secret
                ansible_ssh_pass: hunter2
                db: {name: x, password: 'hun ter2', port: 5432}
                key: |
                  -----BEGIN RSA PRIVATE KEY-----
                  MIIE
                  -----END RSA PRIVATE KEY-----
                vault_password: >-
                  two
                  lines
                tokens:
                  - abc
                  - def
                base: &base hunter3
                secret: *base
                other: *base
                enabled_token: true
                last: end
                """;

        String masked = Redacted.text("extra_vars", inner);

        assertThat(masked).isEqualTo("""
                        ---
                        # the password: [redacted]
                        ansible_user: bob   # not secret
                        ansible_ssh_pass: "[redacted]"
                        db: {name: x, password: "[redacted]", port: 5432}
                        key: "[redacted]"
                        vault_password: "[redacted]"
                        tokens:
                          "[redacted]"
                        base: &base "[redacted]"
                        secret: *base
                        other: *base
                        enabled_token: true
                        last: end
                        """);
        assertThat(new Yaml().<Object>load(masked)).isNotNull();
    }

    @Test
    void severalDocumentsOfYamlAreMasked() {
        assertThat(Redacted.text(
                        "manifest", "kind: Secret\nstringData:\n  a: hunter2\n---\nkind: ConfigMap\ndata:\n  a: b\n"))
                .isEqualTo("kind: Secret\nstringData:\n  a: \"[redacted]\"\n---\nkind: ConfigMap\ndata:\n  a: b\n");
    }

    @Test
    void whatCannotBeReadIsMaskedByTheRulesForText() {
        assertThat(Redacted.text("extra_vars", "user: bob\npassword: {{ hunter2\n\tx: y"))
                .isEqualTo("user: bob\npassword: [redacted]\n\tx: y");
        assertThat(Redacted.text("extra_data", "{\"user\":\"bob\",\"password\":\"hunter2\","))
                .isEqualTo("{\"user\":\"bob\",\"password\":\"[redacted]\",");
        assertThat(Redacted.text("variables", "[db]\nuser = bob\npassword = hunter2\n"))
                .isEqualTo("[db]\nuser = bob\npassword = [redacted]\n");
    }

    @Test
    void aRuleNamesAFurtherFieldToLookInto() {
        RedactionRules rules = RedactionRules.parse(List.of("look into notes", "pin"));
        Redactor redactor = new Redactor(rules, Redacted.KEY);
        String after =
                "{\"notes\":" + Redacted.quoted("a: b\npin: 5") + ",\"note\":" + Redacted.quoted("a: b\npine: 5") + "}";

        var event = redactor.redact(Redacted.event("team", "\"after\":" + after));

        assertThat(Mark.bare(event.after()).tree().get("notes").asText()).isEqualTo("a: b\npin: \"[redacted]\"");
        assertThat(event.after().tree().get("note").asText()).isEqualTo("a: b\npine: 5");
    }

    @Test
    void hostileYamlIsReadWithinBounds() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n".repeat(1)
                + "d: &d [*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d]\npassword: hunter2\n";
        String deep = "x: " + "[".repeat(5000) + "\npassword: hunter2";
        String long1 = "a: b\n".repeat(100_000) + "password: hunter2";

        for (String text : List.of(bomb, deep, long1)) {
            assertThat(Redacted.text("extra_vars", text)).contains("password: ").doesNotContain("hunter2");
        }
    }

    @Test
    void deepJsonInATextIsReadWithinBounds() {
        String deep = "[".repeat(100_000) + "{\"password\":\"hunter2\"}" + "]".repeat(100_000);

        assertThat(Redacted.text("extra_data", deep)).doesNotContain("hunter2").contains("[redacted]");
    }
}
