package dev.annals.processor.index.entry;

import dev.annals.processor.index.query.TermVisitor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A field with one value that documents carry, the value encoded so that unsigned byte order is the order of the values.
 *
 * <p>There are three kinds of values, and a field should keep to one of them:
 *
 * <ul>
 *   <li><b>text</b>: UTF-8, so values are in order of code points; case matters.
 *   <li><b>id</b>: canonical non-negative decimals (no sign, no leading zero, at most 255 digits) come first, in order of their value;
 *       all other ids follow, in order of code points. {@code 9 < 10 < "" < "007" < "a"}.
 *   <li><b>number</b>: a signed 64-bit number, in numeric order (times in microseconds, booleans as 0 and 1).
 * </ul>
 *
 * <p>Text of more than {@value #MAX_EXACT_BYTES} bytes of UTF-8 (ids likewise) is <b>cut</b>: its first {@value #MIN_KEPT_BYTES} to 200
 * bytes (ending between code points) and a digest of the whole are kept. Equality stays exact, since equal texts give equal terms and
 * different ones different terms. What begins with at most {@value #MIN_KEPT_BYTES} bytes is still found by that beginning. Beyond that
 * ({@link #isCut}) order, contains and patterns need a look at the rows: a cut term sorts after all uncut terms with the same beginning.
 *
 * <p>Unpaired surrogates, which UTF-8 cannot express, count as {@code ?}. Immutable; the value array must not be changed.
 */
public final class Term {
    /** The longest UTF-8 form that is kept whole. */
    public static final int MAX_EXACT_BYTES = 256;

    /** How many bytes of UTF-8 a cut term keeps at least. */
    public static final int MIN_KEPT_BYTES = 197;

    private final String field;
    private final byte[] value;

    private Term(String field, byte[] value) {
        requireFieldName(field);
        this.field = field;
        this.value = value;
    }

    /** A text value. */
    public static Term text(String field, String text) {
        return new Term(field, TermCodec.encodeText(text));
    }

    /** An id: a number when it looks like one, text otherwise. */
    public static Term id(String field, String id) {
        return new Term(field, TermCodec.encodeId(id));
    }

    /** A signed number. */
    public static Term number(String field, long number) {
        return new Term(field, TermCodec.encodeNumber(number));
    }

    /** A value as a {@link TermVisitor} got it. */
    public static Term encoded(String field, byte[] value) {
        return new Term(field, value);
    }

    /** The text of an encoded text value; only its beginning when the value {@link #isCut}. */
    public static String textOf(byte[] value) {
        return TermCodec.decodeText(value, 0);
    }

    /** The id of an encoded id value; only its beginning when the value {@link #isCut}. */
    public static String idOf(byte[] value) {
        return TermCodec.decodeId(value);
    }

    /** The number of an encoded number value. */
    public static long numberOf(byte[] value) {
        return TermCodec.decodeNumber(value);
    }

    /** Whether an encoded value is only the beginning (and digest) of a long text or id. */
    public static boolean isCut(byte[] value) {
        return TermCodec.isCut(value);
    }

    /** The field's name. */
    public String field() {
        return field;
    }

    /** The encoded value, not copied. */
    public byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Term that && field.equals(that.field) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * field.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return field + "=" + TermCodec.printable(value);
    }

    static void requireFieldName(String field) {
        if (field.isEmpty() || field.indexOf('#') >= 0) {
            throw new IllegalArgumentException("field name '" + field
                    + "' (expected: at least one character and no '#', which names the index's own fields)");
        }
    }

    /** The order-preserving byte forms of term values. */
    public static final class TermCodec {
        private static final int KEPT_BYTES = 200;
        private static final int DIGEST_BYTES = 16;
        private static final int TAIL_BYTES = 1 + DIGEST_BYTES;
        /** No UTF-8 holds this byte, so a cut text can never be mistaken for a whole one. */
        private static final byte CUT = (byte) 0xFF;

        private static final byte DECIMAL_ID = 1;
        private static final byte OTHER_ID = 2;
        private static final int MAX_DIGITS = 255;

        private TermCodec() {}

        static byte[] encodeText(String text) {
            return cut(text.getBytes(StandardCharsets.UTF_8));
        }

        static byte[] encodeId(String id) {
            boolean decimal = isCanonicalDecimal(id);
            byte[] body = decimal ? id.getBytes(StandardCharsets.US_ASCII) : encodeText(id);
            ByteBuffer out = ByteBuffer.allocate(body.length + (decimal ? 2 : 1));
            if (decimal) {
                // Without leading zeros a longer number is a larger one, so the length goes before the digits.
                out.put(DECIMAL_ID).put((byte) body.length);
            } else {
                out.put(OTHER_ID);
            }
            return out.put(body).array();
        }

        static byte[] encodeNumber(long number) {
            return ByteBuffer.allocate(Long.BYTES)
                    .putLong(number ^ Long.MIN_VALUE)
                    .array();
        }

        static String decodeText(byte[] value, int from) {
            int to = isCut(value) ? value.length - TAIL_BYTES : value.length;
            return new String(value, from, to - from, StandardCharsets.UTF_8);
        }

        static String decodeId(byte[] value) {
            if (value.length >= 2 && value[0] == DECIMAL_ID) {
                return decodeText(value, 2);
            }
            if (value.length >= 1 && value[0] == OTHER_ID) {
                return decodeText(value, 1);
            }
            throw new IllegalArgumentException(
                    "value " + printable(value) + " is not an id (expected: first byte 1 or 2)");
        }

        static long decodeNumber(byte[] value) {
            if (value.length != Long.BYTES) {
                throw new IllegalArgumentException(
                        "value " + printable(value) + " is not a number (expected: 8 bytes)");
            }
            return ByteBuffer.wrap(value).getLong() ^ Long.MIN_VALUE;
        }

        static boolean isCut(byte[] value) {
            // The digest may hold any byte, but at this distance from the end no whole text, decimal or number has the
            // mark.
            return value.length > Term.MIN_KEPT_BYTES && value[value.length - TAIL_BYTES] == CUT;
        }

        public static String printable(byte[] value) {
            boolean ascii = true;
            for (byte b : value) {
                ascii &= b >= 0x20 && b < 0x7F;
            }
            return ascii
                    ? new String(value, StandardCharsets.US_ASCII)
                    : "0x" + HexFormat.of().formatHex(value);
        }

        /** The longest part of UTF-8 bytes that is at most {@code limit} long and does not end inside a code point. */
        static int wholeCodePoints(byte[] utf8, int limit) {
            if (utf8.length <= limit) {
                return utf8.length;
            }
            int end = limit;
            while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
                end--;
            }
            return end;
        }

        private static byte[] cut(byte[] utf8) {
            if (utf8.length <= Term.MAX_EXACT_BYTES) {
                return utf8;
            }
            int kept = wholeCodePoints(utf8, KEPT_BYTES);
            byte[] digest;
            try {
                digest = MessageDigest.getInstance("SHA-256").digest(utf8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
            }
            byte[] out = Arrays.copyOf(utf8, kept + TAIL_BYTES);
            out[kept] = CUT;
            System.arraycopy(digest, 0, out, kept + 1, DIGEST_BYTES);
            return out;
        }

        private static boolean isCanonicalDecimal(String id) {
            int length = id.length();
            if (length == 0 || length > MAX_DIGITS || (id.charAt(0) == '0' && length > 1)) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }
    }
}
