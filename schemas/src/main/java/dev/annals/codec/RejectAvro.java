package dev.annals.codec;

import dev.annals.model.Reject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;

/** Rejects in Avro's single-object encoding, schema {@code dev.annals.v1.Reject}. Thread-safe. */
public final class RejectAvro {
    private static final WireSchema SCHEMA = WireSchema.load("Reject");

    private static final List<Reject.Reason> REASONS = SCHEMA.symbols("reason").stream()
            .map(symbol -> Reject.Reason.valueOf(symbol.toUpperCase(Locale.ROOT)))
            .toList();

    private RejectAvro() {}

    /** The schema that rejects are written in. */
    public static Schema schema() {
        return SCHEMA.schema();
    }

    public static byte[] encode(Reject reject) {
        AvroOut out = SCHEMA.begin();
        out.number(REASONS.indexOf(reject.reason()));
        out.text(reject.detail());
        out.text(reject.tenant());
        out.optional(reject.source());
        out.optional(reject.eventId());
        out.text(reject.topic());
        out.number(reject.partition());
        out.number(reject.offset());
        out.number(reject.recorded().toEpochMilli());
        return out.toByteArray();
    }

    /** The reject in the bytes of exactly one record. */
    public static Decoded<Reject> decode(byte[] bytes) {
        return decode(bytes, SCHEMA);
    }

    static Decoded<Reject> decode(byte[] bytes, WireSchema schema) {
        try {
            AvroIn in = schema.open(bytes);
            Reject reject = new Reject(
                    REASONS.get(in.symbol(REASONS.size())),
                    in.text(),
                    in.text(),
                    in.optionalText(),
                    in.optionalText(),
                    in.text(),
                    in.integer(),
                    in.number(),
                    Instant.ofEpochMilli(in.number()));
            in.end();
            return new Decoded.Accepted<>(reject);
        } catch (Refusal e) {
            return new Decoded.Refused<>(e.reason(), e.detail());
        }
    }
}
