package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.ByteKey;
import java.util.Arrays;

/**
 * A bounded memory of keys that were written lately, so that they need not be written again. It may forget a key (which costs a needless
 * write) but never invents one.
 */
final class SeenKeys {
    private static final byte[] NOTHING = {};

    /** Empty where nothing is remembered, as no key is. */
    private final byte[][] slots;

    /** A memory of at most so many keys, a power of two. */
    SeenKeys(int size) {
        slots = new byte[size][];
        Arrays.fill(slots, NOTHING);
    }

    /** Whether the key is not remembered; from now on it is, in place of some other one. */
    boolean isNew(ByteKey key) {
        int hash = key.hashCode() * 0x9E3779B9;
        int slot = (hash ^ hash >>> 16) & (slots.length - 1);
        if (Arrays.equals(slots[slot], key.bytes())) {
            return false;
        }
        slots[slot] = key.bytes();
        return true;
    }
}
