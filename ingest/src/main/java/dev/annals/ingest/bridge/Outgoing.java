package dev.annals.ingest.bridge;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.Limits;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Rule;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject;
import dev.annals.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record for the changes topic: an event, or a foreign record that can be none, which lies there as it came so that it is counted, found and tried again.
 *
 * @param refused whether it is the latter
 */
public record Outgoing(String tenant, byte @Nullable [] value, List<Header> headers, boolean refused) {
    private static final ChangeAvro AVRO = new ChangeAvro(Limits.DEFAULT);
    private static final int LARGEST_KEPT = Topics.LARGEST_CHANGE - 64 * 1024;

    /** An event. Fails with {@link Unmappable} when it is larger than an event may be. */
    public static Outgoing of(ChangeEvent event, SourceRecord from) throws Unmappable {
        byte[] bytes = AVRO.encode(event);
        if (bytes.length > Limits.DEFAULT.recordBytes()) {
            throw new Unmappable(
                    Reject.Reason.TOO_LARGE,
                    "the event: " + bytes.length + " bytes (expected: at most " + Limits.DEFAULT.recordBytes() + ")");
        }
        return new Outgoing(event.tenant(), bytes, List.of(origin(from)), false);
    }

    /** A record that can be no event. */
    public static Outgoing refused(SourceMapping source, SourceRecord from, Unmappable why) {
        byte[] value = from.value();
        Header refusal = new RecordHeader(
                Topics.REFUSED_HEADER,
                (why.reason().wireName() + " " + from.place() + ": " + why.detail()).getBytes(StandardCharsets.UTF_8));
        return new Outgoing(
                tenant(source),
                value == null || value.length > LARGEST_KEPT ? null : value,
                List.of(origin(from), refusal),
                true);
    }

    public ProducerRecord<byte[], byte[]> record(String topic) {
        return new ProducerRecord<>(topic, null, tenant.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    /** The tenant of all records of a source, if it has one. */
    private static String tenant(SourceMapping source) {
        Template template = source.defaults().texts().get(Rule.Field.TENANT);
        String tenant = template == null ? null : template.fill(new RecordValues(null, Map.of()));
        return Limits.isTenant(tenant) && tenant != null ? tenant : ChangeEvent.DEFAULT;
    }

    private static Header origin(SourceRecord from) {
        return new RecordHeader(Topics.MAPPED_FROM_HEADER, from.place().getBytes(StandardCharsets.UTF_8));
    }
}
