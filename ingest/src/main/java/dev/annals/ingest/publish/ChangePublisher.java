package dev.annals.ingest.publish;

import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts change events into the log, keyed by tenant, each acknowledged by every in-sync replica.
 *
 * <p>A retry of the same event is harmless when it reuses (source, id). Thread-safe.
 */
public final class ChangePublisher implements AutoCloseable {
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);
    private final Producer<byte[], byte[]> producer;
    private final String topic;

    public ChangePublisher(PublisherSettings settings) {
        producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        topic = settings.topic();
    }

    /** Publishes one event; see {@link #publish(String, byte[])}. */
    public CompletableFuture<LogPosition> publish(ChangeEvent event) {
        return publish(event.tenant(), json.encode(event));
    }

    /**
     * Publishes an event that is already encoded in one of the forms that the processor reads.
     *
     * @return completes when the log has it; fails with a {@link KafkaException} when it was not acknowledged in time, in
     *     which case it may or may not be in the log and should be sent again
     */
    public CompletableFuture<LogPosition> publish(String tenant, byte[] encoded) {
        return publish(tenant, encoded, List.of());
    }

    /** The same with headers of the record. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback completes the future that is returned.
    public CompletableFuture<LogPosition> publish(String tenant, byte[] encoded, List<Header> headers) {
        CompletableFuture<LogPosition> acknowledged = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(topic, null, tenant.getBytes(StandardCharsets.UTF_8), encoded, headers),
                    (metadata, failure) -> {
                        if (failure == null) {
                            acknowledged.complete(new LogPosition(metadata.partition(), metadata.offset()));
                        } else {
                            acknowledged.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            // Refused before it was queued: no metadata in time, the buffer is full, or the record is too large.
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /** Sends what waits in batches and returns when all of it is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
