package dev.annals.ingest.publish;

import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How a publisher reaches the log.
 *
 * @param bootstrap {@code host:port} of one or more brokers, separated by commas
 * @param topic the changes topic
 * @param linger how long a batch waits to fill; batches are what makes throughput
 * @param deliveryTimeout after which an event that the log has not acknowledged has failed
 * @param bufferBytes how much may wait for the log
 * @param whenAway what publishing does when that is full, or when no broker has been found yet
 * @param overrides settings of the Kafka producer that win over all others, such as those of security
 */
public record PublisherSettings(
        String bootstrap,
        String topic,
        Duration linger,
        Duration deliveryTimeout,
        long bufferBytes,
        WhenAway whenAway,
        Map<String, String> overrides) {
    /** The choice between waiting and failing. */
    public enum WhenAway {
        /** Publishing blocks, at most for the delivery timeout: producers are slowed down to what the log takes. */
        BLOCK,
        /** Publishing never blocks: an event that cannot be queued at once fails its future. The first events of a publisher may, until it has found the brokers. */
        FAIL
    }

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;
    /** A request without an answer is sent again after this, as far as the delivery timeout allows. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    public PublisherSettings {
        overrides = Map.copyOf(overrides);
    }

    /** Publishing blocks when the log is away; nothing is overridden. */
    public PublisherSettings(
            String bootstrap, String topic, Duration linger, Duration deliveryTimeout, long bufferBytes) {
        this(bootstrap, topic, linger, deliveryTimeout, bufferBytes, WhenAway.BLOCK, Map.of());
    }

    /** The same with settings of the Kafka producer that win over all others. */
    public PublisherSettings overriding(Map<String, String> producer) {
        return new PublisherSettings(bootstrap, topic, linger, deliveryTimeout, bufferBytes, whenAway, producer);
    }

    /** The same with the other choice between waiting and failing. */
    public PublisherSettings when(WhenAway choice) {
        return new PublisherSettings(bootstrap, topic, linger, deliveryTimeout, bufferBytes, choice, overrides);
    }

    /** For bulk: batches fill for 15 ms, and a broker that is restarted is waited for. */
    public static PublisherSettings bulk(String bootstrap, String topic) {
        return new PublisherSettings(bootstrap, topic, Duration.ofMillis(15), Duration.ofMinutes(2), 64L * 1024 * 1024);
    }

    /** For single events: what is there is sent at once. */
    public static PublisherSettings prompt(String bootstrap, String topic) {
        return new PublisherSettings(bootstrap, topic, Duration.ZERO, Duration.ofSeconds(10), 64L * 1024 * 1024);
    }

    Map<String, Object> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, Topics.COMPRESSION);
        config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, Topics.COMPRESSION_LEVEL);
        // With several requests under way, a partition that just came up can take the second one of a new producer and
        // not
        // the first. The first is then out of sequence for ever: it is overtaken, tried again and again, and lost at
        // last.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, whenAway == WhenAway.FAIL ? 0 : deliveryTimeout.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis());
        config.putAll(overrides);
        return config;
    }

    private int requestMillis() {
        return (int) Math.min(
                LONGEST_REQUEST.toMillis(), deliveryTimeout.minus(linger).toMillis());
    }
}
