package dev.annals.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A masked value is cut out of everything else in the event. */
class CuttingTest {
    @Test
    void aMaskedNumberVanishesFromEveryText() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event("team", """
                "after":{"passcode":483920,"copy":483920,"note":"it is 483920.","list":[4839201,"483920"]},"message":"PIN483920 set, not 14839201",\
                "labels":{"x":"483920"},"actor":{"id":"1","name":"483920"}"""));

        assertThat(Mark.bare(event.after())).isEqualTo(new JsonText("""
                                {"passcode":{"$annals":"redacted","was":"number"},"copy":{"$annals":"redacted","was":"number"},\
                                "note":"it is [redacted].","list":[4839201,{"$annals":"redacted","was":"string"}]}"""));
        assertThat(event.wording().message()).isEqualTo("PIN[redacted] set, not 14839201");
        assertThat(event.labels()).containsEntry("x", "[redacted]");
        assertThat(event.actor().name()).isEqualTo("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "no",
                "true",
                "yes",
                "abc",
                "null",
                "****",
                "xxxxxxxx",
                "password",
                "hidden",
                "admin",
                "root"
            })
    void aValueThatSaysNothingIsNotCutOut(String value) {
        String message = "a true admin of root has no password hidden in 1 abc: yes, **** null xxxxxxxx";

        ChangeEvent event = Redacted.REDACTOR.redact(
                Redacted.event("team", "\"after\":{\"password\":\"" + value + "\"},\"message\":\"" + message + "\""));

        assertThat(event.wording().message()).isEqualTo(message);
    }

    @Test
    void aShortValueIsCutOutWhereItIsAWholeWordOnly() {
        assertThat(cut("blue", "bluebird blue, BLUE blue_x %20blue \\nblue -blue-"))
                .isEqualTo("bluebird [redacted], BLUE [redacted]_x %20[redacted] \\n[redacted] -[redacted]-");
        assertThat(cut("4711", "4711 14711 47110 x4711y 4711-1"))
                .isEqualTo("[redacted] 14711 47110 x[redacted]y [redacted]-1");
    }

    @Test
    void aDistinctValueIsCutOutOfLongerWords() {
        assertThat(cut("hunter2", "xhunter2x")).isEqualTo("x[redacted]x");
        assertThat(cut("correcthorse", "Acorrecthorses")).isEqualTo("A[redacted]s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-canary", "p&ss \"w/ö\\rd'<1>", "a+b/c=d:e@f", "日本語のパスワード", "tab\tand\nline"})
    void encodedFormsOfAValueAreCutOut(String secret) {
        String json = Redacted.quoted(secret);
        for (String form : new String[] {
            secret,
            json.substring(1, json.length() - 1),
            URLEncoder.encode(secret, UTF_8),
            URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
            URLEncoder.encode(secret, UTF_8).toLowerCase(java.util.Locale.ROOT).equals(secret)
                    ? secret
                    : URLEncoder.encode(secret, UTF_8),
            Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)),
            HexFormat.of().formatHex(secret.getBytes(UTF_8)),
            HexFormat.of().withUpperCase().formatHex(secret.getBytes(UTF_8)),
            secret.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
        }) {
            assertThat(cut(secret, "x " + form + " y"))
                    .as(form)
                    .startsWith("x [redacted]")
                    .endsWith(" y")
                    .hasSizeLessThan(20);
        }
        for (String user : new String[] {"u:", "us:", "use:"}) {
            String basic = Base64.getEncoder().encodeToString((user + secret).getBytes(UTF_8));
            assertThat(cut(secret, basic))
                    .as("%s in Base64", user)
                    .contains("[redacted]")
                    .hasSizeLessThan(20);
        }
    }

    @Test
    void aSecretThatIsAKeyOrAnIdIsCutOutAndStaysDifferentFromOthers() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event("team", """
                        "after":{"tokens":["canary-one","canary-two"],"by":{"canary-one":1,"canary-two":2,"x":3}},\
                        "object2":{"type":"t","id":"canary-one"},"labels":{"canary-two":"v"},"commit_id":"canary-one"\
                        """));

        String after = Mark.bare(event.after()).text();
        assertThat(after).matches(".*\"by\":\\{\"\\[redacted#.{22}]\":1,\"\\[redacted#.{22}]\":2,\"x\":3}}");
        assertThat(event.object2().id())
                .matches("\\[redacted#.{22}]")
                .isEqualTo(event.commit().id());
        assertThat(event.labels().keySet()).singleElement().asString().startsWith("[redacted#");
        assertThat(event.toString()).doesNotContain("canary");
    }

    @Test
    void aSecretOfTheOldSideIsCutOutToo() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event(
                "team",
                "\"changes\":{\"password\":[\"first-1\",\"second-2\"]},\"message\":\"from first-1 to second-2\""));

        assertThat(event.wording().message()).isEqualTo("from [redacted] to [redacted]");
    }

    @Test
    void partsOfALongValueAreCutOutAsFarAsTheyGo() {
        String value = "0123456789abcdef".repeat(500);

        assertThat(cut(value, "a " + value + " b " + value.substring(0, 3000) + " c"))
                .isEqualTo("a [redacted] b [redacted] c");
    }

    @Test
    void thePasswordInAMaskedConnectionStringIsCutOut() {
        assertThat(cut("Server=db;Password=hunter2!;x=y", "it is hunter2! there"))
                .isEqualTo("it is [redacted] there");
        assertThat(cut("{\"username\":\"x\",\"password\":\"hunter2!\"}", "it is hunter2! there"))
                .isEqualTo("it is [redacted] there");
        assertThat(cut("https://u:hunter2!@h/", "it is hunter2! there")).isEqualTo("it is [redacted] there");
    }

    @Test
    void theDataOfAKubernetesSecretAreCutOutDecoded() {
        String data = Base64.getEncoder().encodeToString("hunter2!".getBytes(UTF_8));

        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event(
                "secrets", "\"patch\":{\"data\":{\"a\":\"" + data + "\"}},\"message\":\"hunter2! " + data + "\""));

        assertThat(event.wording().message()).isEqualTo("[redacted] [redacted]");
        assertThat(Mark.bare(event.patch()).text())
                .isEqualTo("{\"data\":{\"a\":{\"$annals\":\"redacted\",\"was\":\"string\"}}}");
    }

    @Test
    void numbersAndKeysOfJsonInATextAreCutOutAndItStaysJson() {
        ChangeEvent event = Redacted.REDACTOR.redact(Redacted.event(
                "team",
                "\"after\":{\"passcode\":483920,\"t\":\"{\\\"a\\\":483920,\\\"483920\\\":[\\\"x 483920\\\"]}\"}"));

        JsonText inner = new JsonText(Mark.bare(event.after()).tree().get("t").asText());
        assertThat(inner.tree().get("a").asText()).isEqualTo("[redacted]");
        assertThat(inner.tree().at("/483920/0").asText()).isEqualTo("x [redacted]");
    }

    private static String cut(String secret, String message) {
        return Redacted.REDACTOR
                .redact(Redacted.event(
                        "team",
                        "\"after\":{\"password\":" + Redacted.quoted(secret) + "},\"message\":"
                                + Redacted.quoted(message)))
                .wording()
                .message();
    }
}
