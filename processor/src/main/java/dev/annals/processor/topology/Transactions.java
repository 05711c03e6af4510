package dev.annals.processor.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of the change topology, which time the transactions of each stream thread and poll no longer than until the next commit is due. A stream thread commits all its
 * tasks in one transaction, so what it measures concerns nobody else; safe from any thread for that reason.
 */
final class Transactions implements KafkaClientSupplier {
    private final ThreadLocal<CommitPace> paces = ThreadLocal.withInitial(CommitPace::new);

    /** The pace of the calling stream thread. */
    CommitPace ofThisThread() {
        return paces.get();
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new TimedProducer(settings);
    }

    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return new PacedConsumer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return getRestoreConsumer(settings);
    }

    /** Polls until records come or a commit is due. Kafka Streams knows one length for all polls: a short one would keep an idle machine busy, a long one would delay commits. */
    private final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {
        PacedConsumer(Map<String, Object> settings) {
            super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return super.poll(Duration.ofNanos(ofThisThread().pollNanos(System.nanoTime(), timeout.toNanos())));
        }
    }

    /** A transaction ends with a flush, the offsets and the commit, one after the other on the stream thread. */
    private final class TimedProducer extends KafkaProducer<byte[], byte[]> {
        private long spentNanos;

        TimedProducer(Map<String, Object> settings) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void flush() {
            long begun = System.nanoTime();
            super.flush();
            spentNanos += System.nanoTime() - begun;
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            long begun = System.nanoTime();
            super.sendOffsetsToTransaction(offsets, group);
            spentNanos += System.nanoTime() - begun;
        }

        @Override
        public void commitTransaction() {
            long begun = System.nanoTime();
            super.commitTransaction();
            long now = System.nanoTime();
            ofThisThread().committed(spentNanos + now - begun, now);
            spentNanos = 0;
        }

        @Override
        public void abortTransaction() {
            spentNanos = 0;
            ofThisThread().aborted();
            super.abortTransaction();
        }
    }
}
