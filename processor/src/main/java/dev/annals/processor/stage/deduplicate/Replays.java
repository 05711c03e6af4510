package dev.annals.processor.stage.deduplicate;

import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The rejects that were replayed and accepted, by their idempotency key. Someone may replay a reject long after the deduplication horizon, and then once more; an entry is as small as a digest, and there are as many
 * as were replayed. For one thread.
 */
public final class Replays {
    /** Beside the tenants, no name of which has a control character: this byte and the digest. */
    private static final byte KEY = 4;

    private static final int LENGTH = 16;
    private static final byte[] SEEN = {1};

    private final ByteStore store;

    public Replays(ByteStore store) {
        this.store = store;
    }

    boolean has(byte[] name) {
        return store.get(key(name)) != null;
    }

    void note(byte[] name) {
        store.put(key(name), SEEN);
    }

    private static byte[] key(byte[] name) {
        try {
            return ByteBuffer.allocate(1 + LENGTH)
                    .put(KEY)
                    .put(MessageDigest.getInstance("SHA-256").digest(name), 0, LENGTH)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java runtime has no SHA-256, which every one must have; use another runtime", e);
        }
    }
}
