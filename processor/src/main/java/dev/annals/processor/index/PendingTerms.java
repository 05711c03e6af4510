package dev.annals.processor.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers to be added to each term, by key in {@link Family#OPEN}: a map of bytes that makes a key only for a term that it does not have,
 * since most that come are there already. For one thread.
 */
final class PendingTerms {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Not known outside, so that nobody can write a text whose words all come to lie in one slot. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    /** A term's key, and the low halves of its numbers, two bytes each. */
    static final class Entry {
        private final byte[] key;
        private final int hash;
        private byte[] numbers = new byte[8];
        private int length;
        private int last = -1;

        private Entry(byte[] key, int hash) {
            this.key = key;
            this.hash = hash;
        }

        byte[] key() {
            return key;
        }

        /** Its numbers are the first {@link #length} bytes. */
        byte[] numbers() {
            return numbers;
        }

        int length() {
            return length;
        }

        private void add(int low) {
            if (low == last) {
                return;
            }
            if (length == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * length);
            }
            numbers[length++] = (byte) low;
            numbers[length++] = (byte) (low >>> 8);
            last = low;
        }

        private boolean is(int wantedHash, int tenant, int chunk, int field, byte[] value) {
            return hash == wantedHash && Keys.isOpen(key, tenant, chunk, field, value);
        }
    }

    private Entry[] slots = new Entry[FIRST_SLOTS];
    private int size;
    private long keyBytes;

    void add(int tenant, long number, int field, byte[] value) {
        int chunk = Keys.chunkOf(number);
        int hash = hash(tenant, chunk, field, value);
        int slot = slot(hash);
        while (slots[slot] != null && !slots[slot].is(hash, tenant, chunk, field, value)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        if (slots[slot] == null) {
            slots[slot] = new Entry(Keys.open(tenant, chunk, field, value), hash);
            keyBytes += slots[slot].key.length;
            size++;
        }
        slots[slot].add((int) number & 0xFFFF);
        if (2 * size > slots.length) {
            grow();
        }
    }

    /** How many terms there are. */
    int size() {
        return size;
    }

    /** How long all keys are together. */
    long keyBytes() {
        return keyBytes;
    }

    /** All terms in order of their keys. */
    List<Entry> inOrder() {
        List<Entry> entries = new ArrayList<>(size);
        for (Entry entry : slots) {
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
        return entries;
    }

    void clear() {
        if (slots.length > FIRST_SLOTS && 8 * size < slots.length) {
            slots = new Entry[slots.length / 2];
        } else {
            Arrays.fill(slots, null);
        }
        size = 0;
        keyBytes = 0;
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    private static int hash(int tenant, int chunk, int field, byte[] value) {
        long hash = mixed(mixed(value.length, (long) tenant << Integer.SIZE | field), chunk);
        int i = 0;
        for (; i <= value.length - Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash, (long) LONG.get(value, i));
        }
        long rest = 0;
        for (; i < value.length; i++) {
            rest = rest << Byte.SIZE | (value[i] & 0xFF);
        }
        return (int) mixed(hash, rest);
    }

    private static long mixed(long hash, long bytes) {
        long product = (hash ^ bytes) * SECRET;
        return product ^ product >>> 32;
    }

    private void grow() {
        Entry[] before = slots;
        slots = new Entry[2 * before.length];
        for (Entry entry : before) {
            if (entry != null) {
                int slot = slot(entry.hash);
                while (slots[slot] != null) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = entry;
            }
        }
    }
}
