package dev.annals.redact;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The deployment's secret under which masked values are compared: 32 bytes. Whoever has it can test guesses of masked values; whoever changes it makes every masked value look changed once. */
public final class RedactionKey {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

    private final byte[] bytes;

    private RedactionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of 32 bytes. */
    public static RedactionKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("redaction key: " + bytes.length + " bytes (expected: " + LENGTH + ")");
        }
        return new RedactionKey(bytes.clone());
    }

    /** The key in 64 hexadecimal digits or in Base64. */
    public static RedactionKey parse(String text) {
        String trimmed = text.strip();
        if (HEX.matcher(trimmed).matches()) {
            return of(HexFormat.of().parseHex(trimmed));
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(trimmed);
        } catch (IllegalArgumentException e) {
            // Its message quotes the text, which is meant to be a key.
            throw new IllegalArgumentException(
                    "redaction key: neither hexadecimal nor Base64 (expected: " + LENGTH + " bytes in one of them)");
        }
        return of(bytes);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "RedactionKey[hidden]";
    }
}
