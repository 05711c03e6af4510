package dev.annals.processor.view;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the view runs on Kafka Streams.
 *
 * @param applicationId its consumer group and the directory of its state
 * @param bootstrapServers the brokers
 * @param stateDirectory where the indexes are; one process at a time
 * @param instanceId a name that this instance keeps over restarts, so that it takes up its tasks at once instead of waiting
 *     until the group has given it up
 * @param threads how many stream threads
 * @param standbyReplicas how many other instances keep a copy of each index
 * @param commitInterval how often offsets are committed and indexes flushed
 * @param overrides settings that win over all others, such as those of security
 */
public record ViewStreamsConfig(
        String applicationId,
        String bootstrapServers,
        Path stateDirectory,
        String instanceId,
        int threads,
        int standbyReplicas,
        Duration commitInterval,
        Map<String, String> overrides) {
    private static final int RECORDS_AT_ONCE = 2_000;
    private static final int BUFFERED_RECORDS = 4_000;
    private static final int POLL_MILLIS = 500;
    private static final int FETCH_MILLIS = 2_000;
    private static final int MOST_RECONNECT_MILLIS = 1_000;

    public ViewStreamsConfig {
        overrides = Map.copyOf(overrides);
    }

    /** One thread, no standby, a commit every 2 s. A commit does not make anything visible: a query does. */
    public ViewStreamsConfig(String applicationId, String bootstrapServers, Path stateDirectory, String instanceId) {
        this(applicationId, bootstrapServers, stateDirectory, instanceId, 1, 0, Duration.ofSeconds(2), Map.of());
    }

    /** The same with settings that win over all others, such as those of security. */
    public ViewStreamsConfig overriding(Map<String, String> settings) {
        return new ViewStreamsConfig(
                applicationId,
                bootstrapServers,
                stateDirectory,
                instanceId,
                threads,
                standbyReplicas,
                commitInterval,
                settings);
    }

    /** The settings for Kafka Streams, a new object each time. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        // The indexes pass over what they have, so exactly-once would only cost: it wipes the state after a crash.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // Records end a poll and a fetch at once; shorter ones would keep an idle machine busy, longer ones delay the
        // end.
        properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCH_MILLIS);
        // The two logs of a task are taken independently of each other; asking whether to wait costs time for each
        // record.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, MOST_RECONNECT_MILLIS);
        // With this prefix it holds for restoring too.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        // A position that the log has not must not be moved in silence, see GroupPositions.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), RECORDS_AT_ONCE);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        properties.putAll(overrides);
        return properties;
    }
}
