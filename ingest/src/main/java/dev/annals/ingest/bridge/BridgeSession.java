package dev.annals.ingest.bridge;

import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.WireValue;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A bridge's two Kafka clients and what waits between them. After any failure it is thrown away, and a new one begins at the positions of the last transaction. For one thread. */
final class BridgeSession implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int POLLED_RECORDS = 1000;
    private static final int TRANSACTION_MILLIS = 15_000;
    private static final int NEW_TOPICS_MILLIS = 5_000;
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 128 * 1024;

    private final BridgeSettings settings;
    private final BridgeCounters counters;
    private final RecordReaders readers;
    private final Arrivals arrivals;
    private final Finishing finishing;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private Map<TopicPartition, Long> committed = Map.of();
    private boolean moved;
    private long sequence;

    BridgeSession(BridgeSettings settings, Mapping mapping, BridgeCounters counters) {
        this.settings = settings;
        this.counters = counters;
        readers = new RecordReaders(mapping, WireValue.JSON);
        arrivals = new Arrivals(settings.bufferBytes());
        finishing = new Finishing(arrivals);
        producer = new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            consumer = new KafkaConsumer<>(consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        consumer.subscribe(foreign(mapping), new Watching());
    }

    /** Reads what there is, and sends on what can go. */
    void step() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            counters.read.incrementAndGet();
            arrivals.add(
                    readers.read(
                            new SourceRecord(
                                    record.topic(),
                                    record.partition(),
                                    record.offset(),
                                    record.timestamp(),
                                    record.key(),
                                    record.value(),
                                    record.headers()),
                            sequence++),
                    System.nanoTime());
        }
        if (moved) {
            throw new KafkaException("partitions went to another consumer of the group");
        }
        List<Outgoing> outgoing = new ArrayList<>();
        long records = 0;
        for (Arrivals.Group group : arrivals.release(System.nanoTime())) {
            outgoing.addAll(finishing.finish(group));
            records += group.arrivals().size();
        }
        Map<TopicPartition, Long> positions = arrivals.positions();
        if (outgoing.isEmpty() && positions.equals(committed)) {
            return;
        }
        send(outgoing, positions);
        long refused = outgoing.stream().filter(Outgoing::refused).count();
        counters.refused.addAndGet(refused);
        counters.events.addAndGet(outgoing.size() - refused);
        counters.passed.addAndGet(Math.max(records - outgoing.size(), 0));
    }

    private void send(List<Outgoing> outgoing, Map<TopicPartition, Long> positions) {
        producer.beginTransaction();
        for (Outgoing record : outgoing) {
            // A failure shows when the transaction is committed.
            var unused = producer.send(record.record(settings.topics().changes()));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        committed = positions;
    }

    /** All topics of the mapping but those of Annals itself. */
    private Pattern foreign(Mapping mapping) {
        Topics topics = settings.topics();
        String own = Pattern.quote(topics.prefix())
                + "(\\.(changes|activities|commits|rejects|checkpoints)|-processor-.*|-view-.*)";
        return Pattern.compile(
                "(?!(" + own + "|__.*)$)(" + mapping.topics().orElseThrow().pattern() + ")");
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        // The same over restarts, so that one after a crash need not wait for the session before it to end.
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.group() + "-1");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED_RECORDS);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, NEW_TOPICS_MILLIS);
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        config.putAll(settings.client());
        return config;
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.group());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_CHANGE);
        config.putAll(settings.client());
        return config;
    }

    @Override
    public void close() {
        // What was not committed is aborted by the next one of the same name.
        try {
            producer.close(CLOSE);
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
        }
    }

    /** What has been read of a partition that goes to another consumer is read there again. */
    private final class Watching implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            moved |= !partitions.isEmpty();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // They begin where the last transaction ended.
        }
    }
}
