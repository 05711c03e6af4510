package dev.annals.epoch;

import dev.annals.redact.RedactionKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an epoch says of its redaction key: the first 8 bytes of an HMAC-SHA256 of a constant, which tell keys apart and reveal none. */
public final class KeyCheck {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "annals:key-check:".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 8;

    private KeyCheck() {}

    /** 16 hexadecimal digits. */
    public static String of(RedactionKey key) {
        return HexFormat.of().formatHex(hmac(key, PURPOSE), 0, LENGTH);
    }

    /** HMAC-SHA256 under the key. The message begins with what it is for, so that digests of two uses cannot be compared. */
    public static byte[] hmac(RedactionKey key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(
                    "this Java runtime has no " + ALGORITHM + ", which every one must have; use another runtime", e);
        }
    }
}
