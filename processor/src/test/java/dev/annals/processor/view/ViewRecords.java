package dev.annals.processor.view;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Wording;
import dev.annals.topic.TopicDefinition;
import dev.annals.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plain activities and commits, and a producer that puts them into the logs in transactions, as the processor does. */
final class ViewRecords implements AutoCloseable {
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    ViewRecords(Topics topics, String bootstrapServers) throws Exception {
        this.topics = topics;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> missing = List.of(topics.activities(), topics.commits()).stream()
                    .map(name -> definition(topics, name))
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(missing).all().get();
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("transactional.id", topics.prefix());
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    private static TopicDefinition definition(Topics topics, String name) {
        return topics.definitions().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Activity activity(String tenant, long id) {
        return new Activity(
                id,
                tenant,
                new Origin("test:view", "e" + id, 0, id, Instant.EPOCH),
                Instant.EPOCH.plusSeconds(id),
                null,
                "default",
                null,
                id % 2 == 0 ? Operation.UPDATE : Operation.CREATE,
                new Actor(Actor.USERS, Long.toString(id % 5), null, "user" + id % 5, null, null),
                new ObjectRef("host", Long.toString(id % 100), "host " + id % 100, null, null),
                null,
                null,
                List.of(),
                List.of(new FieldChange("name", null, new JsonText("\"name " + id + "\""))),
                false,
                List.of(),
                null,
                Wording.NONE,
                null,
                null,
                null,
                Map.of(),
                null,
                Hash.ZERO);
    }

    static Commit commit(String tenant, long number) {
        return new Commit(
                number,
                tenant,
                "default",
                "c" + number,
                null,
                List.of(new CommitObject("host", "1", null)),
                Instant.EPOCH.plusSeconds(number),
                null,
                List.of(number),
                null,
                Hash.ZERO);
    }

    /** Activities first to last in one transaction. */
    void activities(String tenant, long first, long last) {
        producer.beginTransaction();
        sendActivities(tenant, first, last);
        producer.commitTransaction();
    }

    /** Activities in a transaction that is given up. */
    void abortedActivities(String tenant, long first, long last) {
        producer.beginTransaction();
        sendActivities(tenant, first, last);
        producer.flush();
        producer.abortTransaction();
    }

    private void sendActivities(String tenant, long first, long last) {
        for (long id = first; id <= last; id++) {
            send(topics.activities(), tenant, ActivityAvro.encode(activity(tenant, id)));
        }
    }

    /** Commits first to last in one transaction. */
    void commits(String tenant, long first, long last) {
        producer.beginTransaction();
        for (long number = first; number <= last; number++) {
            send(topics.commits(), tenant, CommitAvro.encode(commit(tenant, number)));
        }
        producer.commitTransaction();
    }

    /** Bytes that Annals never writes. */
    void garbage(String tenant) {
        producer.beginTransaction();
        send(topics.activities(), tenant, "garbage".getBytes(StandardCharsets.UTF_8));
        producer.commitTransaction();
    }

    private void send(String topic, String tenant, byte[] value) {
        producer.send(new ProducerRecord<>(topic, tenant.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        producer.close();
    }
}
