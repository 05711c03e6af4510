package dev.annals.processor.clients;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Kafka clients for Kafka Streams whose consumers poll for as long as the moment allows. Kafka Streams has one length for all polls, and only records end a
 * poll early. Before all tasks run, a long poll delays each step of the start; afterwards a short one keeps an idle machine busy. Safe for any number of threads.
 */
public class PacedClients implements KafkaClientSupplier {
    private static final Duration STARTING = Duration.ofMillis(20);

    private volatile boolean running;

    /** Follows the state of the Kafka Streams that these clients are for, which must not have started. Takes its only state listener. */
    public void follow(KafkaStreams streams) {
        streams.setStateListener((state, before) -> running = state == KafkaStreams.State.RUNNING);
    }

    /**
     * How long the calling stream thread may poll while all tasks run.
     *
     * @param asked by the settings
     */
    protected Duration longestPoll(Duration asked) {
        return asked;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
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

    /** A consumer whose polls are that long. */
    protected class PacedConsumer extends KafkaConsumer<byte[], byte[]> {
        protected PacedConsumer(Map<String, Object> settings) {
            super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Duration longest = longestPoll(timeout);
            return super.poll(running || longest.compareTo(STARTING) < 0 ? longest : STARTING);
        }
    }
}
