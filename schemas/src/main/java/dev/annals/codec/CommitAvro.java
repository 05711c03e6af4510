package dev.annals.codec;

import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.Hash;
import org.apache.avro.Schema;

/** Commits in Avro's single-object encoding, schema {@code dev.annals.v1.Commit}: header, canonical bytes, hash. The same commit always gives the same bytes. Thread-safe. */
public final class CommitAvro {
    private static final WireSchema SCHEMA = WireSchema.load("Commit");

    private CommitAvro() {}

    /**
     * A commit with its link in the chain, and its final bytes.
     *
     * @param bytes header, canonical bytes, hash; not copied
     */
    public record Sealed(Commit commit, byte[] bytes) {}

    /** The schema that commits are written in. */
    public static Schema schema() {
        return SCHEMA.schema();
    }

    /** Links a commit to {@code previous} in its tenant's chain. The hash that the commit had is ignored. */
    public static Sealed seal(Commit numbered, Hash previous) {
        AvroOut out = SCHEMA.begin();
        write(numbered, out);
        Hash hash = HashChain.next(previous, out.array(), WireSchema.HEADER, out.length() - WireSchema.HEADER);
        out.fixed(hash.bytes());
        return new Sealed(numbered.chained(hash), out.toByteArray());
    }

    /** The bytes that the hash covers: every field but the hash, without the header. */
    public static byte[] canonical(Commit commit) {
        AvroOut out = SCHEMA.begin();
        write(commit, out);
        return out.toByteArray(WireSchema.HEADER);
    }

    public static byte[] encode(Commit commit) {
        AvroOut out = SCHEMA.begin();
        write(commit, out);
        out.fixed(commit.hash().bytes());
        return out.toByteArray();
    }

    /** The commit in the bytes of exactly one record. */
    public static Decoded<Commit> decode(byte[] bytes) {
        return decode(bytes, SCHEMA);
    }

    static Decoded<Commit> decode(byte[] bytes, WireSchema schema) {
        try {
            AvroIn in = schema.open(bytes);
            Commit commit = read(in);
            in.end();
            return new Decoded.Accepted<>(commit);
        } catch (Refusal e) {
            return new Decoded.Refused<>(e.reason(), e.detail());
        }
    }

    private static Commit read(AvroIn in) throws Refusal {
        PartsIn parts = PartsIn.trusting(in);
        return new Commit(
                in.number(),
                in.text(),
                in.text(),
                in.optionalText(),
                parts.actor(),
                in.list(item -> new CommitObject(item.text(), item.text(), item.optionalText())),
                in.micros(),
                in.optionalText(),
                in.list(AvroIn::number),
                in.present() ? in.number() : null,
                parts.hash());
    }

    private static void write(Commit commit, AvroOut out) {
        out.number(commit.number());
        out.text(commit.tenant());
        out.text(commit.serviceId());
        out.optional(commit.commitId());
        PartsOut.actor(out, commit.actor());
        out.list(commit.objects(), CommitAvro::object);
        out.micros(commit.time());
        out.optional(commit.ipAddress());
        out.list(commit.activities(), AvroOut::number);
        Long continues = commit.continues();
        if (continues == null) {
            out.number(0);
        } else {
            out.number(1);
            out.number(continues);
        }
    }

    private static void object(AvroOut out, CommitObject object) {
        out.text(object.type());
        out.text(object.id());
        out.optional(object.name());
    }
}
