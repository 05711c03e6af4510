package dev.annals.codec;

import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import org.apache.avro.Schema;

/** Change events in Avro's single-object encoding, schema {@code dev.annals.v1.ChangeEvent}. They must hold the same as those in JSON. Thread-safe. */
public final class ChangeAvro {
    private static final WireSchema SCHEMA = WireSchema.load("ChangeEvent", "ChangeEvent-1");

    private final Limits limits;
    private final WireSchema schema;

    public ChangeAvro(Limits limits) {
        this(limits, SCHEMA);
    }

    ChangeAvro(Limits limits, WireSchema schema) {
        this.limits = limits;
        this.schema = schema;
    }

    /** The schema that events are written in. */
    public static Schema schema() {
        return SCHEMA.schema();
    }

    /** The event in the bytes of exactly one record. */
    public Decoded<ChangeEvent> decode(byte[] bytes) {
        return decode(bytes, schema::open);
    }

    /** The event that a record holds from there on, without a header of its own, in the current schema. */
    Decoded<ChangeEvent> decode(byte[] bytes, int from) {
        return decode(bytes, record -> new AvroIn(record, from));
    }

    /** The same in a schema that can be resolved to the current one. */
    Decoded<ChangeEvent> decode(byte[] bytes, int from, Schema writer) {
        return decode(bytes, record -> schema.upgraded(record, from, writer));
    }

    private Decoded<ChangeEvent> decode(byte[] bytes, Opening opening) {
        ChangeDraft draft = new ChangeDraft();
        try {
            if (bytes.length > limits.recordBytes()) {
                throw Refusal.tooLarge("the record", bytes.length, limits.recordBytes(), "bytes");
            }
            AvroIn in = opening.open(bytes);
            read(in, draft);
            in.end();
            return new Decoded.Accepted<>(draft.finish());
        } catch (Refusal e) {
            return draft.refused(e);
        }
    }

    /** The event as one record with its header. */
    public byte[] encode(ChangeEvent event) {
        AvroOut out = schema.begin();
        write(event, out);
        return out.toByteArray();
    }

    private static void read(AvroIn in, ChangeDraft draft) throws Refusal {
        PartsIn parts = PartsIn.checking(in);
        draft.id = in.text();
        draft.source = in.text();
        draft.tenant = in.text();
        draft.time = in.micros();
        draft.timeText = in.optionalText();
        draft.serviceId = in.text();
        draft.node = in.optionalText();
        draft.operation = ChangeValidation.operation(in.optionalText());
        draft.actor = parts.actor();
        draft.object = parts.object("object");
        draft.object2 = parts.optionalObject("object2");
        draft.relationship = in.optionalText();
        draft.related = in.list(item -> parts.related());
        draft.before = EmbeddedJson.objectOrNull("before", in.optionalText());
        draft.after = EmbeddedJson.objectOrNull("after", in.optionalText());
        draft.patch = EmbeddedJson.object("patch", in.optionalText());
        draft.changes = in.present() ? in.list(item -> parts.change()) : null;
        draft.commitId = in.optionalText();
        draft.commitIndex = in.optionalInteger();
        draft.commitSize = in.optionalInteger();
        draft.verb = in.optionalText();
        draft.what = in.optionalText();
        draft.description = in.optionalText();
        draft.message = in.optionalText();
        draft.execution = parts.execution();
        draft.ipAddress = in.optionalText();
        draft.presentation = parts.presentation();
        draft.sensitive = in.list(AvroIn::text);
        draft.labels = in.map();
        draft.traceparent = in.optionalText();
        draft.snapshot = in.flag();
    }

    private static void write(ChangeEvent event, AvroOut out) {
        out.text(event.id());
        out.text(event.source());
        out.text(event.tenant());
        out.micros(event.time());
        out.optional(event.timeText());
        out.text(event.serviceId());
        out.optional(event.node());
        out.optional(event.operation() == null ? null : event.operation().wireName());
        PartsOut.actor(out, event.actor());
        PartsOut.object(out, event.object());
        PartsOut.optionalObject(out, event.object2());
        out.optional(event.relationship());
        out.list(event.related(), PartsOut::related);
        out.optional(event.before());
        out.optional(event.after());
        out.optional(event.patch());
        if (event.changes() == null) {
            out.number(0);
        } else {
            out.number(1);
            out.list(event.changes(), PartsOut::change);
        }
        CommitPart commit = event.commit();
        out.optional(commit == null ? null : commit.id());
        out.optional(commit == null ? null : commit.index());
        out.optional(commit == null ? null : commit.size());
        PartsOut.wording(out, event.wording());
        PartsOut.execution(out, event.execution());
        out.optional(event.ipAddress());
        PartsOut.presentation(out, event.presentation());
        out.list(event.sensitive(), AvroOut::text);
        out.map(event.labels());
        out.optional(event.traceparent());
        out.flag(event.snapshot());
    }

    /** Finds where the fields of a record begin, in the current schema. */
    @FunctionalInterface
    private interface Opening {
        AvroIn open(byte[] bytes) throws Refusal;
    }
}
