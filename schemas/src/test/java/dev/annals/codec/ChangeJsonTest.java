package dev.annals.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.codec.Decoded.Refused;
import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.model.Reject.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeJsonTest {
    private static final String MINIMAL =
            "'id':'1','source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'team','id':7}";
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);

    @Test
    void theFourRequiredFieldsAreEnough() {
        ChangeEvent event = accepted("{" + MINIMAL + "}");

        assertThat(event.id()).isEqualTo("1");
        assertThat(event.tenant()).isEqualTo("default");
        assertThat(event.serviceId()).isEqualTo("default");
        assertThat(event.object().id()).isEqualTo("7");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(event.timeText()).isNull();
        assertThat(event.after()).isNull();
        assertThat(event.snapshot()).isFalse();
    }

    @Test
    void nullIsAbsentButNoDocumentInBeforeAndAfter() {
        ChangeEvent event = accepted(
                "{" + MINIMAL
                        + ",'before':null,'after':null,'patch':null,'changes':null,'actor':null,'labels':null,'snapshot':null}");

        assertThat(event.before()).isEqualTo(JsonText.NULL);
        assertThat(event.after()).isEqualTo(JsonText.NULL);
        assertThat(event.patch()).isNull();
        assertThat(event.changes()).isNull();
        assertThat(event.actor()).isNull();
        assertThat(event.labels()).isEmpty();
    }

    @Test
    void aDocumentLosesWhiteSpaceAndKeepsTheSpellingOfItsNumbers() {
        ChangeEvent event =
                accepted("{" + MINIMAL + ",'after': { 'b' : [ 1.50 , 1E2, -0 ] , 'a' : '\\u00e9\\/\\u0001' } }");

        assertThat(event.after()).isEqualTo(new JsonText("{\"b\":[1.50,1E2,-0],\"a\":\"é/\\u0001\"}"));
    }

    @Test
    void everyOperationIsKnownByItsWireName() {
        for (Operation operation : Operation.values()) {
            ChangeEvent event = accepted(
                    "{" + MINIMAL + ",'object2':{'type':'t','id':'1'},'operation':'" + operation.wireName() + "'}");
            assertThat(event.operation()).isEqualTo(operation);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z, ",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00Z, ",
        "2026-01-31 12:00:00.5Z, 2026-01-31T12:00:00.500Z, ",
        "2026-01-31T12:00:00.123456Z, 2026-01-31T12:00:00.123456Z, ",
        "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123456Z, 2026-01-31T12:00:00.123456789Z",
        "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z, 2026-01-31T12:00:00+02:00",
        "2026-01-31T12:00:00-00:00, 2026-01-31T12:00:00Z, 2026-01-31T12:00:00-00:00",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z, ",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999999Z",
    })
    void aTimeIsReadToTheMicrosecondAndKeepsWhatThatLoses(String text, Instant time, String kept) {
        ChangeEvent event = accepted(("{" + MINIMAL + "}").replace("2026-01-31T12:00:00Z", text));

        assertThat(event.time()).isEqualTo(time);
        assertThat(event.timeText()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-31",
                "2026-01-31T12:00Z",
                "2026-01-31T12:00:00",
                "2026-02-30T12:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00.Z",
                "2026-01-31T12:00:00.1234567890Z",
                "2026-01-31T12:00:00+2:00",
                "2026-01-31T12:00:00+24:00",
                "2026-01-31T12:00:00+02:60",
                "2026-01-31T12:00:00Zjunk",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "+2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.5",
                "2026/01/31T12:00:00Z",
                "２026-01-31T12:00:00Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        Refused<ChangeEvent> refused = refused(("{" + MINIMAL + "}").replace("2026-01-31T12:00:00Z", text));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_FIELD);
        assertThat(refused.detail())
                .isEqualTo(
                        "time: text that is no such time (expected: RFC 3339 such as 2026-01-31T12:00:00Z, years 0001 to 9999)");
    }

    @Test
    void anExplicitTimeTextWins() {
        String text = ("{'time_text':'once'," + MINIMAL + "}").replace("00Z", "00+02:00");

        assertThat(accepted(text).timeText()).isEqualTo("once");
    }

    @Test
    void aRefusedEventIsStillNamedByWhatCouldBeRead() {
        Refused<ChangeEvent> refused = refused("{'colour':{'deep':[1,{'er':2}]},'tenant':'acme'," + MINIMAL + "}");

        assertThat(refused.source()).isEqualTo("s");
        assertThat(refused.eventId()).isEqualTo("1");
        assertThat(refused.tenant()).isEqualTo("acme");
    }

    @Test
    void anIdentityThatIsItselfInvalidIsNotReported() {
        Refused<ChangeEvent> refused =
                refused("{'id':'" + "x".repeat(600) + "','tenant':'no spaces please','source':''}");

        assertThat(refused.source()).isNull();
        assertThat(refused.eventId()).isNull();
        assertThat(refused.tenant()).isNull();
    }

    @Test
    void aRecordOverTheLimitIsRefusedUnread() {
        Decoded<ChangeEvent> decoded = new ChangeJson(new Limits(1024)).decode(new byte[1025]);

        assertThat(decoded)
                .isEqualTo(
                        new Refused<ChangeEvent>(Reason.TOO_LARGE, "the record: 1025 bytes (expected: at most 1024)"));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'};
        byte[] utf16 = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

        assertThat(((Refused<ChangeEvent>) json.decode(overlong)).detail())
                .isEqualTo("not JSON: the bytes are not UTF-8");
        assertThat(((Refused<ChangeEvent>) json.decode(surrogate)).detail())
                .isEqualTo("not JSON: the bytes are not UTF-8");
        assertThat(((Refused<ChangeEvent>) json.decode(utf16)).reason()).isEqualTo(Reason.MALFORMED);
    }

    private ChangeEvent accepted(String text) {
        Decoded<ChangeEvent> decoded = decode(text);
        assertThat(decoded).isInstanceOf(Accepted.class);
        return ((Accepted<ChangeEvent>) decoded).value();
    }

    private Refused<ChangeEvent> refused(String text) {
        Decoded<ChangeEvent> decoded = decode(text);
        assertThat(decoded).isInstanceOf(Refused.class);
        return (Refused<ChangeEvent>) decoded;
    }

    private Decoded<ChangeEvent> decode(String text) {
        return json.decode(text.replace('\'', '"').getBytes(UTF_8));
    }
}
