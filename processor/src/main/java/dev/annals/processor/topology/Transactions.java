package dev.annals.processor.topology;

import dev.annals.processor.clients.PacedClients;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clients of the change topology, which time the transactions of each stream thread and poll no longer than until the next commit is due. A stream thread commits all its
 * tasks in one transaction, so what it measures concerns nobody else; safe from any thread for that reason.
 */
final class Transactions extends PacedClients {
    /** How often a record that is held back is looked at again. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private final ThreadLocal<CommitPace> paces = ThreadLocal.withInitial(CommitPace::new);
    private final @Nullable SchemaGate gate;

    /** Clients that hold no record back. */
    Transactions() {
        this.gate = null;
    }

    /** Clients that hold a record back, and all that follow it on its partition, until a gate lets it through. */
    Transactions(SchemaGate gate) {
        this.gate = gate;
    }

    /** The pace of the calling stream thread. */
    CommitPace ofThisThread() {
        return paces.get();
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new TimedProducer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return gate == null ? super.getConsumer(settings) : new HoldingConsumer(settings, gate);
    }

    @Override
    protected Duration longestPoll(Duration asked) {
        return Duration.ofNanos(ofThisThread().pollNanos(System.nanoTime(), asked.toNanos()));
    }

    /**
     * Holds records back: a partition whose next record waits is paused, and what was fetched of it is handed out later. What was not handed out is not committed, so a restart reads it again. Kafka Streams
     * pauses and resumes partitions, too; a partition is read when neither has it paused. Used by one thread, as every consumer.
     */
    private final class HoldingConsumer extends PacedConsumer {
        private final HeldRecords held;

        HoldingConsumer(Map<String, Object> settings, SchemaGate gate) {
            super(settings);
            this.held = new HeldRecords(gate);
        }

        @Override
        public void pause(Collection<TopicPartition> partitions) {
            held.pausedByOthers(partitions);
            super.pause(partitions);
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            super.resume(held.resumedByOthers(partitions));
        }

        @Override
        public void seek(TopicPartition partition, long offset) {
            held.forget(partition);
            super.seek(partition, offset);
        }

        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata offset) {
            held.forget(partition);
            super.seek(partition, offset);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            held.retain(this::assignment);
            HeldRecords.Passed passed = held.release();
            boolean any = !passed.isEmpty();
            Duration wait = any ? Duration.ZERO : held.isEmpty() || timeout.compareTo(LOOK) < 0 ? timeout : LOOK;
            ConsumerRecords<byte[], byte[]> fetched = super.poll(wait);
            if (held.isEmpty() && !any) {
                // The usual case: nothing waits, and most often nothing has to.
                fetched = held.passed(fetched);
                super.pause(held.partitions());
                return fetched;
            }
            ConsumerRecords<byte[], byte[]> all = passed.and(held.passed(fetched));
            super.pause(held.partitions());
            super.resume(held.free());
            return all;
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
