package dev.annals.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.testing.RandomJson;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of redaction over random texts that are made of what forms are made of. */
class TextLaws {
    private static final int ROUNDS = 400;
    private static final String CANARY = "cAnary-8851";
    private static final String MARK = "[redacted:AAAAAAAAAAAAAAAAAAAAAA]";

    private static final String[] PIECES = {
        "password",
        "token",
        "=",
        ":",
        ": ",
        " ",
        "\n",
        "\"",
        "'",
        "\\",
        "://",
        "@",
        "/",
        "?",
        "&",
        ";",
        ",",
        "{",
        "}",
        "[",
        "]",
        "--token ",
        "Bearer ",
        "basic ",
        "$encrypted$",
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----END RSA PRIVATE KEY-----",
        "<password>",
        "</password>",
        "eyJhbGciOi",
        ".eyJ",
        "ghp_",
        "abc1",
        "Secret",
        "kind",
        "data",
        "name",
        "value",
        "#",
        "- ",
        "&a ",
        "*a",
        "|\n  ",
        "[redacted]",
        MARK,
        "[redacted#",
        "true",
        "null",
        "12345",
        "é",
        "\uD83D\uDE00",
        "x",
        "\u200b",
        "{\"password\":\"",
        "{\"name\":\"DB_TOKEN\",\"value\":\"",
        "\"}",
        "%20",
        CANARY
    };

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void redactingTwiceIsRedactingOnce(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            ChangeEvent once = Redacted.REDACTOR.redact(event(random));

            assertThat(Redacted.REDACTOR.redact(once)).as("round %d", i).isEqualTo(once);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aMaskedValueOccursNowhere(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            ChangeEvent event = Redacted.REDACTOR.redact(event(random));

            assertThat(new String(new ChangeAvro(Limits.DEFAULT).encode(event), ISO_8859_1))
                    .as("round %d", i)
                    .doesNotContain(CANARY);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsNoSecretStaysByteForByte(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String rest = new RandomJson(random).object().text().substring(1);
            String comma = rest.equals("}") ? "" : ",";
            ChangeEvent event = Redacted.event("team", "\"after\":{\"password\":\"" + CANARY + "\"" + comma + rest);

            assertThat(Mark.bare(Redacted.REDACTOR.redact(event).after()))
                    .as("round %d", i)
                    .isEqualTo(new JsonText("{\"password\":{\"$annals\":\"redacted\",\"was\":\"string\"}" + comma
                            + event.after()
                                    .text()
                                    .substring(event.after().text().indexOf(CANARY)
                                            + CANARY.length()
                                            + 1
                                            + comma.length())));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void jsonInATextStaysJson(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String inner = new RandomJson(random).object().text();
            inner = "{\"token\":[1,\"" + CANARY + "\"],\"t\":" + Redacted.quoted(text(random)) + ",\"rest\":" + inner
                    + "}";

            String masked = Redacted.text("t", inner);

            assertThat(Json.tree(masked).get("token").asText())
                    .as("round %d", i)
                    .isEqualTo("[redacted]");
        }
    }

    /** Each would not end within a build if what it costs grew with the square of its length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "://",
                "://a@",
                "x://u:p",
                "password",
                "password=",
                "password:",
                " password: a",
                "\"password\":\"",
                "--token ",
                "=",
                "\"",
                "\\\"",
                "[redacted",
                "$encrypted$",
                "$encrypted",
                "-----BEGIN RSA PRIVATE KEY-----",
                "-----BEGIN ",
                "eyJ-",
                "eyJ.",
                "bearer ",
                "bearer a",
                "<token>",
                "<token",
                "{\"a\":",
                "[",
                "{\"password\":{",
                "&a,",
                "a=b,",
                "token=a;",
                "\n- a: ",
                "ghp_-",
                "a.b@",
                "% ",
                "///@"
            })
    void hostileTextsAreReadInLinearTime(String piece) {
        String text = piece.repeat(400_000 / piece.length());
        String secret = "aaaa" + piece.repeat(20);

        ChangeEvent event = Redacted.REDACTOR.redact(new JsonTextEvent(text, secret).event());

        assertThat(Redacted.REDACTOR.redact(event)).isEqualTo(event);
    }

    private record JsonTextEvent(String text, String secret) {
        ChangeEvent event() {
            return Redacted.event(
                    "team",
                    "\"after\":{\"extra_vars\":" + Redacted.quoted(text) + ",\"password\":[" + Redacted.quoted(secret)
                            + "," + Redacted.quoted(secret + secret) + "]}");
        }
    }

    private static ChangeEvent event(Random random) {
        StringBuilder members = new StringBuilder("\"after\":{\"password\":\"" + CANARY + "\",\"extra_vars\":")
                .append(Redacted.quoted(text(random)))
                .append(",\"url\":")
                .append(Redacted.quoted(text(random)))
                .append(",\"deep\":[{\"name\":")
                .append(Redacted.quoted(text(random)))
                .append(",\"value\":")
                .append(Redacted.quoted(text(random)))
                .append(",")
                .append(Redacted.quoted("k" + text(random)))
                .append(":1}]},\"message\":")
                .append(Redacted.quoted(text(random)))
                .append(",\"labels\":{")
                .append(Redacted.quoted("l" + text(random).replaceAll("\\s|\\p{Cntrl}", "")))
                .append(":")
                .append(Redacted.quoted(text(random)))
                .append("},\"actor\":{\"id\":1,\"name\":")
                .append(Redacted.quoted(text(random)))
                .append("},\"presentation\":{\"text\":")
                .append(Redacted.quoted(text(random)))
                .append(",\"data\":{\"a\":")
                .append(Redacted.quoted(text(random)))
                .append("}}");
        return Redacted.event(random.nextBoolean() ? "team" : "credential", members.toString());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.length() > 120 ? "x" : text.toString();
    }
}
