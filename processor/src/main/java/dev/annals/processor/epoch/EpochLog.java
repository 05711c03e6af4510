package dev.annals.processor.epoch;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of a changes topic: which one it is in, and the way to append the next.
 *
 * <p>An epoch is appended to all partitions in one transaction, under one transactional id. So it is on all of them or on none, whatever is
 * killed on the way; and of two that append at once one is fenced by the other, reads the log again and decides anew.
 */
public final class EpochLog {
    private static final Logger LOG = LoggerFactory.getLogger(EpochLog.class);
    private static final int MOST_ATTEMPTS = 30;
    private static final long PAUSE_MILLIS = 100;
    private static final byte[] HEADER = {1};

    private final String bootstrap;
    private final Map<String, String> client;
    private final Topics topics;
    private final EpochStand.Reader reader;

    /**
     * The epochs of a log.
     *
     * @param client settings for Kafka clients that win over all others, such as those of security
     * @param keys the redaction keys under which epochs are verified
     */
    public EpochLog(Admin admin, String bootstrap, Map<String, String> client, Topics topics, RedactionKeys keys) {
        this.bootstrap = bootstrap;
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.reader = new EpochStand.Reader(
                admin, group(topics), topics, keys, new EpochScan(bootstrap, client, topics, keys));
    }

    /** The consumer group, with nobody in it, whose committed offsets say where the last epochs lie. Kafka may forget them; then the log is read. */
    static String group(Topics topics) {
        return topics.prefix() + "-epochs";
    }

    /** The epoch that the log is in; empty when it has none. Fails with {@link ForeignEpoch} when it is not under a key at hand. */
    public Optional<Epoch> current() {
        return reader.read().current().map(EpochRecord::epoch);
    }

    /**
     * Appends the epoch that a decision makes of the current one, and completes what a partition lacks.
     *
     * @param decision the next epoch, from the current one; empty when there is nothing to append. It is asked again when another process was faster
     * @return the epoch that the log is in afterwards; empty when there was none and none was wanted
     */
    public Optional<Epoch> append(Function<Optional<Epoch>, Optional<EpochRecord>> decision) {
        KafkaException fenced = new KafkaException("no attempt was made");
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            EpochStand stand = reader.read();
            Optional<Epoch> current = stand.current().map(EpochRecord::epoch);
            if (stand.isComplete() && decision.apply(current).isEmpty()) {
                return current;
            }
            try (Producer<byte[], byte[]> producer = producer()) {
                // Fences every process that began to append before. What they had committed is read below.
                producer.initTransactions();
                return append(producer, reader.read(), decision);
            } catch (ProducerFencedException
                    | InvalidProducerEpochException
                    | InvalidTxnStateException
                    | TransactionAbortableException e) {
                // All four are what a producer may see whose transaction another one has aborted.
                LOG.info("Another process appends an epoch; reading the log again, topic={}", topics.changes());
                fenced = e;
                pause(attempt);
            }
        }
        throw new KafkaException(
                "other processes kept appending epochs to " + topics.changes() + "; start again when they are done",
                fenced);
    }

    private Optional<Epoch> append(
            Producer<byte[], byte[]> producer,
            EpochStand stand,
            Function<Optional<Epoch>, Optional<EpochRecord>> decision) {
        Optional<EpochRecord> next = decision.apply(stand.current().map(EpochRecord::epoch));
        Map<TopicPartition, List<EpochRecord>> records = new HashMap<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            List<EpochRecord> wanted = new ArrayList<>(stand.missing(partition, reader));
            next.ifPresent(wanted::add);
            records.put(new TopicPartition(topics.changes(), partition), wanted);
        }
        producer.beginTransaction();
        Map<TopicPartition, Future<RecordMetadata>> sent = new HashMap<>();
        records.forEach((log, wanted) -> wanted.forEach(record -> sent.put(log, producer.send(of(record, log)))));
        producer.flush();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.keySet()
                .forEach(log ->
                        offset(stand, log, sent).ifPresent(offset -> offsets.put(log, new OffsetAndMetadata(offset))));
        producer.sendOffsetsToTransaction(offsets, member());
        producer.commitTransaction();
        return next.or(stand::current).map(EpochRecord::epoch);
    }

    private static Optional<Long> offset(
            EpochStand stand, TopicPartition log, Map<TopicPartition, Future<RecordMetadata>> sent) {
        Future<RecordMetadata> last = sent.get(log);
        if (last == null) {
            return stand.offset(log.partition());
        }
        try {
            return Optional.of(last.get().offset());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @SuppressWarnings("NullAway") // an epoch has no key, since it belongs to no tenant
    private static ProducerRecord<byte[], byte[]> of(EpochRecord record, TopicPartition log) {
        return new ProducerRecord<>(
                log.topic(),
                log.partition(),
                (byte[]) null,
                record.bytes(),
                List.<Header>of(new RecordHeader(Topics.EPOCH_HEADER, HEADER)));
    }

    private ConsumerGroupMetadata member() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.putAll(client);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group(topics));
        // It never joins: the group has offsets and no members.
        try (Consumer<byte[], byte[]> outsider =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return outsider.groupMetadata();
        }
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_CHANGE);
        config.putAll(client);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group(topics));
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Waits for a random time, so that processes which fence each other do not keep doing so. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS * attempt) + 1);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
