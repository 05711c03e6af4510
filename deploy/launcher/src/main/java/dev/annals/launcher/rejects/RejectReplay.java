package dev.annals.launcher.rejects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.codec.Payload;
import dev.annals.codec.RegisteredSchemas;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.LogPosition;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import dev.annals.model.Reject;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Sends the record of a reject through the whole way again, as it is or with a patch. It keeps its source and id, so that what was accepted meanwhile is recognised, and a header says which reject it was, so that
 * it is recognised however long ago that is. Thread-safe.
 */
final class RejectReplay {
    private final ChangePublisher publisher;
    private final RegisteredSchemas schemas;
    private final Payload payload = new Payload(Limits.DEFAULT);
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);

    /**
     * Replays through a publisher.
     *
     * @param schemas for records that are to be patched and are in Confluent's wire format
     */
    RejectReplay(ChangePublisher publisher, RegisteredSchemas schemas) {
        this.publisher = publisher;
        this.schemas = schemas;
    }

    /** What was sent, or why nothing was. */
    sealed interface Sending {
        /** It is on its way. */
        record Sent(String tenant, CompletableFuture<LogPosition> position) implements Sending {}

        /** It cannot be replayed like that. */
        record Refused(String sentence) implements Sending {}
    }

    /**
     * Sends a record again.
     *
     * @param patch an RFC 7396 merge patch of the event; {@code null} for the record as it is
     * @param only the only tenant that the caller may write for; {@code null} for any
     */
    Sending send(
            RejectLog.Found found,
            ConsumerRecord<byte[], byte[]> record,
            @Nullable ObjectNode patch,
            @Nullable String only) {
        byte @Nullable [] value = record.value();
        if (value == null || isControl(record)) {
            return new Sending.Refused("the record is no change event, so there is nothing to replay");
        }
        byte[] event = value;
        if (patch != null) {
            Optional<ObjectNode> document = document(value);
            if (document.isEmpty()) {
                return new Sending.Refused("the record cannot be read as a JSON object, so it cannot be patched"
                        + " (expected: JSON, or Avro that can be decoded; replay it without a patch, or send it anew)");
            }
            merge(document.get(), patch);
            event = document.get().toString().getBytes(StandardCharsets.UTF_8);
            Decoded<ChangeEvent> checked = json.decode(event);
            if (checked instanceof Decoded.Refused<ChangeEvent> refused) {
                return new Sending.Refused("with the patch it would be rejected again: " + refused.detail());
            }
        }
        String tenant = tenant(event, found.reject());
        if (only != null && !only.equals(tenant)) {
            return new Sending.Refused("it would be of another tenant than the token (expected: the token's tenant)");
        }
        return new Sending.Sent(tenant, publisher.publish(tenant, event, headers(found.id(), record)));
    }

    /** What only Annals writes to the topic is no change, and its headers would claim that the copy is the same. */
    private static boolean isControl(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null
                && (record.headers().lastHeader(Topics.EPOCH_HEADER) != null
                        || record.headers().lastHeader(Topics.SCHEMA_HEADER) != null
                        || record.headers().lastHeader(Topics.TICK_HEADER) != null);
    }

    private static List<Header> headers(RejectId id, ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            if (!header.key().startsWith("annals-")) {
                headers.add(header);
            }
        }
        headers.add(new RecordHeader(Topics.REPLAY_HEADER, id.toString().getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    /** The tenant whose record it is: the event's, as far as it can be read, else the one that it was rejected under. */
    private String tenant(byte[] event, Reject reject) {
        return object(event)
                .map(document -> document.path("tenant").asText(ChangeEvent.DEFAULT))
                .or(() -> payload.decode(event, schemas)
                        .fold(
                                accepted -> Optional.of(accepted.value().tenant()),
                                refused -> Optional.ofNullable(refused.tenant())))
                .filter(Limits::isTenant)
                .orElse(reject.tenant());
    }

    private Optional<ObjectNode> document(byte[] value) {
        return object(value)
                .or(() -> payload.decode(value, schemas)
                        .fold(accepted -> object(json.encode(accepted.value())), refused -> Optional.empty()));
    }

    private static Optional<ObjectNode> object(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return Json.tree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value instanceof ObjectNode inner && target.get(field.getKey()) instanceof ObjectNode into) {
                merge(into, inner);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }
}
