package dev.annals.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.epoch.EpochLog;
import dev.annals.processor.epoch.ForeignEpoch;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.redact.RedactionKey;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpochLogTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final int STARTS = 4;
    private static final PipelineSettings SETTINGS = PipelineSettings.DEFAULT;

    private LiveLog log;
    private Admin admin;

    @BeforeEach
    void make() {
        log = new LiveLog(KAFKA.bootstrapServers(), new Topics(KAFKA.newPrefix(), 3));
        admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    }

    @AfterEach
    void remove() {
        admin.close();
        log.close();
    }

    @Test
    void anEpochIsOnEveryPartitionAndFoundAgain() {
        assertThat(epochs().current()).isEmpty();
        Epoch first = append(SETTINGS);
        Epoch second = append(SETTINGS.withHorizon(Duration.ofDays(2)));

        assertThat(epochs().current()).contains(second);
        assertThat(second.log()).isEqualTo(first.log());
        assertThat(numbers(6)).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    }

    @Test
    void theEpochIsFoundAmongChangesAlsoWhenKafkaHasForgottenWhereItLies() throws Exception {
        append(SETTINGS);
        log.send("default", "{}");
        Epoch second = append(SETTINGS.withHorizon(Duration.ofDays(2)));
        log.send("default", "{}");
        log.flush();
        admin.deleteConsumerGroups(List.of(log.topics.prefix() + "-epochs"))
                .all()
                .get();

        assertThat(epochs().current()).contains(second);
    }

    @Test
    void ofStartsThatRaceOneAppendsTheLogAheadAndAllFindIt() throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(STARTS);
        List<Future<Optional<Epoch>>> found = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            String name = Integer.toHexString(start).repeat(32);
            found.add(racers.submit(() -> epochs().append(current -> current.isPresent()
                    ? Optional.empty()
                    : Optional.of(EpochRecord.seal(
                            new Epoch(1, name, KeyCheck.of(TestKeys.KEY), SETTINGS.text()), TestKeys.KEY)))));
        }
        List<Epoch> epochs = new ArrayList<>();
        for (Future<Optional<Epoch>> one : found) {
            epochs.add(one.get().orElseThrow());
        }
        racers.shutdown();

        assertThat(epochs).containsOnly(epochs().current().orElseThrow());
        assertThat(numbers(3)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatAPartitionLacksIsAppendedToIt() {
        EpochRecord first = TestEpochs.first(SETTINGS);
        EpochRecord second = TestEpochs.after(first, SETTINGS.withHorizon(Duration.ofDays(2)));
        send(0, first);
        send(0, second);
        send(2, first);

        Optional<Epoch> current = epochs().append(found -> Optional.empty());

        assertThat(current).contains(second.epoch());
        assertThat(numbers(6)).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    }

    @Test
    void aForgedEpochIsPassedOverAndOneUnderAnotherKeyIsNotTakenForNone() {
        RedactionKey other = RedactionKey.of(new byte[32]);
        EpochRecord forged =
                EpochRecord.seal(new Epoch(1, "9".repeat(32), KeyCheck.of(TestKeys.KEY), SETTINGS.text()), other);
        send(0, forged);
        send(1, forged);
        send(2, forged);
        assertThat(epochs().current()).isEmpty();

        append(SETTINGS);

        EpochLog strangers =
                new EpochLog(admin, KAFKA.bootstrapServers(), Map.of(), log.topics, RedactionKeys.of(other));
        assertThatThrownBy(strangers::current).isInstanceOf(ForeignEpoch.class);
        EpochLog keyless = new EpochLog(admin, KAFKA.bootstrapServers(), Map.of(), log.topics, RedactionKeys.of());
        assertThatThrownBy(keyless::current).isInstanceOf(ForeignEpoch.class);
    }

    private Epoch append(PipelineSettings settings) {
        TestEpochs.append(KAFKA.bootstrapServers(), log.topics, settings);
        return epochs().current().orElseThrow();
    }

    private EpochLog epochs() {
        return new EpochLog(admin, KAFKA.bootstrapServers(), Map.of(), log.topics, TestKeys.KEYS);
    }

    private void send(int partition, EpochRecord epoch) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(log.topics.changes(), partition, null, epoch.bytes());
            record.headers().add(Topics.EPOCH_HEADER, new byte[] {1});
            producer.send(record);
        }
    }

    /** The numbers of all epochs, partition by partition. */
    private List<Long> numbers(int count) {
        List<ConsumerRecord<byte[], byte[]>> records = log.read(log.topics.changes(), count);
        return records.stream()
                .filter(record -> record.headers().lastHeader(Topics.EPOCH_HEADER) != null)
                .map(record -> EpochRecord.read(record.value()).epoch().number())
                .toList();
    }
}
