package dev.annals.processor.stage.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values that were put last, within a bound of bytes. It may forget any of them, but what it has is always the last value of a key.
 *
 * <p>Entries follow each other in a ring buffer of bytes and overwrite the oldest ones: as objects, the garbage collector would have to trace them all.
 * For one thread.
 */
public final class RecentValues {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int BYTES_A_SLOT = 64;
    /** So that one value does not push out all others. */
    private static final int VALUES_AT_LEAST = 16;

    /** The length of the key, then that of the value, four bytes each. */
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int mostBytes;
    private byte[] ring = new byte[FIRST_BYTES];
    /** By hash of the key, where its entry begins in all that was ever put. */
    private long[] slots = new long[FIRST_BYTES / BYTES_A_SLOT];
    /**
     * The position of the next entry. A position that lies a ring length or more before it has been overwritten; the 0 of an empty slot always counts as
     * overwritten.
     */
    private long end = 2L * FIRST_BYTES;

    /**
     * An empty cache, which grows with what is put into it.
     *
     * @param mostBytes a power of two, 65,536 or more
     */
    public RecentValues(int mostBytes) {
        if (mostBytes < FIRST_BYTES || Integer.bitCount(mostBytes) != 1) {
            throw new IllegalArgumentException(
                    "bytes: " + mostBytes + " (expected: a power of two, " + FIRST_BYTES + " or more)");
        }
        this.mostBytes = mostBytes;
    }

    /** A cache of the largest allowed size within a number of bytes, and of the smallest allowed size when that is more. */
    public static RecentValues within(long bytes) {
        return new RecentValues((int) Long.highestOneBit(Math.min(Math.max(bytes, FIRST_BYTES), 1 << 30)));
    }

    /** The last value of a key, a copy; {@code null} when it is not remembered. */
    public byte @Nullable [] get(byte[] key) {
        long position = slots[slot(key)];
        if (!isOf(key, position)) {
            return null;
        }
        int from = index(position) + HEAD_BYTES + key.length;
        return Arrays.copyOfRange(ring, from, from + (int) INT.get(ring, index(position) + Integer.BYTES));
    }

    /** Remembers a value in place of any earlier one of the key, unless it is very large: then it forgets the key. */
    public void put(byte[] key, byte[] value) {
        long needed = (long) HEAD_BYTES + key.length + value.length;
        if (needed > mostBytes / VALUES_AT_LEAST) {
            forget(key);
            return;
        }
        while (index(end) + needed > ring.length) {
            turn();
        }
        int at = index(end);
        INT.set(ring, at, key.length);
        INT.set(ring, at + Integer.BYTES, value.length);
        System.arraycopy(key, 0, ring, at + HEAD_BYTES, key.length);
        System.arraycopy(value, 0, ring, at + HEAD_BYTES + key.length, value.length);
        slots[slot(key)] = end;
        end += needed;
    }

    /** Forgets a key. */
    public void forget(byte[] key) {
        int slot = slot(key);
        if (isOf(key, slots[slot])) {
            slots[slot] = 0;
        }
    }

    private boolean isOf(byte[] key, long position) {
        int at = index(position);
        return position >= end - ring.length
                && (int) INT.get(ring, at) == key.length
                && Arrays.equals(ring, at + HEAD_BYTES, at + HEAD_BYTES + key.length, key, 0, key.length);
    }

    /** No entry wraps around the end of the ring: it begins at the start of the ring instead, or in a ring twice as large. */
    private void turn() {
        if (ring.length == mostBytes) {
            end += ring.length - index(end);
            return;
        }
        byte[] before = ring;
        long[] slotsBefore = slots;
        long first = end - index(end);
        int used = index(end);
        ring = new byte[2 * before.length];
        slots = new long[2 * slots.length];
        end = 2L * ring.length;
        for (int at = 0; at < used; ) {
            int keyEnd = at + HEAD_BYTES + (int) INT.get(before, at);
            int valueEnd = keyEnd + (int) INT.get(before, at + Integer.BYTES);
            byte[] key = Arrays.copyOfRange(before, at + HEAD_BYTES, keyEnd);
            // All others are forgotten, or are not the last value of their key.
            if (slotsBefore[slot(key, slotsBefore)] == first + at) {
                put(key, Arrays.copyOfRange(before, keyEnd, valueEnd));
            }
            at = valueEnd;
        }
    }

    private int index(long position) {
        return (int) position & (ring.length - 1);
    }

    private int slot(byte[] key) {
        return slot(key, slots);
    }

    private static int slot(byte[] key, long[] slots) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }
}
