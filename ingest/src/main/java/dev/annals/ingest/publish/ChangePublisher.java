package dev.annals.ingest.publish;

import dev.annals.model.ChangeEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts change events into the log, keyed by tenant, each acknowledged by every in-sync replica.
 *
 * <pre>{@code
 * try (ChangePublisher publisher = new ChangePublisher(PublisherSettings.prompt("broker:9092", "annals.changes"))) {
 *     Changes changes = Changes.from("billing");
 *     publisher.publish(changes.of("invoice", "42").by("7", "ada").after("{\"total\":12.5}").event());
 * }
 * }</pre>
 *
 * <p>A retry of the same event is harmless when it reuses (source, id). Thread-safe.
 */
public final class ChangePublisher implements AutoCloseable {
    private final Producer<byte[], Object> producer;
    private final String topic;
    private final ChangeRecords records;
    private final Duration patience;
    /** Whether a serializer that the settings name takes the events as generic Avro records. */
    private final boolean generic;

    /** A publisher that sends events as JSON, or as the serializer writes them that the settings name. */
    public ChangePublisher(PublisherSettings settings) {
        this(settings, ChangeRecords.forTopic(settings.topic()));
    }

    /** A publisher that sends events as these records. */
    public ChangePublisher(PublisherSettings settings, ChangeRecords records) {
        Map<String, Object> config = settings.producer();
        this.topic = settings.topic();
        this.records = records;
        this.patience = settings.deliveryTimeout();
        this.generic = config.containsKey(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.putIfAbsent(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        this.producer = new KafkaProducer<>(config);
        if (settings.whenAway() == PublisherSettings.WhenAway.FAIL) {
            findBrokers();
        }
    }

    /** Begins to look for the brokers, so that most first events need not fail. */
    private void findBrokers() {
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            // They are looked for now, which is all that this was for.
        }
    }

    /** Publishes one event; see {@link #publish(String, byte[])}. One that would be rejected fails at once and is not sent. */
    public CompletableFuture<LogPosition> publish(ChangeEvent event) {
        try {
            return generic
                    ? send(event.tenant(), records.generic(event), List.of())
                    : send(event.tenant(), records.record(event).value(), List.of());
        } catch (IllegalArgumentException | KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
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
    public CompletableFuture<LogPosition> publish(String tenant, byte[] encoded, List<Header> headers) {
        if (generic) {
            throw new IllegalStateException(
                    "this publisher's serializer takes events and no bytes (expected: settings without value.serializer)");
        }
        return send(tenant, encoded, headers);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback completes the future that is returned.
    private CompletableFuture<LogPosition> send(String tenant, Object value, List<Header> headers) {
        CompletableFuture<LogPosition> acknowledged = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(topic, null, tenant.getBytes(StandardCharsets.UTF_8), value, headers),
                    (metadata, failure) -> {
                        if (failure == null) {
                            acknowledged.complete(new LogPosition(metadata.partition(), metadata.offset()));
                        } else {
                            acknowledged.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            // Refused before it was queued: no metadata in time, the buffer is full, the record is too large, or this
            // is closed.
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /** Sends what waits in batches and returns when all of it is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    /** Waits until everything is acknowledged or has failed, at most for the delivery timeout. */
    @Override
    public void close() {
        close(patience);
    }

    /** Waits until everything is acknowledged; what is not by then fails. */
    public void close(Duration most) {
        producer.close(most);
    }
}
