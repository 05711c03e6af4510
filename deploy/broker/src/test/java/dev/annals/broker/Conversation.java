package dev.annals.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One topic of one partition, spoken to and listened to. */
final class Conversation implements AutoCloseable {

    private static final TopicPartition TOPIC = new TopicPartition("talk", 0);

    private final Map<String, Object> settings;
    private final KafkaProducer<String, String> producer;

    Conversation(String bootstrapServers) {
        settings = Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 200);
        makeTopic();
        producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    void say(String word) {
        try {
            producer.send(new ProducerRecord<>(TOPIC.topic(), word)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not taken: " + word, e);
        }
    }

    List<String> hear(int words) {
        List<String> heard = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            for (int polls = 0; heard.size() < words && polls < 300; polls++) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> heard.add(record.value()));
            }
        }
        return heard;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void makeTopic() {
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new AssertionError(e);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
