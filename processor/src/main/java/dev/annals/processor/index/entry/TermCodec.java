package dev.annals.processor.index.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The order-preserving byte forms of term values. */
public final class TermCodec {
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
        return ByteBuffer.allocate(Long.BYTES).putLong(number ^ Long.MIN_VALUE).array();
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
        throw new IllegalArgumentException("value " + printable(value) + " is not an id (expected: first byte 1 or 2)");
    }

    static long decodeNumber(byte[] value) {
        if (value.length != Long.BYTES) {
            throw new IllegalArgumentException("value " + printable(value) + " is not a number (expected: 8 bytes)");
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
