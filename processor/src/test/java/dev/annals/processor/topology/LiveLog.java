package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.CommitAvro;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.TopicDefinition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The topics of a deployment on a real broker: written as producers do, read as those do who trust committed records only. */
final class LiveLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final Topics topics;
    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;
    private LongSupplier clock;

    LiveLog(String bootstrap, Topics topics) {
        this.bootstrap = bootstrap;
        this.topics = topics;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> definitions = topics.definitions().stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(definitions).all().get();
            awaitLeaders(admin, topics);
        } catch (Exception e) {
            throw new IllegalStateException("the topics of a test could not be made", e);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 5, "max.request.size", Topics.LARGEST_CHANGE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A topic is there before its partitions answer, and a producer that comes between the two may lose its place in the sequence for good. */
    private static void awaitLeaders(Admin admin, Topics topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDefinition topic : topics.definitions()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            admin.listOffsets(partitions).all().get();
            return true;
        });
    }

    /** Sends a change under its tenant's key. Single quotes stand for double ones. */
    void send(String tenant, String json) {
        sendUnder(tenant, json.replace('\'', '"').getBytes(UTF_8));
    }

    void sendUnder(String key, byte[] value) {
        Long timestamp = clock == null ? null : clock.getAsLong();
        producer.send(new ProducerRecord<>(topics.changes(), null, timestamp, key.getBytes(UTF_8), value));
    }

    void sendTo(int partition, byte[] value) {
        producer.send(new ProducerRecord<>(topics.changes(), partition, null, value));
    }

    /** Sends a change that the broker's bound lets in only because it is compressed. */
    void sendCompressed(int partition, byte[] value, List<Header> headers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "compression.type", "lz4", "max.request.size", 64 * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> large =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            large.send(new ProducerRecord<>(topics.changes(), partition, null, null, value, headers))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("the record of a test was not taken", e);
        }
    }

    /** Lets a test say when records were taken: what it sends from now on has the times of this clock. */
    void takeTimestampsFrom(LongSupplier timestamps) {
        clock = timestamps;
        ConfigResource changes = new ConfigResource(ConfigResource.Type.TOPIC, topics.changes());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Map.of(
                            changes,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "CreateTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("the topic of a test could not be set", e);
        }
    }

    void flush() {
        producer.flush();
    }

    int partitionOf(String tenant) {
        return TenantPartition.of(tenant, topics.partitions());
    }

    /** The committed records of a topic in the order of partition and offset, once there are enough of them. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, partitions(topic))
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.test(records)) {
                assertThat(System.nanoTime())
                        .as("%s has %s records only", topic, records.size())
                        .isLessThan(end);
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        return read(topic, records -> records.size() >= count);
    }

    /** How many activities the commits among these records have. */
    static int members(List<ConsumerRecord<byte[], byte[]>> commits) {
        return commits.stream()
                .mapToInt(commit -> CommitAvro.decode(commit.value())
                        .orElseThrow()
                        .activities()
                        .size())
                .sum();
    }

    private int partitions(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        } catch (Exception e) {
            throw new IllegalStateException(topic + " could not be described", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
