package dev.annals.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 of JSON values by what they mean: numbers by value, keys in any order. Equal values have equal digests. Thread-safe. */
final class SecretDigest {
    private static final String ALGORITHM = "HmacSHA256";

    /** Keeps these digests apart from any other use of the same key. */
    private static final byte[] PURPOSE = "annals:redaction:".getBytes(StandardCharsets.US_ASCII);

    /** Keyed once and cloned for each digest, because creating and keying a Mac costs more than a digest. */
    private final Mac begun;

    SecretDigest(RedactionKey key) {
        try {
            begun = Mac.getInstance(ALGORITHM);
            begun.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            begun.update(PURPOSE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256, which every Java must have", e);
        }
    }

    /** 43 characters of unpadded URL-safe Base64. */
    String of(JsonNode value) {
        StringBuilder canonical = new StringBuilder();
        append(value, canonical);
        try {
            byte[] digest = ((Mac) begun.clone()).doFinal(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's HmacSHA256 cannot be cloned; use one whose provider can", e);
        }
    }

    private static void append(JsonNode value, StringBuilder out) {
        if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.append('{');
            sorted.forEach((name, member) -> {
                out.append(TextNode.valueOf(name)).append(':');
                append(member, out);
                out.append(',');
            });
            out.append('}');
        } else if (value.isArray()) {
            out.append('[');
            for (JsonNode element : value) {
                append(element, out);
                out.append(',');
            }
            out.append(']');
        } else if (value.isNumber()) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            out.append(number.unscaledValue()).append('e').append(-number.scale());
        } else {
            out.append(value);
        }
    }
}
