package dev.annals.processor.topology;

import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The Kafka Streams settings of the change topology.
 *
 * @param applicationId names the consumer group, the state and the changelogs
 * @param stateDirectory one process at a time
 * @param instanceId tells the instances of a deployment apart and stays the same over restarts: then a restart takes its partitions back at once instead of waiting out a session
 * @param threads stream threads; more than there are partitions stay idle
 * @param standbys copies of the state on other instances
 * @param overrides settings that win over all others, such as those of security
 */
public record ChangeStreamsConfig(
        String applicationId,
        String bootstrapServers,
        Path stateDirectory,
        String instanceId,
        int threads,
        int standbys,
        Map<String, String> overrides) {

    /** One thread, no standby, nothing overridden. */
    public static ChangeStreamsConfig of(
            String applicationId, String bootstrapServers, Path stateDirectory, String instanceId) {
        return new ChangeStreamsConfig(applicationId, bootstrapServers, stateDirectory, instanceId, 1, 0, Map.of());
    }

    public ChangeStreamsConfig {
        overrides = Map.copyOf(overrides);
        if (threads < 1 || standbys < 0) {
            throw new IllegalArgumentException(
                    threads + " threads and " + standbys + " standbys (expected: 1 or more, and 0 or more)");
        }
    }

    /** As Kafka Streams takes them. */
    public Properties properties() {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocks.class);
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L * 1024 * 1024);
        // A broker that is away is waited for, however long: giving up would only mean that somebody has to start us
        // again.
        p.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Duration.ofDays(7).toMillis());
        // A position that the log has not must not be moved in silence, see GroupPositions.
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
        latency(p);
        transactions(p);
        throughput(p);
        p.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                applicationId + "-" + instanceId);
        p.putAll(overrides);
        return p;
    }

    private static void latency(Properties p) {
        // The longest wait; tasks ask for a commit sooner, see CommitPace.
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500L);
        // Records, due commits and ticks end a poll (see Transactions); shorter polls and fetches would keep an idle
        // machine busy, longer ones delay the end.
        p.put(StreamsConfig.POLL_MS_CONFIG, 500L);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 2_000);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 10);
        // How long readers of committed records wait for a processor that was killed and does not come back.
        p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    }

    /**
     * A transaction begins while the broker may still be finishing the one before, and its first batches are sent back then.
     * Trying again soon, and not sending what must follow them meanwhile, keeps that to milliseconds; the defaults make it a tenth of a second and fill the broker's log with errors.
     */
    private static void transactions(Properties p) {
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5L);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 500L);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    }

    private static void throughput(Properties p) {
        // A task reads one partition, so there is nothing to wait for; asking costs time for each record.
        p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5000);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2000);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * 1024 * 1024);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), Topics.COMPRESSION);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG), Topics.COMPRESSION_LEVEL);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L * 1024 * 1024);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LARGEST_RECORD);
    }
}
