package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A map from terms, by key in {@link Family#OPEN}, to the numbers of their documents. It lies in a few large arrays: with objects for each of
 * some hundred thousand terms, the collector would do as much as all the rest of gathering. For one thread.
 */
final class TermTable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Not known outside, so that nobody can write a text whose words all come to lie in one slot. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    private static final int FIRST_SLOTS = 1 << 10;
    /** What is kept of the room when the table is emptied. */
    private static final int KEPT_SLOTS = 1 << 15;

    private static final int FIRST_NUMBERS = 2;
    private static final int NUMBER_BYTES = 2;
    /** A key's length, before it. */
    private static final int LENGTH_BYTES = 2;

    /** In the arrays below, of which at least half is in use. */
    private static final int BYTES_AN_ENTRY = 8 * Integer.BYTES;

    private static final int DIGIT_BYTES = 4;
    /** Below a digit and its length. There cannot be more entries than pages can hold. */
    private static final int INDEX_BITS = 28;

    /** By hash, an entry's index plus one; 0 where there is none. At most half are taken. */
    private int[] slots = new int[FIRST_SLOTS];

    /* By index of an entry, in the order of their coming. */
    private int[] hashes = new int[FIRST_SLOTS / 2];
    private int[] keys = new int[FIRST_SLOTS / 2];
    /** Where the low halves of the numbers are, in room for the next power of two of them. */
    private int[] numbers = new int[FIRST_SLOTS / 2];

    private int[] counts = new int[FIRST_SLOTS / 2];

    private final Pages pages = new Pages();
    private int size;

    /** Takes terms with the low halves of their numbers, two bytes each (little endian). The arrays are given away. */
    interface Visitor {
        void visit(byte[] openKey, byte[] numbers);
    }

    int size() {
        return size;
    }

    /** About how much memory the entries take. */
    long bytes() {
        return pages.bytes() + (long) BYTES_AN_ENTRY * size;
    }

    /** Adds a document's number to a term, unless it was the last one to be added. */
    void add(int tenant, long number, int field, byte[] value) {
        add(hash(tenant, field, value), tenant, Keys.chunkOf(number), field, value, (int) number & 0xFFFF);
    }

    /** Without the chunk, since documents that are together are mostly of one. */
    private static int hash(int tenant, int field, byte[] value) {
        long hash = mixed(value.length, (long) tenant << Integer.SIZE | field);
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

    /** The same with a hash and the low half of the number. */
    void add(int hash, int tenant, int chunk, int field, byte[] value, int low) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, hash, tenant, chunk, field, value)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        int entry = slots[slot] - 1;
        add(entry < 0 ? put(slot, hash, Keys.open(tenant, chunk, field, value)) : entry, low);
    }

    private boolean isAt(int entry, int hash, int tenant, int chunk, int field, byte[] value) {
        if (hashes[entry] != hash) {
            return false;
        }
        byte[] page = pages.page(keys[entry]);
        int at = Pages.offset(keys[entry]);
        int from = at + LENGTH_BYTES;
        return length(page, at) == Keys.OPEN_TERM_AT + value.length
                && Keys.isOpen(page, from, tenant, chunk, field)
                && Arrays.equals(
                        page,
                        from + Keys.OPEN_TERM_AT,
                        from + Keys.OPEN_TERM_AT + value.length,
                        value,
                        0,
                        value.length);
    }

    /** Takes all entries of another table over, whose numbers are later ones, and leaves that empty. */
    void takeAll(TermTable other) {
        for (int entry = 0; entry < other.size; entry++) {
            int mine = findOrPut(other.hashes[entry], other.pages, other.keys[entry]);
            byte[] page = other.pages.page(other.numbers[entry]);
            int at = Pages.offset(other.numbers[entry]);
            for (int i = 0; i < other.counts[entry]; i++) {
                add(mine, low(page, at + NUMBER_BYTES * i));
            }
        }
        other.clear();
    }

    private int findOrPut(int hash, Pages theirs, int theirKey) {
        byte[] key = theirs.page(theirKey);
        int from = Pages.offset(theirKey);
        int to = from + LENGTH_BYTES + length(key, from);
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, hash, key, from, to)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        int entry = slots[slot] - 1;
        return entry < 0 ? put(slot, hash, Arrays.copyOfRange(key, from + LENGTH_BYTES, to)) : entry;
    }

    /** Whether an entry has this key, which is given with its length before it. */
    private boolean isAt(int entry, int hash, byte[] key, int from, int to) {
        if (hashes[entry] != hash) {
            return false;
        }
        byte[] page = pages.page(keys[entry]);
        int at = Pages.offset(keys[entry]);
        return Arrays.equals(page, at, Math.min(page.length, at + to - from), key, from, to);
    }

    private int put(int slot, int hash, byte[] key) {
        int entry = size++;
        slots[slot] = entry + 1;
        int address = pages.take(LENGTH_BYTES + key.length);
        byte[] page = pages.page(address);
        int at = Pages.offset(address);
        page[at] = (byte) (key.length >>> 8);
        page[at + 1] = (byte) key.length;
        System.arraycopy(key, 0, page, at + LENGTH_BYTES, key.length);
        hashes[entry] = hash;
        keys[entry] = address;
        numbers[entry] = pages.take(FIRST_NUMBERS * NUMBER_BYTES);
        counts[entry] = 0;
        if (2 * size == slots.length) {
            grow();
        }
        return entry;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        hashes = Arrays.copyOf(hashes, slots.length / 2);
        keys = Arrays.copyOf(keys, slots.length / 2);
        numbers = Arrays.copyOf(numbers, slots.length / 2);
        counts = Arrays.copyOf(counts, slots.length / 2);
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = entry + 1;
        }
    }

    private void add(int entry, int low) {
        int count = counts[entry];
        byte[] page = pages.page(numbers[entry]);
        int at = Pages.offset(numbers[entry]);
        if (count > 0 && low(page, at + NUMBER_BYTES * (count - 1)) == low) {
            return;
        }
        if (count >= FIRST_NUMBERS && Integer.bitCount(count) == 1) {
            int more = pages.take(2 * NUMBER_BYTES * count);
            System.arraycopy(page, at, pages.page(more), Pages.offset(more), NUMBER_BYTES * count);
            numbers[entry] = more;
            page = pages.page(more);
            at = Pages.offset(more);
        }
        page[at + NUMBER_BYTES * count] = (byte) low;
        page[at + NUMBER_BYTES * count + 1] = (byte) (low >>> 8);
        counts[entry] = count + 1;
    }

    /** Visits all terms in the order of their keys. */
    void forEachInOrder(Visitor visitor) {
        long[] order = new long[size];
        for (int entry = 0; entry < size; entry++) {
            order[entry] = entry;
        }
        sort(order, 0, size, 0);
        for (long each : order) {
            int entry = entryOf(each);
            byte[] key = pages.page(keys[entry]);
            int keyAt = Pages.offset(keys[entry]) + LENGTH_BYTES;
            byte[] lows = pages.page(numbers[entry]);
            int lowsAt = Pages.offset(numbers[entry]);
            visitor.visit(
                    Arrays.copyOfRange(key, keyAt, keyAt + length(key, keyAt - LENGTH_BYTES)),
                    Arrays.copyOfRange(lows, lowsAt, lowsAt + NUMBER_BYTES * counts[entry]));
        }
    }

    /**
     * Sorts entries whose keys agree up to a depth: by the next four bytes, and those that agree in these too by the ones after. So what is
     * sorted are mere numbers, a few bytes of a key above the entry's index, and each byte of a key is looked at once.
     */
    private void sort(long[] order, int from, int to, int depth) {
        for (int i = from; i < to; i++) {
            int entry = entryOf(order[i]);
            order[i] = digit(entry, depth) << INDEX_BITS | entry;
        }
        Arrays.sort(order, from, to);
        for (int first = from; first < to; ) {
            int next = first + 1;
            while (next < to && order[next] >>> INDEX_BITS == order[first] >>> INDEX_BITS) {
                next++;
            }
            if (next - first > 1) {
                sort(order, first, next, depth + DIGIT_BYTES);
            }
            first = next;
        }
    }

    private static int entryOf(long ordered) {
        return (int) ordered & ((1 << INDEX_BITS) - 1);
    }

    /** Four bytes of a key, and behind them how many there were: a key comes before those that it is the beginning of. */
    private long digit(int entry, int depth) {
        byte[] page = pages.page(keys[entry]);
        int at = Pages.offset(keys[entry]);
        int rest = Math.min(DIGIT_BYTES, length(page, at) - depth);
        long digit = 0;
        for (int i = 0; i < DIGIT_BYTES; i++) {
            digit = digit << Byte.SIZE | (i < rest ? page[at + LENGTH_BYTES + depth + i] & 0xFF : 0);
        }
        return digit << 3 | rest;
    }

    void clear() {
        if (slots.length > KEPT_SLOTS) {
            slots = new int[KEPT_SLOTS];
            hashes = new int[KEPT_SLOTS / 2];
            keys = new int[KEPT_SLOTS / 2];
            numbers = new int[KEPT_SLOTS / 2];
            counts = new int[KEPT_SLOTS / 2];
        } else {
            Arrays.fill(slots, 0);
        }
        pages.clear();
        size = 0;
    }

    private static int length(byte[] page, int at) {
        return (page[at] & 0xFF) << 8 | (page[at + 1] & 0xFF);
    }

    private static int low(byte[] page, int at) {
        return (page[at] & 0xFF) | (page[at + 1] & 0xFF) << 8;
    }

    /** Room for many small pieces of bytes, each at an address of four bytes. It is given back only as a whole. For one thread. */
    static final class Pages {
        private static final int PAGE_BITS = 18;
        private static final int PAGE_BYTES = 1 << PAGE_BITS;
        /** The first page grows from this size: most loads of a quiet log fit into it. */
        private static final int FIRST_BYTES = 1 << 13;

        private static final int MOST_PAGES = 1 << (Integer.SIZE - PAGE_BITS);
        /** What is kept when all is given back. */
        private static final int KEPT_PAGES = 4;

        private byte[][] pages = new byte[KEPT_PAGES][];
        private int count;
        private int usedOfLast = PAGE_BYTES;

        /** The address of so many bytes, at most half a page, that lie in one page. What they hold is undefined. */
        int take(int bytes) {
            if (usedOfLast + bytes > PAGE_BYTES) {
                next();
            }
            int last = count - 1;
            if (usedOfLast + bytes > pages[last].length) {
                int larger = Math.max(usedOfLast + bytes, 2 * pages[last].length);
                pages[last] = Arrays.copyOf(pages[last], Math.min(PAGE_BYTES, larger));
            }
            int address = (count - 1) << PAGE_BITS | usedOfLast;
            usedOfLast += bytes;
            return address;
        }

        private void next() {
            if (count == MOST_PAGES) {
                throw new IllegalStateException(
                        "more than four gigabytes of terms in one write; give the service less memory for them");
            }
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, Math.min(MOST_PAGES, 2 * count));
            }
            if (pages[count] == null) {
                pages[count] = new byte[count == 0 ? FIRST_BYTES : PAGE_BYTES];
            }
            count++;
            usedOfLast = 0;
        }

        byte[] page(int address) {
            return pages[address >>> PAGE_BITS];
        }

        static int offset(int address) {
            return address & (PAGE_BYTES - 1);
        }

        /** How many bytes of pages are in use. */
        long bytes() {
            return ((long) count << PAGE_BITS) - PAGE_BYTES + usedOfLast;
        }

        /** Gives everything back. */
        void clear() {
            if (pages.length > KEPT_PAGES) {
                pages = Arrays.copyOf(pages, KEPT_PAGES);
            }
            count = 0;
            usedOfLast = PAGE_BYTES;
        }
    }
}
