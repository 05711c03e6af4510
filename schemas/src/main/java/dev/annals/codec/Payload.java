package dev.annals.codec;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record of the changes topic, in whichever format: Avro single-object (0xC3 0x01) or JSON (a brace, after JSON white space), told apart
 * by the first bytes. Confluent's wire format (0x00) is recognised and refused, because no registry is configured to look its schema up in. Thread-safe.
 */
public final class Payload {
    private static final String EXPECTED =
            " (expected: a JSON object, or Avro in single-object encoding, which begins C3 01)";

    private final ChangeJson json;
    private final ChangeAvro avro;

    public Payload(Limits limits) {
        this.json = new ChangeJson(limits);
        this.avro = new ChangeAvro(limits);
    }

    /** The event in the value; {@code null} and empty values are refused too. */
    public Decoded<ChangeEvent> decode(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return unknown(value == null ? "the record has no value" : "the record's value is empty");
        }
        if (value[0] == (byte) 0xC3 && value.length > 1 && value[1] == 1) {
            return avro.decode(value);
        }
        if (value[0] == 0) {
            return new Decoded.Refused<>(
                    Reason.UNKNOWN_SCHEMA,
                    "Confluent wire format needs a schema registry; none is configured"
                            + " (expected: a JSON object, or Avro in single-object encoding)");
        }
        for (byte b : value) {
            if (b == '{') {
                return json.decode(value);
            }
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return unknown("the record begins with no known format");
            }
        }
        return unknown("the record's value is white space");
    }

    private static Decoded<ChangeEvent> unknown(String seen) {
        return new Decoded.Refused<>(Reason.UNKNOWN_FORMAT, seen + EXPECTED);
    }
}
