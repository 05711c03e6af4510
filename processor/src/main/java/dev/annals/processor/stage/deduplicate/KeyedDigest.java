package dev.annals.processor.stage.deduplicate;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under a secret key, derived from the deployment's for one purpose. For one thread. */
public final class KeyedDigest {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    private KeyedDigest(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(
                    "this Java runtime has no " + ALGORITHM + ", which every one must have; use another runtime", e);
        }
    }

    /**
     * The digest for a purpose.
     *
     * @param purpose tells this use of the key from every other, so that digests of two uses cannot be compared
     */
    public static KeyedDigest derived(byte[] deploymentKey, String purpose) {
        byte[] key = new KeyedDigest(deploymentKey).of(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new KeyedDigest(key);
    }

    /** The 32 bytes of a message. */
    public byte[] of(byte[] message) {
        return mac.doFinal(message);
    }
}
