package dev.annals.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annals.launcher.Problem;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the service makes of the topics that it finds in a Kafka. */
class TopicsOfAKafkaTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private final Topics topics = new Topics(KAFKA.newPrefix(), 2);
    private Admin admin;

    @BeforeEach
    void connect() {
        admin = KafkaAnswers.admin(KAFKA.bootstrapServers(), Map.of());
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void missingTopicsAreMadeAndFoundAgain() throws Exception {
        assertThat(ensure(topics)).isEqualTo(topics);
        assertThat(ensure(topics)).isEqualTo(topics);
        assertThat(admin.listTopics().names().get())
                .contains(topics.changes(), topics.activities(), topics.commits(), topics.rejects());
    }

    @Test
    void topicsKeepThePartitionsTheyWereMadeWith() {
        ensure(topics);

        assertThat(ensure(new Topics(topics.prefix(), 7))).isEqualTo(topics);
    }

    @Test
    void topicsOfAnEarlierReleaseGetTheCompressionOfThisOneAndOthersKeepTheirs() throws Exception {
        ensure(topics);
        compress(topics.changes(), "lz4");
        compress(topics.rejects(), "gzip");

        ensure(topics);

        await().until(() -> compression(topics.changes()), Topics.COMPRESSION::equals);
        assertThat(compression(topics.rejects())).isEqualTo("gzip");
    }

    private void compress(String topic, String compression) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("compression.type", compression), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        // A broker says it is done before it shows it.
        await().until(() -> compression(topic), compression::equals);
    }

    private String compression(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get("compression.type")
                .value();
    }

    @Test
    void aTopicThatWouldForgetIsRefusedByName() throws Exception {
        admin.createTopics(
                        List.of(new NewTopic(topics.changes(), 2, (short) 1).configs(Map.of("retention.ms", "1000"))))
                .all()
                .get();

        assertThatThrownBy(() -> ensure(topics))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(topics.changes() + " has retention.ms=1000 (expected: -1)");
    }

    @Test
    void topicsOfDifferentPartitionCountsAreRefused() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(topics.changes(), 2, (short) 1), new NewTopic(topics.activities(), 3, (short) 1)))
                .all()
                .get();

        assertThatThrownBy(() -> ensure(topics)).hasMessageContaining("different numbers of partitions");
    }

    @Test
    void activitiesWithoutThePositionTheyWereMadeAtAreNotMadeAgain() throws Exception {
        ensure(topics);
        String group = topics.prefix() + "-processor";
        assertThatCode(() -> refuseLost()).doesNotThrowAnyException();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topics.activities(), 1, "default", "{}"))
                    .get();
        }

        assertThatThrownBy(() -> refuseLost())
                .isInstanceOf(Problem.class)
                .hasMessageContaining(group + " has lost its position");

        admin.alterConsumerGroupOffsets(
                        group, Map.of(new TopicPartition(topics.changes(), 1), new OffsetAndMetadata(0)))
                .all()
                .get();
        assertThatCode(() -> refuseLost()).doesNotThrowAnyException();
    }

    private Topics ensure(Topics wanted) {
        return new TopicSetup(admin, KAFKA.bootstrapServers()).ensure(wanted, Optional.empty());
    }

    private void refuseLost() {
        new LostPosition(admin, Map.of(), KAFKA.bootstrapServers(), topics).refuse();
    }
}
