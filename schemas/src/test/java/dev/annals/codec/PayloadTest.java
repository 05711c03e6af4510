package dev.annals.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.codec.Decoded.Refused;
import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;
import dev.annals.model.Reject.Reason;
import dev.annals.testing.RandomRecords;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private final Payload payload = new Payload(Limits.DEFAULT);

    @Test
    void bothFormatsGiveTheSameEvent() {
        for (long seed = 0; seed < 500; seed++) {
            ChangeEvent event = new RandomRecords(seed).change();

            assertThat(payload.decode(new ChangeJson(Limits.DEFAULT).encode(event)))
                    .as("seed %d", seed)
                    .isEqualTo(new Accepted<>(event));
            assertThat(payload.decode(new ChangeAvro(Limits.DEFAULT).encode(event)))
                    .as("seed %d", seed)
                    .isEqualTo(new Accepted<>(event));
        }
    }

    @Test
    void whiteSpaceMayComeBeforeTheBrace() {
        Decoded<ChangeEvent> decoded = payload.decode(" \r\n\t{}".getBytes(UTF_8));

        assertThat(((Refused<ChangeEvent>) decoded).reason()).isEqualTo(Reason.MISSING_FIELD);
    }

    @Test
    void whatIsNeitherIsRefusedByName() {
        String expected =
                " (expected: a JSON object, Confluent's wire format, which begins 00, or Avro in single-object encoding, which begins C3 01)";

        assertThat(refused(null))
                .isEqualTo(new Refused<ChangeEvent>(Reason.UNKNOWN_FORMAT, "the record has no value" + expected));
        assertThat(refused(new byte[0]))
                .isEqualTo(new Refused<ChangeEvent>(Reason.UNKNOWN_FORMAT, "the record's value is empty" + expected));
        assertThat(refused("  ".getBytes(UTF_8)))
                .isEqualTo(new Refused<ChangeEvent>(
                        Reason.UNKNOWN_FORMAT, "the record's value is white space" + expected));
        assertThat(refused("[{}]".getBytes(UTF_8)))
                .isEqualTo(new Refused<ChangeEvent>(
                        Reason.UNKNOWN_FORMAT, "the record begins with no known format" + expected));
        assertThat(refused(new byte[] {(byte) 0xC3}))
                .isEqualTo(new Refused<ChangeEvent>(
                        Reason.UNKNOWN_FORMAT, "the record begins with no known format" + expected));
        assertThat(refused("\uFEFF{}".getBytes(UTF_8)).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(refused(new byte[] {0, 0, 0, 0, 1, 2}))
                .isEqualTo(
                        new Refused<ChangeEvent>(
                                Reason.UNKNOWN_SCHEMA,
                                "Confluent wire format needs a schema registry; none is configured (expected: a JSON object, or Avro in single-object encoding)"));
    }

    @Test
    void anAvroEventIsHeldToTheSameRules() {
        ChangeEvent event = new RandomRecords(4).change();

        assertThat(refusedAfter(event, new JsonText("{\"a\": hunter2}")))
                .isEqualTo("after: broken syntax at line 1, column 7 (expected: one JSON value)");
        assertThat(refusedAfter(event, new JsonText("[1]")))
                .isEqualTo("after: an array (expected: a JSON object or null)");
        assertThat(refusedAfter(event, new JsonText("")))
                .isEqualTo("after: no value: the text is empty (expected: one JSON value)");
        assertThat(refusedAfter(event, new JsonText("{} {}")))
                .isEqualTo("after: more text after the value at line 1, column 4 (expected: one JSON value)");
    }

    private Refused<ChangeEvent> refused(byte[] value) {
        return (Refused<ChangeEvent>) payload.decode(value);
    }

    private String refusedAfter(ChangeEvent e, JsonText after) {
        ChangeEvent changed = new ChangeEvent(
                e.id(),
                e.source(),
                e.tenant(),
                e.time(),
                e.timeText(),
                e.serviceId(),
                e.node(),
                e.operation(),
                e.actor(),
                e.object(),
                e.object2(),
                e.relationship(),
                e.related(),
                e.before(),
                after,
                e.patch(),
                e.changes(),
                e.commit(),
                e.wording(),
                e.execution(),
                e.ipAddress(),
                e.presentation(),
                e.sensitive(),
                e.labels(),
                e.traceparent(),
                e.snapshot());
        return refused(new ChangeAvro(Limits.DEFAULT).encode(changed)).detail();
    }
}
