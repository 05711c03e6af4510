package dev.annals.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Json;
import dev.annals.redact.RedactionKey;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the registry said of a schema id when the processor first had to know, as a record on the changes topic. With it the log tells by itself what became of its records:
 * whoever reads the log again asks no registry, which may know more by then or be gone.
 *
 * <p>The value is the partition, four bytes, and a JSON object with a seal, an HMAC-SHA256 under the redaction key: any producer may write to the topic, and a forged
 * schema would change what others' records say.
 *
 * @param log the name of the log, which the epochs give
 * @param offset of the change that needed the schema
 * @param verdict the schema, which holds for every record with the id; or the refusal, which holds for this change alone
 * @param seal what came as its seal, which proves nothing until {@link #isSealedUnder} says so
 */
public record SchemaRecord(String log, int partition, long offset, int id, SchemaVerdict verdict, String seal) {
    private static final String FORMAT_FIELD = "annals_schema";
    private static final int FORMAT = 1;
    private static final String PURPOSE = "annals:schema:";
    private static final int LARGEST = 4 * SchemaRegistry.LARGEST_SCHEMA;

    /** The record of a verdict. */
    public static SchemaRecord seal(
            String log, int partition, long offset, int id, SchemaVerdict verdict, RedactionKey key) {
        SchemaRecord open = new SchemaRecord(log, partition, offset, id, verdict, "");
        return new SchemaRecord(log, partition, offset, id, verdict, open.sealUnder(key));
    }

    /** Whether a record claims to be one. A change that merely bears the header is a change: nothing with a key may be passed over. */
    public static boolean isClaimedBy(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return key == null
                && value != null
                && value.length > Integer.BYTES
                && value[Integer.BYTES] == '{'
                && headers.lastHeader(Topics.SCHEMA_HEADER) != null;
    }

    /** The record in these bytes; empty when they are none. */
    public static Optional<SchemaRecord> read(byte[] value) {
        if (value.length <= Integer.BYTES || value.length > LARGEST) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        int partition = in.getInt();
        try {
            JsonNode tree =
                    Json.tree(StandardCharsets.UTF_8.newDecoder().decode(in).toString());
            String schema = tree.path("schema").textValue();
            String refusal = tree.path("refusal").textValue();
            if (tree.path(FORMAT_FIELD).asInt() != FORMAT || (schema == null) == (refusal == null)) {
                return Optional.empty();
            }
            return Optional.of(new SchemaRecord(
                    tree.path("log").asText(),
                    partition,
                    tree.path("offset").asLong(-1),
                    tree.path("id").asInt(-1),
                    schema == null
                            ? new SchemaVerdict.Refused(String.valueOf(refusal))
                            : new SchemaVerdict.Known(schema),
                    tree.path("seal").asText()));
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether it belongs to that partition of that log and whoever made it had one of the keys. */
    public boolean isOf(String expectedLog, int expectedPartition, RedactionKeys keys) {
        return log.equals(expectedLog)
                && partition == expectedPartition
                && keys.held().stream().anyMatch(this::isSealedUnder);
    }

    /** Whether whoever made it had the key. */
    public boolean isSealedUnder(RedactionKey key) {
        return MessageDigest.isEqual(
                seal.getBytes(StandardCharsets.UTF_8), sealUnder(key).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it says what became of a change with that id at that offset. */
    public boolean decides(long change, int schemaId) {
        return id == schemaId && (offset == change || verdict instanceof SchemaVerdict.Known);
    }

    /** The value of its record. */
    public byte[] bytes() {
        return framed(write(content().put("seal", seal)));
    }

    private String sealUnder(RedactionKey key) {
        byte[] content = framed(write(content()));
        byte[] purpose = PURPOSE.getBytes(StandardCharsets.US_ASCII);
        byte[] message = ByteBuffer.allocate(purpose.length + content.length)
                .put(purpose)
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(KeyCheck.hmac(key, message));
    }

    private ObjectNode content() {
        ObjectNode content = Json.MAPPER
                .createObjectNode()
                .put(FORMAT_FIELD, FORMAT)
                .put("log", log)
                .put("id", id)
                .put("offset", offset);
        return verdict.fold(
                known -> content.put("schema", known.schema()), refused -> content.put("refusal", refused.sentence()));
    }

    private byte[] framed(byte[] json) {
        return ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(partition)
                .put(json)
                .array();
    }

    private static byte[] write(ObjectNode content) {
        try {
            return Json.MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written as text; a tree always can", e);
        }
    }
}
