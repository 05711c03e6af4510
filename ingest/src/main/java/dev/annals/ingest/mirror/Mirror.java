package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.ingest.bridge.BridgeSettings;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.model.Json;
import dev.annals.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the history of a product into the log, each record once: events and the position in the product are one Kafka transaction. The positions are on a compacted topic of their
 * own, which keeps them for as long as the log. A second mirror of the same name takes the place of the first. For one thread.
 */
public final class Mirror implements AutoCloseable {
    private static final int TRANSACTION_MILLIS = 30_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ = Duration.ofSeconds(30);

    private final BridgeSettings settings;
    private final String name;
    private final MirroredProduct product;
    private final MirroredEvents events;
    private final KafkaProducer<byte[], byte[]> producer;
    private String position;
    private final boolean resumed;

    /**
     * A mirror that goes on where the last one of that name stopped.
     *
     * @param name what tells it from other mirrors
     * @param from the id after which it begins when there was none before; absent for the beginning
     */
    public Mirror(
            BridgeSettings settings,
            String name,
            MirroredProduct product,
            SourceMapping mapping,
            @Nullable String from) {
        this.settings = settings;
        this.name = name;
        this.product = product;
        this.events = new MirroredEvents(name, mapping);
        ensureTopic();
        this.producer = new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            // Ends what a killed mirror of that name left open, so that its position is known.
            producer.initTransactions();
            Optional<String> before = stored();
            resumed = before.isPresent();
            position = before.orElseGet(() -> product.position(from));
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Where it is. */
    public String position() {
        return position;
    }

    /** Whether it goes on where another one stopped. */
    public boolean isResumed() {
        return resumed;
    }

    /** Takes over what comes next, and says how many records that were; 0 when it is up to date. */
    public int step() {
        MirroredProduct.Batch batch = product.after(position);
        if (batch.items().isEmpty() && batch.position().equals(position)) {
            return 0;
        }
        List<ProducerRecord<byte[], byte[]>> records =
                events.of(batch.items(), settings.topics().changes());
        producer.beginTransaction();
        for (ProducerRecord<byte[], byte[]> record : records) {
            // A failure shows when the transaction is committed.
            var unused = producer.send(record);
        }
        ObjectNode kept = Json.MAPPER.createObjectNode().put("position", batch.position());
        var unused = producer.send(new ProducerRecord<>(
                topic(), name.getBytes(StandardCharsets.UTF_8), kept.toString().getBytes(StandardCharsets.UTF_8)));
        producer.commitTransaction();
        position = batch.position();
        return batch.items().size();
    }

    private String topic() {
        return settings.topics().prefix() + ".positions";
    }

    private void ensureTopic() {
        Map<String, Object> config = new HashMap<>(settings.client());
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(topic(), Optional.of(1), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("the topic " + topic() + " cannot be made: " + e.getCause(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** The position of the last transaction of that name. */
    private Optional<String> stored() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.putAll(settings.client());
        Optional<String> found = Optional.empty();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic(), 0);
            List<TopicPartition> only = List.of(partition);
            consumer.assign(only);
            consumer.seekToBeginning(only);
            long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + READ.toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaException("the positions on " + topic() + " could not be read in " + READ.toSeconds()
                            + " seconds; another mirror's transaction may be open");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.key() != null
                            && record.value() != null
                            && name.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        found = Optional.of(read(record.value()));
                    }
                }
            }
        }
        return found;
    }

    private static String read(byte[] value) {
        try {
            return Json.tree(new String(value, StandardCharsets.UTF_8))
                    .path("position")
                    .asText();
        } catch (dev.annals.model.MalformedJson e) {
            throw new KafkaException("a position is not JSON, although only mirrors write them", e);
        }
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topics().prefix() + "-mirror-" + name);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_CHANGE);
        config.putAll(settings.client());
        return config;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
