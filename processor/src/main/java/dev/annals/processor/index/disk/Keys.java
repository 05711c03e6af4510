package dev.annals.processor.index.disk;

import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.entry.Term.TermCodec;
import dev.annals.processor.index.entry.TermRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The byte layout of keys. All numbers are big endian, so that byte order is their order.
 *
 * <p>In {@link Family#POSTINGS} a number follows the term, so the term is escaped (0x00 becomes 0x00 0xFF) and ended by 0x00 0x00: that
 * keeps the order of terms and keeps the entries of one term together. Everywhere else a term ends its key and stays as it is.
 */
public final class Keys {
    static final int TENANT_BYTES = 4;
    /** Where the term begins in {@link Family#POSTINGS} and {@link Family#TERMS}. */
    public static final int TERM_AT = 6;
    /** Where the term begins in {@link Family#OPEN}. */
    public static final int OPEN_TERM_AT = 8;

    private static final int CHUNK_BYTES = 2;
    private static final int NUMBER_BYTES = 4;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte ESCAPED_ZERO = (byte) 0xFF;

    private Keys() {}

    public static int chunkOf(long number) {
        return (int) (number >>> 16);
    }

    public static byte[] tenantPrefix(int tenant) {
        return ByteBuffer.allocate(TENANT_BYTES).putInt(tenant).array();
    }

    public static byte[] row(int tenant, long number) {
        return ByteBuffer.allocate(8).putInt(tenant).putInt((int) number).array();
    }

    public static long rowNumber(byte[] key) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt(TENANT_BYTES));
    }

    public static byte[] fieldPrefix(int tenant, int field) {
        return ByteBuffer.allocate(TERM_AT)
                .putInt(tenant)
                .putShort((short) field)
                .array();
    }

    public static byte[] openPrefix(int tenant, int chunk) {
        return ByteBuffer.allocate(TENANT_BYTES + CHUNK_BYTES)
                .putInt(tenant)
                .putShort((short) chunk)
                .array();
    }

    public static byte[] openFieldPrefix(int tenant, int chunk, int field) {
        return open(tenant, chunk, field, new byte[0]);
    }

    public static byte[] open(int tenant, int chunk, int field, byte[] term) {
        return ByteBuffer.allocate(OPEN_TERM_AT + term.length)
                .putInt(tenant)
                .putShort((short) chunk)
                .putShort((short) field)
                .put(term)
                .array();
    }

    /** The tenant of a key in {@link Family#OPEN}. */
    public static int openTenant(byte[] key) {
        return (int) INT.get(key, 0);
    }

    /** The chunk of a key in {@link Family#OPEN}. */
    public static int openChunk(byte[] key) {
        return (key[TENANT_BYTES] & 0xFF) << 8 | (key[TENANT_BYTES + 1] & 0xFF);
    }

    /** Whether two keys of {@link Family#OPEN}, of which the second may be empty, are of the same tenant and chunk. */
    public static boolean sameOpenChunk(byte[] openKey, byte[] other) {
        int length = TENANT_BYTES + CHUNK_BYTES;
        return other.length >= length && Arrays.equals(openKey, 0, length, other, 0, length);
    }

    /** Whether a key that lies in an array from an index on begins as {@link #open} makes it of these. */
    public static boolean isOpen(byte[] keys, int from, int tenant, int chunk, int field) {
        return (int) INT.get(keys, from) == tenant
                && (int) INT.get(keys, from + TENANT_BYTES) == ((chunk & 0xFFFF) << 16 | (field & 0xFFFF));
    }

    public static byte[] term(int tenant, int field, byte[] term) {
        return ByteBuffer.allocate(TERM_AT + term.length)
                .putInt(tenant)
                .putShort((short) field)
                .put(term)
                .array();
    }

    /** The key in {@link Family#TERMS} for a key in {@link Family#OPEN}. */
    public static byte[] termOfOpen(byte[] openKey) {
        return ByteBuffer.allocate(openKey.length - CHUNK_BYTES)
                .put(openKey, 0, TENANT_BYTES)
                .put(openKey, TENANT_BYTES + CHUNK_BYTES, openKey.length - TENANT_BYTES - CHUNK_BYTES)
                .array();
    }

    /** The field of a key in {@link Family#TERMS}. */
    public static int termField(byte[] termKey) {
        return (termKey[TENANT_BYTES] & 0xFF) << 8 | (termKey[TENANT_BYTES + 1] & 0xFF);
    }

    /** The key of a term's finished postings whose first document has this number. */
    public static byte[] postings(int tenant, int field, byte[] term, long number) {
        byte[] start = postingsStart(tenant, field, term);
        byte[] key = Arrays.copyOf(start, start.length + 2 + NUMBER_BYTES);
        INT.set(key, key.length - NUMBER_BYTES, (int) number);
        return key;
    }

    /** The first key after {@link #postings}. */
    public static byte[] afterPostings(int tenant, int field, byte[] term, long number) {
        byte[] key = postings(tenant, field, term, number);
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The beginning of the keys of a term and of all terms that it is the beginning of; at or below all greater terms. */
    public static byte[] postingsStart(int tenant, int field, byte[] term) {
        int zeros = 0;
        for (byte b : term) {
            zeros += b == 0 ? 1 : 0;
        }
        ByteBuffer key = ByteBuffer.allocate(TERM_AT + term.length + zeros)
                .putInt(tenant)
                .putShort((short) field);
        if (zeros == 0) {
            return key.put(term).array();
        }
        for (byte b : term) {
            key.put(b);
            if (b == 0) {
                key.put(ESCAPED_ZERO);
            }
        }
        return key.array();
    }

    /** The key in {@link Family#POSTINGS} for a key in {@link Family#OPEN} and the low half of its first number. */
    public static byte[] postingsOfOpen(byte[] openKey, int low) {
        ByteBuffer in = ByteBuffer.wrap(openKey);
        int tenant = in.getInt();
        long chunk = Short.toUnsignedLong(in.getShort());
        int field = Short.toUnsignedInt(in.getShort());
        byte[] term = Arrays.copyOfRange(openKey, OPEN_TERM_AT, openKey.length);
        return postings(tenant, field, term, chunk << 16 | low);
    }

    /** The first key after all that begin with the prefix, for prefixes that are not all 0xFF. */
    public static byte[] after(byte[] prefix) {
        byte[] after = TermRange.afterPrefix(prefix);
        if (after == null) {
            throw new IllegalStateException("no key can follow the prefix " + TermCodec.printable(prefix)
                    + "; tenant ordinals end before that");
        }
        return after;
    }

    public static long postingsNumber(byte[] key) {
        return Integer.toUnsignedLong((int) INT.get(key, key.length - NUMBER_BYTES));
    }

    public static byte[] postingsTerm(byte[] key) {
        int end = key.length - 2 - NUMBER_BYTES;
        byte[] term = new byte[end - TERM_AT];
        int length = 0;
        for (int i = TERM_AT; i < end; i++) {
            term[length++] = key[i];
            if (key[i] == 0) {
                i++;
            }
        }
        return length == term.length ? term : Arrays.copyOf(term, length);
    }

    /** Whether two keys of {@link Family#POSTINGS} differ at most in their number. */
    public static boolean sameTerm(byte[] postingsKey, byte[] other) {
        return postingsKey.length == other.length
                && Arrays.equals(
                        postingsKey, 0, postingsKey.length - NUMBER_BYTES, other, 0, other.length - NUMBER_BYTES);
    }

    public static byte[] gramPrefix(int tenant, int field, byte[] gram) {
        return term(tenant, field, gram);
    }

    /** The same for a key in {@link Family#TERMS} and the part of it from one index to before another. */
    public static byte[] gramPrefix(byte[] termKey, int start, int end) {
        byte[] key = Arrays.copyOf(termKey, TERM_AT + end - start);
        System.arraycopy(termKey, start, key, TERM_AT, end - start);
        return key;
    }

    /** The key in {@link Family#GRAMS} that begins with a part of a word and ends with the word that a key in {@link Family#TERMS} ends with. */
    static byte[] gram(byte[] gramPrefix, byte[] termKey) {
        return ByteBuffer.allocate(gramPrefix.length + termKey.length - TERM_AT)
                .put(gramPrefix)
                .put(termKey, TERM_AT, termKey.length - TERM_AT)
                .array();
    }

    public static byte[] time(int tenant, byte kind, long id) {
        return ByteBuffer.allocate(TENANT_BYTES + 1 + Long.BYTES)
                .putInt(tenant)
                .put(kind)
                .putLong(id)
                .array();
    }

    public static byte[] timePrefix(int tenant, byte kind) {
        return ByteBuffer.allocate(TENANT_BYTES + 1).putInt(tenant).put(kind).array();
    }

    public static long timeId(byte[] key) {
        return ByteBuffer.wrap(key).getLong(TENANT_BYTES + 1);
    }

    /** Bytes that can be a key of a map. The array is not copied and must not change. */
    public static final class ByteKey {
        private final byte[] bytes;
        private final int hash;

        public ByteKey(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByteKey that && hash == that.hash && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
