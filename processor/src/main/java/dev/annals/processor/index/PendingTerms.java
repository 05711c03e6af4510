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
 * since most that come are there already.
 *
 * <p>In a map of very many terms each look-up waits for memory. So there is a small one before it, which stays in the processor's cache; when
 * it is full, its terms go over to the large one, each once for all the documents that carried it meanwhile. For one thread.
 */
final class PendingTerms {
    private static final int FIRST_SLOTS = 1 << 10;
    /** With their keys and numbers these take about a megabyte. */
    private static final int MOST_RECENT = 1 << 13;

    private static final int BEGINNING_END = Keys.OPEN_TERM_AT + Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Not known outside, so that nobody can write a text whose words all come to lie in one slot. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    /** A term's key, and the low halves of its numbers, two bytes each. */
    static final class Entry {
        private final byte[] key;
        private final int hash;
        /** The key's first bytes as numbers, by which most comparisons are decided without a look at the key. */
        private final long group;

        private final long beginning;
        private byte[] numbers = new byte[8];
        private int length;
        private int last = -1;

        private Entry(byte[] key, int hash) {
            this.key = key;
            this.hash = hash;
            this.group = (long) LONG.get(key, 0);
            this.beginning = beginning(key);
        }

        private static long beginning(byte[] key) {
            if (key.length >= BEGINNING_END) {
                return (long) LONG.get(key, Keys.OPEN_TERM_AT);
            }
            long bytes = 0;
            for (int i = Keys.OPEN_TERM_AT; i < BEGINNING_END; i++) {
                bytes = bytes << Byte.SIZE | (i < key.length ? key[i] & 0xFF : 0);
            }
            return bytes;
        }

        private static int inOrder(Entry a, Entry b) {
            if (a.group != b.group) {
                return Long.compareUnsigned(a.group, b.group);
            }
            return a.beginning != b.beginning
                    ? Long.compareUnsigned(a.beginning, b.beginning)
                    : Arrays.compareUnsigned(a.key, b.key);
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

        /** Adds the numbers of the same term that came later. */
        private void append(Entry later) {
            if (length + later.length > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(2 * length, length + later.length));
            }
            System.arraycopy(later.numbers, 0, numbers, length, later.length);
            length += later.length;
            last = later.last;
        }

        private boolean isSame(Entry other) {
            return hash == other.hash && Arrays.equals(key, other.key);
        }

        private boolean is(int wantedHash, int tenant, int chunk, int field, byte[] value) {
            return hash == wantedHash && Keys.isOpen(key, tenant, chunk, field, value);
        }
    }

    /** A map from keys to entries. */
    private static final class Table {
        private Entry[] slots = new Entry[FIRST_SLOTS];
        private int size;
        private long keyBytes;

        /** The slot of the entry of a term, or the one where it would be put. */
        int find(int hash, int tenant, int chunk, int field, byte[] value) {
            int slot = first(hash);
            while (slots[slot] != null && !slots[slot].is(hash, tenant, chunk, field, value)) {
                slot = next(slot);
            }
            return slot;
        }

        /** Takes all entries of another table over and leaves that empty. */
        void takeAll(Table other) {
            for (Entry entry : other.slots) {
                if (entry != null) {
                    take(entry);
                }
            }
            other.empty();
        }

        private void take(Entry entry) {
            int slot = first(entry.hash);
            while (slots[slot] != null && !slots[slot].isSame(entry)) {
                slot = next(slot);
            }
            if (slots[slot] == null) {
                put(slot, entry);
            } else {
                slots[slot].append(entry);
            }
        }

        void put(int slot, Entry entry) {
            slots[slot] = entry;
            keyBytes += entry.key.length;
            if (2 * ++size > slots.length) {
                grow();
            }
        }

        private void grow() {
            Entry[] before = slots;
            slots = new Entry[2 * before.length];
            for (Entry entry : before) {
                if (entry != null) {
                    int slot = first(entry.hash);
                    while (slots[slot] != null) {
                        slot = next(slot);
                    }
                    slots[slot] = entry;
                }
            }
        }

        /** Drops all entries, and some of the room when it was much more than was needed. */
        void clear() {
            if (slots.length > FIRST_SLOTS && 8 * size < slots.length) {
                slots = new Entry[slots.length / 2];
            }
            empty();
        }

        private void empty() {
            Arrays.fill(slots, null);
            size = 0;
            keyBytes = 0;
        }

        private int first(int hash) {
            return hash & (slots.length - 1);
        }

        private int next(int slot) {
            return (slot + 1) & (slots.length - 1);
        }
    }

    private final Table recent = new Table();
    private final Table all = new Table();

    void add(int tenant, long number, int field, byte[] value) {
        int chunk = Keys.chunkOf(number);
        int hash = hash(tenant, chunk, field, value);
        int slot = recent.find(hash, tenant, chunk, field, value);
        Entry entry = recent.slots[slot];
        if (entry == null) {
            entry = new Entry(Keys.open(tenant, chunk, field, value), hash);
            recent.put(slot, entry);
        }
        entry.add((int) number & 0xFFFF);
    }

    /** To be called between two documents, so that no number of a term comes twice. */
    void endDocument() {
        if (recent.size >= MOST_RECENT) {
            all.takeAll(recent);
        }
    }

    /** About how many terms there are; some may be counted twice. */
    int size() {
        return recent.size + all.size;
    }

    /** About how long all keys are together; some may be counted twice. */
    long keyBytes() {
        return recent.keyBytes + all.keyBytes;
    }

    /** All terms in order of their keys. */
    List<Entry> inOrder() {
        all.takeAll(recent);
        List<Entry> entries = new ArrayList<>(all.size);
        for (Entry entry : all.slots) {
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(Entry::inOrder);
        return entries;
    }

    void clear() {
        recent.clear();
        all.clear();
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
}
