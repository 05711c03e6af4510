package dev.annals.processor.stage.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of keys that takes a few in a hundred other keys for its own, but never misses one: a blocked Bloom filter that grows with what is
 * added, up to 11 MB and about nine million keys. Beyond that it errs more often: in a quarter of all cases at twenty million. For one thread.
 */
final class KeyFilter {
    private static final int BLOCK = 8;
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 6;
    private static final int BITS_OF_A_PROBE = 9;
    private static final int FIRST_WORDS = 1 << 10;
    private static final int MOST_WORDS = 1 << 19;
    private static final int GROWTH = 4;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long MIX = 0xd6e8feb86659fd93L;

    /** Keys go into the last; the ones before are full. */
    private final List<long[]> layers = new ArrayList<>(List.of(new long[FIRST_WORDS]));

    private int inLast;

    void add(byte[] key) {
        long[] last = layers.get(layers.size() - 1);
        if (inLast >= last.length * (Long.SIZE / BITS_PER_KEY) && last.length < MOST_WORDS) {
            last = new long[last.length * GROWTH];
            layers.add(last);
            inLast = 0;
        }
        inLast++;
        long bits = hash(key);
        int block = block(bits, last);
        for (int i = 0; i < PROBES; i++) {
            last[block + wordOf(bits)] |= 1L << bits;
            bits >>>= BITS_OF_A_PROBE;
        }
    }

    /** False only when the key was never added. */
    boolean mayHold(byte[] key) {
        long hash = hash(key);
        for (long[] layer : layers) {
            if (holds(layer, hash)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(long[] layer, long hash) {
        int block = block(hash, layer);
        long bits = hash;
        for (int i = 0; i < PROBES; i++) {
            if ((layer[block + wordOf(bits)] >>> bits & 1) == 0) {
                return false;
            }
            bits >>>= BITS_OF_A_PROBE;
        }
        return true;
    }

    /** Six bits say which bit of a word (a shift takes no more), three say which word. */
    private static int wordOf(long bits) {
        return (int) (bits >>> 6) & (BLOCK - 1);
    }

    /** From another part of the hash than the probes, so that blocks and probes are independent. */
    private static int block(long hash, long[] layer) {
        return ((int) ((hash * SPREAD) >>> 40) & (layer.length / BLOCK - 1)) * BLOCK;
    }

    private static long hash(byte[] key) {
        long hash = FNV_OFFSET;
        for (byte b : key) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 32) * MIX;
        return hash ^ hash >>> 32;
    }
}
