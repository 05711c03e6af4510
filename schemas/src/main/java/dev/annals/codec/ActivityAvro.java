package dev.annals.codec;

import dev.annals.model.Activity;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Activities in Avro's single-object encoding, schema {@code dev.annals.v1.Activity}: header, canonical bytes, hash. The same activity always gives the same bytes.
 *
 * <p>Documents are not parsed again on reading: only Annals writes this log, and it writes compact JSON. Thread-safe.
 */
public final class ActivityAvro {
    private static final WireSchema SCHEMA = WireSchema.load("Activity", "Activity-1", "Activity-2");

    private static final List<Operation> OPERATIONS = SCHEMA.symbols("operation").stream()
            .map(Operation::of)
            .map(Optional::orElseThrow)
            .toList();

    private ActivityAvro() {}

    /**
     * An activity with its link in the chain, and its final bytes.
     *
     * @param bytes header, canonical bytes, hash; not copied
     */
    public record Sealed(Activity activity, byte[] bytes) {}

    /** The schema that activities are written in. */
    public static Schema schema() {
        return SCHEMA.schema();
    }

    /** Links an activity to {@code previous} in its tenant's chain. The hash that the activity had is ignored. */
    public static Sealed seal(Activity numbered, Hash previous) {
        AvroOut out = SCHEMA.begin();
        write(numbered, out);
        Hash hash = HashChain.next(previous, out.array(), WireSchema.HEADER, out.length() - WireSchema.HEADER);
        out.fixed(hash.bytes());
        return new Sealed(numbered.chained(hash), out.toByteArray());
    }

    /** The bytes that the hash covers: every field but the hash, without the header. */
    public static byte[] canonical(Activity activity) {
        AvroOut out = SCHEMA.begin();
        write(activity, out);
        return out.toByteArray(WireSchema.HEADER);
    }

    public static byte[] encode(Activity activity) {
        AvroOut out = SCHEMA.begin();
        write(activity, out);
        out.fixed(activity.hash().bytes());
        return out.toByteArray();
    }

    /** The activity in the bytes of exactly one record. */
    public static Decoded<Activity> decode(byte[] bytes) {
        return decode(bytes, SCHEMA);
    }

    static Decoded<Activity> decode(byte[] bytes, WireSchema schema) {
        try {
            AvroIn in = schema.open(bytes);
            Activity activity = read(in);
            in.end();
            return new Decoded.Accepted<>(activity);
        } catch (Refusal e) {
            return new Decoded.Refused<>(e.reason(), e.detail());
        }
    }

    private static Activity read(AvroIn in) throws Refusal {
        PartsIn parts = PartsIn.trusting(in);
        return new Activity(
                in.number(),
                in.text(),
                new Origin(in.text(), in.text(), in.integer(), in.number(), Instant.ofEpochMilli(in.number())),
                in.micros(),
                in.optionalText(),
                in.text(),
                in.optionalText(),
                OPERATIONS.get(in.symbol(OPERATIONS.size())),
                parts.actor(),
                parts.object("object"),
                parts.optionalObject("object2"),
                in.optionalText(),
                in.list(item -> parts.related()),
                in.list(item -> parts.change()),
                in.flag(),
                in.list(item -> parts.drift()),
                parts.commit(),
                parts.wording(),
                parts.execution(),
                in.optionalText(),
                parts.presentation(),
                in.map(),
                in.optionalText(),
                standing(in, parts),
                parts.hash());
    }

    private static Standing standing(AvroIn in, PartsIn parts) throws Refusal {
        boolean late = in.flag();
        boolean whole = in.flag();
        boolean cut = in.flag();
        JsonText document = parts.json("document", "");
        return late || whole || cut || document != null ? new Standing(late, whole, cut, document) : Standing.USUAL;
    }

    private static void write(Activity activity, AvroOut out) {
        Origin origin = activity.origin();
        out.number(activity.id());
        out.text(activity.tenant());
        out.text(origin.source());
        out.text(origin.eventId());
        out.number(origin.partition());
        out.number(origin.offset());
        out.number(origin.recorded().toEpochMilli());
        out.micros(activity.time());
        out.optional(activity.timeText());
        out.text(activity.serviceId());
        out.optional(activity.node());
        out.number(OPERATIONS.indexOf(activity.operation()));
        PartsOut.actor(out, activity.actor());
        PartsOut.object(out, activity.object());
        PartsOut.optionalObject(out, activity.object2());
        out.optional(activity.relationship());
        out.list(activity.related(), PartsOut::related);
        out.list(activity.changes(), PartsOut::change);
        out.flag(activity.baseline());
        out.list(activity.drift(), PartsOut::drift);
        PartsOut.commit(out, activity.commit());
        PartsOut.wording(out, activity.wording());
        PartsOut.execution(out, activity.execution());
        out.optional(activity.ipAddress());
        PartsOut.presentation(out, activity.presentation());
        out.map(activity.labels());
        out.optional(activity.traceparent());
        out.flag(activity.standing().late());
        out.flag(activity.standing().whole());
        out.flag(activity.standing().cut());
        JsonText document = activity.standing().document();
        out.optional(document == null ? null : document.text());
    }
}
