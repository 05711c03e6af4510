package dev.annals.processor.view;

import dev.annals.processor.clients.PacedClients;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.position.GroupPositions;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running view: {@link ViewTopology} on Kafka Streams, and the way to its indexes. The topics must exist.
 *
 * <p>A failure to reach the brokers is waited out. A record that cannot be indexed stops the view of its partition, see {@link IndexAccess#stopped}.
 * Any other failure, such as a full disk, stops the view for good; {@link #failure} says why.
 */
public final class View implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(View.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(8);

    private final KafkaStreams streams;
    private final LogEnds ends;
    private final IndexAccess indexes;
    private volatile @Nullable Throwable failure;

    View(ViewTopology topology, ViewStreamsConfig config) {
        Properties properties = config.properties();
        Topics topics = topology.topics();
        GroupPositions.begin(
                config.bootstrapServers(),
                config.overrides(),
                config.applicationId(),
                List.of(topics.activities(), topics.commits()),
                topics.partitions());
        PacedClients clients = new PacedClients();
        streams = new KafkaStreams(topology.get(), properties, clients);
        clients.follow(streams);
        streams.setUncaughtExceptionHandler(this::onFailure);
        ends = new LogEnds(() -> consumer(config), logs(topics));
        indexes = new StreamsIndexes(streams, topics, ends);
    }

    /** Starts the view with how activities are indexed, and what each index of activities and of commits may use. */
    public static View start(
            Topics topics,
            ViewStreamsConfig config,
            ActivityIndexing indexing,
            IndexSettings activities,
            IndexSettings commits) {
        return start(topics, config, indexing, activities, commits, Set.of());
    }

    /** The same, passing over some records, whatever is in them. */
    public static View start(
            Topics topics,
            ViewStreamsConfig config,
            ActivityIndexing indexing,
            IndexSettings activities,
            IndexSettings commits,
            Set<SourceOffset> skipped) {
        return new View(new ViewTopology(topics, indexing, activities, commits, skipped), config).started();
    }

    View started() {
        streams.start();
        return this;
    }

    /** The indexes of the partitions that this instance has. */
    public IndexAccess indexes() {
        return indexes;
    }

    /** The Kafka Streams below, for metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Why the view has stopped for good. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private StreamThreadExceptionResponse onFailure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                LOG.warn("The view lost its brokers and goes on when they answer: {}", cause.toString());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        failure = thrown;
        LOG.error("The view has stopped", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static List<TopicPartition> logs(Topics topics) {
        return Stream.of(topics.activities(), topics.commits())
                .flatMap(topic -> IntStream.range(0, topics.partitions()).mapToObj(p -> new TopicPartition(topic, p)))
                .toList();
    }

    private static Consumer<byte[], byte[]> consumer(ViewStreamsConfig config) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.putAll(config.overrides());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Stops after what is under way, within some seconds. */
    @Override
    public void close() {
        ends.close();
        streams.close(CLOSE_WAIT);
    }
}
