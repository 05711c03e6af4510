package dev.annals.processor.epoch;

import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.position.RecordPrint;
import dev.annals.processor.schema.SchemaScan;
import dev.annals.processor.stage.epoch.EpochSequence;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a changes topic that claim to be epochs, and skips all others by their headers. Safe from any thread: each call has a
 * consumer of its own.
 */
public final class EpochScan implements LogAhead {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Records of open transactions are waited for, and no transaction may stay open for longer than that. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String bootstrap;
    private final Map<String, String> client;
    private final String topic;
    private final RedactionKeys keys;
    private final Map<Integer, SchemaScan> schemas = new ConcurrentHashMap<>();

    /**
     * A record that claims to be an epoch.
     *
     * @param offset where it lies
     */
    public record Found(EpochRecord record, long offset) {}

    /** A scan of a changes topic, with settings for its consumers that win over all others. */
    public EpochScan(String bootstrap, Map<String, String> client, Topics topics, RedactionKeys keys) {
        this.bootstrap = bootstrap;
        this.client = Map.copyOf(client);
        this.topic = topics.changes();
        this.keys = keys;
    }

    @Override
    public Optional<EpochRecord> firstEpoch(int partition) {
        List<Found> first;
        try (Session session = new Session(partition, partition + 1)) {
            first = session.read(
                    partition,
                    found -> EpochSequence.refusalAsFirst(found.record(), keys).isEmpty());
        }
        return first.stream()
                .map(Found::record)
                .filter(record -> EpochSequence.refusalAsFirst(record, keys).isEmpty())
                .findFirst();
    }

    @Override
    public Optional<String> interruption(int partition, long applied, Optional<RecordPrint> print, long offset) {
        TopicPartition log = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(List.of(log));
            long beginning = consumer.beginningOffsets(List.of(log)).getOrDefault(log, 0L);
            if (beginning > applied + 1) {
                return Optional.of("begins at offset " + beginning + " only, records between them were deleted");
            }
            // The record that was applied last may be gone by retention, which does no harm.
            boolean sought = beginning <= applied;
            consumer.seek(log, Math.max(beginning, applied));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(log) <= offset) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(log)) {
                    if (record.offset() > applied) {
                        return sought
                                ? Optional.of("has no record at offset " + applied
                                        + " any more; it was cut and has grown again, or was made anew")
                                : record.offset() == offset
                                        ? Optional.empty()
                                        : Optional.of("holds record " + record.offset()
                                                + " between them, so its position was set forward");
                    }
                    if (print.isPresent() && !print.get().isOf(record.timestamp(), record.key(), record.value())) {
                        return Optional.of("holds another record at offset " + applied
                                + " than was processed there; it was cut and has grown again, or was made anew");
                    }
                    sought = false;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(log + " could not be read from offset " + applied
                            + " on (expected: within " + PATIENCE.toSeconds() + " s)");
                }
            }
            return Optional.of("has no record at offset " + offset + " for readers of committed records");
        }
    }

    @Override
    public Optional<SchemaRecord> schema(int partition, long offset, int id) {
        SchemaScan scan = schemas(partition);
        scan.passed(offset);
        return scan.after(offset, id);
    }

    @Override
    public boolean says(int partition, long offset, int id) {
        return schemas(partition).after(offset, id).isPresent();
    }

    private SchemaScan schemas(int partition) {
        return schemas.computeIfAbsent(partition, p -> {
            TopicPartition log = new TopicPartition(topic, p);
            Consumer<byte[], byte[]> consumer = consumer("read_committed");
            // To the end of what is committed: what lies open there is our own.
            return new SchemaScan(
                    consumer, log, consumer.endOffsets(List.of(log)).getOrDefault(log, 0L), keys);
        });
    }

    @Override
    public void begin(int partition) {
        Optional.ofNullable(schemas.remove(partition)).ifPresent(SchemaScan::close);
    }

    /** Reads all partitions of a topic with so many partitions. */
    Session session(int partitions) {
        return new Session(0, partitions);
    }

    /** Reads several partitions with the same consumers, since opening one takes longer than reading. For one thread. */
    final class Session implements AutoCloseable {
        private final Map<TopicPartition, Long> ends;
        private final Consumer<byte[], byte[]> consumer;

        private Session(int from, int to) {
            List<TopicPartition> logs = IntStream.range(from, to)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            // The ends for readers of uncommitted records, so that a transaction that is being committed is waited for.
            try (Consumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
                ends = uncommitted.endOffsets(logs);
            }
            consumer = consumer("read_committed");
        }

        /** All claims of a partition up to the end that it had when this was opened, or to the first that is wanted. */
        List<Found> read(int partition, Predicate<Found> last) {
            TopicPartition log = new TopicPartition(topic, partition);
            return read(log, 0, end(log), last);
        }

        /** The claim at an offset; empty when none lies there. */
        Optional<Found> at(int partition, long offset) {
            TopicPartition log = new TopicPartition(topic, partition);
            return offset < 0 || offset >= end(log)
                    ? Optional.empty()
                    : read(log, offset, offset + 1, claim -> true).stream()
                            .filter(found -> found.offset() == offset)
                            .findFirst();
        }

        private long end(TopicPartition log) {
            return ends.getOrDefault(log, 0L);
        }

        private List<Found> read(TopicPartition log, long from, long end, Predicate<Found> last) {
            List<Found> found = new ArrayList<>();
            consumer.assign(List.of(log));
            consumer.seek(
                    log, Math.max(from, consumer.beginningOffsets(List.of(log)).getOrDefault(log, 0L)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(log) < end) {
                long before = consumer.position(log);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(log)) {
                    Optional<Found> claim = claim(record);
                    claim.ifPresent(found::add);
                    if (claim.filter(last).isPresent()) {
                        return found;
                    }
                }
                if (consumer.position(log) > before) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("partition " + log + " could not be read from offset " + before
                            + " to its end at " + end + " (expected: within " + PATIENCE.toSeconds()
                            + " s); a transaction that nobody ends may be open on it");
                }
            }
            return found;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private static Optional<Found> claim(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null
                || record.value() == null
                || record.headers().lastHeader(Topics.EPOCH_HEADER) == null
                || !EpochRecord.isClaimedBy(record.value())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Found(EpochRecord.read(record.value()), record.offset()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
        config.putAll(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
