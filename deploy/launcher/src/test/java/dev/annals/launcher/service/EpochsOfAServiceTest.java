package dev.annals.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.annals.api.Status;
import dev.annals.launcher.Problem;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import dev.annals.query.Answer;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a start does with a log that has other settings, another key or other records than it had. */
class EpochsOfAServiceTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path root;

    private final String prefix = KAFKA.newPrefix();
    private final Topics topics = new Topics(prefix, 1);
    private Path data;

    @BeforeEach
    void name() {
        data = root.resolve("data");
    }

    @Test
    void aStartWithOtherSettingsIsRefusedByNameAndAReconfigurationLetsTheLogGoOn() throws Exception {
        Path rules = Files.writeString(root.resolve("rules"), "pin_code\n");
        run(Map.of());
        send(0, 10);

        assertThatThrownBy(() -> run(Map.of(
                        Setting.DEDUPLICATION_HORIZON, "48h",
                        Setting.COMMIT_GAP, "1s",
                        Setting.REDACTION_RULES, rules.toString())))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "the log " + topics.changes() + " is in epoch 1 with other settings:"
                                + " deduplication-horizon is 24h on the log and 2d here,"
                                + " redaction-rules is none on the log and pin_code here;"
                                + " start with those of the log, or have it go on with these by `annals reconfigure` and the same settings");

        try (Reconfiguration change = Reconfiguration.open(settings(Map.of(Setting.DEDUPLICATION_HORIZON, "48h")))) {
            assertThat(change.changes()).containsExactly(new EpochDifference("deduplication-horizon", "24h", "2d"));
            change.append();
        }
        run(Map.of(Setting.DEDUPLICATION_HORIZON, "2d"));
        // What is not given is as the log has it.
        run(Map.of());
        send(0, 10);

        Status.Tenant counts = run(Map.of());
        assertThat(counts.activities()).isEqualTo(10);
        assertThat(counts.duplicates()).isEqualTo(10);
    }

    @Test
    void aMissingOrOtherKeyIsRefusedAndNeverMadeAnew() throws Exception {
        run(Map.of());
        Path key = data.resolve("redaction.key");
        String secret = Files.readString(key);
        Files.delete(key);

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the redaction key " + key + " is missing")
                .hasMessageContaining("restore the file from a backup");
        assertThat(key).doesNotExist();

        Files.writeString(key, "ab".repeat(32));
        assertThatThrownBy(() -> run(Map.of())).hasMessageContaining("redaction-key is ");

        Files.writeString(key, secret);
        data = root.resolve("another data directory");
        assertThatThrownBy(() -> run(Map.of()))
                .hasMessageContaining("the redaction key " + data.resolve("redaction.key") + " is missing");
        assertThat(data.resolve("redaction.key")).doesNotExist();

        data = root.resolve("data");
        Files.writeString(key, secret + "cd".repeat(32) + "\n");
        assertThatThrownBy(() -> run(Map.of())).hasMessageContaining("redaction-key is ");
        try (Reconfiguration change = Reconfiguration.open(settings(Map.of()))) {
            assertThat(change.changes()).extracting(EpochDifference::name).containsExactly("redaction-key");
            change.append();
        }
        run(Map.of());
    }

    @Test
    void aLogThatWasMadeAnewIsRefusedAndRebuildingMakesEverythingFromIt() throws Exception {
        run(Map.of());
        send(0, 30);
        assertThat(run(Map.of()).activities()).isEqualTo(30);
        long end = end();
        makeAnew();
        send(100, 35);

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("has lost its position in " + topics.changes())
                .hasMessageContaining("`annals rebuild`");
        // As after an unclean election: the log was cut and has grown again beyond the position.
        setPosition(end);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("holds another record at offset " + (end - 1) + " than was processed there")
                .hasMessageContaining("`annals rebuild`");

        rebuild();
        Status.Tenant counts = run(Map.of());
        assertThat(counts.activities()).isEqualTo(35);
        assertThat(counts.changes()).isEqualTo(35);
    }

    @Test
    void aLogThatIsMadeAnewUnderARunningServiceStopsItAlsoWhenItHasGrownAsLongAgain() throws Exception {
        try (DataDirectory directory = DataDirectory.open(data);
                Service service = start(Map.of(), directory)) {
            send(0, 10);
            service.awaitVisible();
            makeAnew();
            send(100, 40);

            // Whichever is seen first: that the topic is another one, or that Kafka has forgotten the position in it.
            assertThatThrownBy(service::awaitFailure)
                    .isInstanceOf(Problem.class)
                    .hasMessageMatching(".*" + topics.changes()
                            + "( was deleted and made anew while Annals ran|, and going on would double).*")
                    .hasMessageContaining("`annals rebuild`");
        }

        rebuild();
        assertThat(run(Map.of()).activities()).isEqualTo(40);
    }

    @Test
    void aPositionThatTheLogDoesNotHaveOrHadBeforeIsRefusedAndNothingIsMadeTwice() throws Exception {
        run(Map.of());
        send(0, 30);
        assertThat(run(Map.of()).activities()).isEqualTo(30);
        long end = end();

        setPosition(end + 30);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the log is not the one that was processed before: " + topics.changes()
                        + "-0 ends at " + end + ", and was read up to " + (end + 30))
                .hasMessageContaining("`annals rebuild`");
        setPosition(0);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("although the processor's state already holds everything up to offset");
        send(30, 5);
        setPosition(end() - 1);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("between them, so its position was set forward")
                .hasMessageContaining("`annals rebuild`");

        setPosition(end);
        assertThat(run(Map.of()).activities()).isEqualTo(35);
    }

    @Test
    void aLogWhoseUnreadRecordsWereDeletedIsRefusedAndRebuildingMakesEverythingFromTheRest() throws Exception {
        run(Map.of());
        send(0, 10);
        assertThat(run(Map.of()).activities()).isEqualTo(10);
        send(10, 10);
        try (Admin admin = admin()) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(topics.changes(), 0), RecordsToDelete.beforeOffset(end() - 5)))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(topics.changes() + "-0 begins at");

        rebuild();
        assertThat(run(Map.of()).activities()).isEqualTo(5);
    }

    @Test
    void activitiesThatAreGoneAreMissedByTheViewsPosition() throws Exception {
        run(Map.of());
        send(0, 10);
        run(Map.of());
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topics.activities())).all().get();
        }

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("has lost its position in [" + topics.activities() + "-0]")
                .hasMessageContaining("`annals rebuild`");

        rebuild();
        assertThat(run(Map.of()).activities()).isEqualTo(10);
    }

    /** Runs a service until all that is on the log can be seen. */
    private Status.Tenant run(Map<Setting, String> given) throws Exception {
        try (DataDirectory directory = DataDirectory.open(data);
                Service service = start(given, directory)) {
            service.awaitVisible();
            assertThat(service.status()).isInstanceOf(Answer.Ready.class);
            return ((Answer.Ready<Status>) service.status()).value().tenants().get("default");
        }
    }

    private Service start(Map<Setting, String> given, DataDirectory directory) throws Exception {
        FirstToken.ensure(directory, Optional.of("ann_of_this_test_run"), InstantSource.system());
        Service service = Service.start(settings(given), directory, InstantSource.system());
        service.awaitReady();
        return service;
    }

    private void makeAnew() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topics.changes())).all().get();
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(topics.changes()));
            admin.createTopics(List.of(new NewTopic(topics.changes(), 1, (short) 1)
                            .configs(topics.definitions().get(0).settings())))
                    .all()
                    .get();
        }
    }

    private void rebuild() throws Exception {
        endSessions();
        try (DataDirectory directory = DataDirectory.open(data)) {
            assertThat(Rebuilding.of(settings(Map.of()), directory, waiting -> {}))
                    .contains(topics.commits());
        }
    }

    private void setPosition(long offset) throws Exception {
        try (Admin admin = admin()) {
            endSessions();
            admin.alterConsumerGroupOffsets(
                            Pipeline.processorGroup(topics),
                            Map.of(new TopicPartition(topics.changes(), 0), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    /** A service that was stopped keeps its place in its groups until its session ends; this ends it at once. */
    private void endSessions() throws Exception {
        try (Admin admin = admin()) {
            for (String group : List.of(Pipeline.processorGroup(topics), Pipeline.viewGroup(topics))) {
                boolean empty = admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)
                        .get()
                        .members()
                        .isEmpty();
                if (!empty) {
                    admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                            .all()
                            .get();
                }
            }
        }
    }

    private UpSettings settings(Map<Setting, String> given) {
        Map<Setting, String> flags = new EnumMap<>(Map.of(
                Setting.DATA,
                data.toString(),
                Setting.HTTP_PORT,
                "0",
                Setting.BOOTSTRAP,
                KAFKA.bootstrapServers(),
                Setting.TOPIC_PREFIX,
                prefix,
                Setting.TOPIC_PARTITIONS,
                "1"));
        flags.putAll(given);
        return UpSettings.of(new Sources(flags, Map.of(), Map.of()));
    }

    private void send(int first, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = first; i < first + count; i++) {
                producer.send(new ProducerRecord<>(
                        topics.changes(),
                        "default",
                        "{\"id\":\"" + i + "\",\"source\":\"test\",\"time\":\"2025-01-01T00:00:00Z\","
                                + "\"object\":{\"type\":\"team\",\"id\":\"" + i + "\"},\"after\":{\"n\":1}}"));
            }
        }
    }

    private long end() throws Exception {
        try (Admin admin = admin()) {
            TopicPartition log = new TopicPartition(topics.changes(), 0);
            return admin.listOffsets(Map.of(log, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                    .partitionResult(log)
                    .get()
                    .offset();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    }
}
