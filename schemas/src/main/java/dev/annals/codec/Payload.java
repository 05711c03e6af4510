package dev.annals.codec;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record of the changes topic, in whichever format: Avro in single-object encoding (C3 01), Confluent's wire format (00) or JSON (a brace, after JSON white space), told apart by the first
 * bytes. Thread-safe.
 */
public final class Payload {
    private static final String EXPECTED =
            " (expected: a JSON object, Confluent's wire format, which begins 00, or Avro in single-object encoding, which begins C3 01)";

    private final ChangeJson json;
    private final ChangeAvro avro;

    public Payload(Limits limits) {
        this.json = new ChangeJson(limits);
        this.avro = new ChangeAvro(limits);
    }

    /** The event in the value; {@code null} and empty values are refused too. */
    public Decoded<ChangeEvent> decode(byte @Nullable [] value) {
        return decode(value, RegisteredSchemas.NONE);
    }

    /**
     * The event in the value; {@code null} and empty values are refused too.
     *
     * @param schemas asked for the schema of a value in Confluent's wire format
     */
    public Decoded<ChangeEvent> decode(byte @Nullable [] value, RegisteredSchemas schemas) {
        if (value == null || value.length == 0) {
            return unknown(value == null ? "the record has no value" : "the record's value is empty");
        }
        if (value[0] == (byte) 0xC3 && value.length > 1 && value[1] == 1) {
            return avro.decode(value);
        }
        if (ConfluentFrame.isClaimedBy(value)) {
            return framed(value, schemas);
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

    private Decoded<ChangeEvent> framed(byte[] value, RegisteredSchemas schemas) {
        int id = ConfluentFrame.id(value);
        if (id == 0) {
            Decoded.Refused<?> refusal = ConfluentFrame.refusal(value);
            return new Decoded.Refused<>(refusal.reason(), refusal.detail());
        }
        return schemas.schema(id)
                .fold(
                        found -> found.value().decode(avro, value),
                        refused -> new Decoded.Refused<>(refused.reason(), refused.detail()));
    }

    private static Decoded<ChangeEvent> unknown(String seen) {
        return new Decoded.Refused<>(Reason.UNKNOWN_FORMAT, seen + EXPECTED);
    }
}
