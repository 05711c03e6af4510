package dev.annals.codec;

import dev.annals.model.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The chain that makes a log tamper-evident: each record ends in SHA-256(hash of the record before it ‖ its own canonical bytes). Canonical are the bytes between the header and the hash, as they lie in the log, so a record can be verified whatever
 * schema wrote it. The first record of a tenant follows {@link Hash#ZERO}.
 */
public final class HashChain {
    /** To be cloned: that is cheaper than to look for who has the algorithm, which is done for every record. */
    private static final MessageDigest SHA256 = sha256();

    private HashChain() {}

    /** The hash of a record with these canonical bytes. */
    public static Hash next(Hash previous, byte[] canonical) {
        return next(previous, canonical, 0, canonical.length);
    }

    /** Whether a record (header, canonical bytes, hash) follows a record with that hash, unaltered. */
    public static boolean verify(Hash previous, byte[] record) {
        int canonical = record.length - WireSchema.HEADER - Hash.LENGTH;
        return canonical >= 0
                && next(previous, record, WireSchema.HEADER, canonical).equals(hashOf(record));
    }

    /**
     * The hash that a record ends in.
     *
     * @throws IllegalArgumentException when the record is too short to have one
     */
    public static Hash hashOf(byte[] record) {
        if (record.length < WireSchema.HEADER + Hash.LENGTH) {
            throw new IllegalArgumentException("record: " + record.length + " bytes (expected: at least "
                    + (WireSchema.HEADER + Hash.LENGTH) + ", a header and a hash)");
        }
        return Hash.of(Arrays.copyOfRange(record, record.length - Hash.LENGTH, record.length));
    }

    static Hash next(Hash previous, byte[] bytes, int from, int length) {
        try {
            MessageDigest sha256 = (MessageDigest) SHA256.clone();
            sha256.update(previous.bytes());
            sha256.update(bytes, from, length);
            return Hash.of(sha256.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's SHA-256 cannot be cloned; use another runtime", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
