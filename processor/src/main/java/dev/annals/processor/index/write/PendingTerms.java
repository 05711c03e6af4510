package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Keys;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The numbers to be added to each term.
 *
 * <p>In a table of very many terms each look-up waits for memory. So there is a small one before it, which stays in the processor's cache; when
 * it is full, its terms go over to the large one, each once for all the documents that carried it meanwhile. For one thread.
 */
final class PendingTerms {
    /** With their keys and numbers these take about half a megabyte. */
    private static final int MOST_RECENT = 1 << 13;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Not known outside, so that nobody can write a text whose words all come to lie in one slot. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    private final TermTable recent = new TermTable();
    private final TermTable all = new TermTable();

    void add(int tenant, long number, int field, byte[] value) {
        recent.add(hash(tenant, field, value), tenant, Keys.chunkOf(number), field, value, (int) number & 0xFFFF);
    }

    /** To be called between two documents, so that no number of a term comes twice. */
    void endDocument() {
        if (recent.size() >= MOST_RECENT) {
            all.takeAll(recent);
        }
    }

    /** About how much memory all terms take. */
    long bytes() {
        return recent.bytes() + all.bytes();
    }

    /** Visits all terms in the order of their keys. */
    void forEachInOrder(TermTable.Visitor visitor) {
        all.takeAll(recent);
        all.forEachInOrder(visitor);
    }

    void clear() {
        recent.clear();
        all.clear();
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
}
