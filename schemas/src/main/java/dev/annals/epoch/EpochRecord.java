package dev.annals.epoch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.redact.RedactionKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An epoch as the value of a record on the changes topic: a JSON object with a seal, an HMAC-SHA256 under the redaction key.
 *
 * <p>Any producer may write to the topic, and an epoch can turn redaction rules off. So only an epoch that is sealed under the key of the
 * epoch before it counts (the first one: under its own key). Whoever has no key can append no epoch, nor one of another log or out of order.
 *
 * @param seal what came as its seal, which proves nothing until {@link #isSealedUnder} says so
 */
public record EpochRecord(Epoch epoch, String seal) {
    /** Largest value, in bytes. */
    public static final int LARGEST = 512 * 1024;

    private static final String FORMAT_FIELD = "annals_epoch";
    private static final int FORMAT = 1;
    private static final String PURPOSE = "annals:epoch:";

    /** The record of an epoch. */
    public static EpochRecord seal(Epoch epoch, RedactionKey key) {
        EpochRecord record = new EpochRecord(epoch, sealOf(epoch, key));
        int length = record.bytes().length;
        if (length > LARGEST) {
            throw new IllegalArgumentException("epoch: " + length + " bytes (expected: at most " + LARGEST
                    + "; most of it are the redaction rules)");
        }
        return record;
    }

    /** Whether a record's value claims to be an epoch: everything else is a change, whatever its headers say. */
    public static boolean isClaimedBy(byte[] value) {
        return value.length <= LARGEST
                && tree(value).filter(tree -> tree.has(FORMAT_FIELD)).isPresent();
    }

    /**
     * The record with this value.
     *
     * @throws IllegalArgumentException when it is none, with the reason, which quotes nothing of it
     */
    public static EpochRecord read(byte[] value) {
        if (value.length > LARGEST) {
            throw new IllegalArgumentException("larger than " + LARGEST + " bytes");
        }
        JsonNode tree = tree(value).orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
        if (tree.path(FORMAT_FIELD).asInt() != FORMAT) {
            throw new IllegalArgumentException("not of format " + FORMAT);
        }
        JsonNode number = tree.path("number");
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException("number is not a whole number");
        }
        TreeMap<String, String> settings = new TreeMap<>();
        tree.path("settings").properties().forEach(field -> settings.put(field.getKey(), text(field.getValue())));
        Epoch epoch = new Epoch(number.longValue(), text(tree.path("log")), text(tree.path("redaction_key")), settings);
        return new EpochRecord(epoch, text(tree.path("seal")));
    }

    /** Whether whoever made it had the key. */
    public boolean isSealedUnder(RedactionKey key) {
        return MessageDigest.isEqual(
                seal.getBytes(StandardCharsets.UTF_8), sealOf(epoch, key).getBytes(StandardCharsets.UTF_8));
    }

    /** The value of its record, in UTF-8. */
    public byte[] bytes() {
        return write(content(epoch).put("seal", seal));
    }

    private static String sealOf(Epoch epoch, RedactionKey key) {
        byte[] purpose = PURPOSE.getBytes(StandardCharsets.US_ASCII);
        byte[] content = write(content(epoch));
        byte[] message = ByteBuffer.allocate(purpose.length + content.length)
                .put(purpose)
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(KeyCheck.hmac(key, message));
    }

    /** One text for one epoch: the fields and the settings have a fixed order. */
    private static ObjectNode content(Epoch epoch) {
        ObjectNode content = Json.MAPPER
                .createObjectNode()
                .put(FORMAT_FIELD, FORMAT)
                .put("number", epoch.number())
                .put("log", epoch.log())
                .put("redaction_key", epoch.keyCheck());
        epoch.settings().forEach(content.putObject("settings")::put);
        return content;
    }

    private static byte[] write(ObjectNode content) {
        try {
            return Json.MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written as text; a tree always can", e);
        }
    }

    private static Optional<JsonNode> tree(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.startsWith("{") ? Optional.of(Json.tree(text)) : Optional.empty();
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a field or setting is not a text");
        }
        return node.textValue();
    }
}
