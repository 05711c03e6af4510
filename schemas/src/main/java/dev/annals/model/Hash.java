package dev.annals.model;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value, 32 bytes. Immutable; printed as lower-case hexadecimal. */
public final class Hash {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** 32 zero bytes, the predecessor of the first link of a chain. */
    public static final Hash ZERO = new Hash(new byte[LENGTH]);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of 32 bytes. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("hash: " + bytes.length + " bytes (expected: " + LENGTH + ")");
        }
        return new Hash(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Hash other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
