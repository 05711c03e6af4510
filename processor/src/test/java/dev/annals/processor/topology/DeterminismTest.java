package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.HashChain;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Hash;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.group.CommitBounds;
import dev.annals.redact.RedactionRules;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise that everything leans on: the same log gives the same bytes, however the first run went. */
class DeterminismTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final List<String> TENANTS = List.of("default", "red", "blue", "green", "acme.org");
    /**
     * Each is what the log goes on with after some rounds; the first one begins in the middle of the log, as in one that is older than epochs. No commit
     * waits a minute for missing members, since this test would, too.
     */
    private static final List<PipelineSettings> EPOCHS = List.of(
            PipelineSettings.DEFAULT.with(
                    CommitBounds.DEFAULT.withGap(Duration.ofMillis(300)).withSizedGap(Duration.ofSeconds(2))),
            PipelineSettings.DEFAULT
                    .with(new CommitBounds(Duration.ofMillis(40), Duration.ofMillis(90), 3, 4096, 50))
                    .withHorizon(Duration.ofSeconds(1))
                    .with(RedactionRules.parse(List.of("n", "host:$.deep.**"))),
            PipelineSettings.DEFAULT
                    .with(CommitBounds.DEFAULT.withGap(Duration.ofMillis(700)).withSizedGap(Duration.ofMillis(1_500)))
                    .withHorizon(Duration.ofDays(30)));

    private static final int ROUNDS = 11;
    private static final int ROUND = 250;
    /** Not a multiple of how often the processor is killed. */
    private static final int EPOCH_ROUNDS = 4;

    @TempDir
    Path directory;

    private boolean clockJumps;
    private int accepted;
    private int written;

    /** Changes have random times, so that many come late; half of the runs have a clock that jumps. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLogOfThreeEpochsReadAgainGivesTheSameBytesAlsoWhenTheFirstRunWasKilledOnTheWay(boolean jumps)
            throws Exception {
        clockJumps = jumps;
        Topics first = new Topics(KAFKA.newPrefix(), 2);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), first)) {
            long seed = 20260131;
            if (clockJumps) {
                Random random = new Random(seed);
                log.takeTimestampsFrom(() -> jumping(random));
            }
            runAndKill(log, new Random(seed));
            List<ConsumerRecord<byte[], byte[]>> activities = log.read(first.activities(), accepted);
            List<ConsumerRecord<byte[], byte[]>> commits = log.read(first.commits(), this::haveAllMembers);

            Topics second = new Topics(KAFKA.newPrefix(), 2);
            try (LiveLog again = new LiveLog(KAFKA.bootstrapServers(), second);
                    KafkaStreams replay = replay(first, second)) {
                replay.start();

                assertThat(bytes(again.read(second.activities(), accepted))).isEqualTo(bytes(activities));
                assertThat(bytes(again.read(second.commits(), this::haveAllMembers)))
                        .isEqualTo(bytes(commits));
            }
            assertDenseAndChained(activities, commits);
        }
    }

    /** Mostly the time it is; sometimes a year ahead, an hour or two back, or whatever a hostile producer may say. */
    private static long jumping(Random random) {
        long now = System.currentTimeMillis();
        return switch (random.nextInt(200)) {
            case 0 -> now + Duration.ofDays(365).toMillis();
            case 1 -> now - random.nextInt(7_200_000);
            case 2 -> random.nextInt(5) == 0 ? Long.MAX_VALUE : now;
            case 3 -> 0;
            default -> now;
        };
    }

    /** Writes rounds of changes with pauses long enough for ticks, while the processor is killed and started again. */
    private void runAndKill(LiveLog log, Random random) throws IOException, InterruptedException {
        Path state = directory.resolve("state");
        for (int i = 0; i < ROUND; i++) {
            accepted += send(log, random, -1 - i);
        }
        log.flush();
        TestEpochs.append(KAFKA.bootstrapServers(), log.topics, EPOCHS.get(0));
        Process processor = ProcessorMain.start(KAFKA.bootstrapServers(), log.topics, state);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                if (round % EPOCH_ROUNDS == EPOCH_ROUNDS - 1) {
                    TestEpochs.append(KAFKA.bootstrapServers(), log.topics, EPOCHS.get(round / EPOCH_ROUNDS + 1));
                }
                for (int i = 0; i < ROUND; i++) {
                    accepted += send(log, random, round * ROUND + i);
                }
                log.flush();
                Thread.sleep(random.nextInt(900));
                if (round % 3 == 2) {
                    // It must have come to something since it was started, or nothing would be killed but a start.
                    int before = written;
                    written = log.read(log.topics.activities(), records -> records.size() > before)
                            .size();
                    processor.destroyForcibly().waitFor();
                    if (round % 2 == 0) {
                        delete(state);
                    }
                    processor = ProcessorMain.start(KAFKA.bootstrapServers(), log.topics, state);
                }
            }
            log.read(log.topics.activities(), accepted);
            log.read(log.topics.commits(), this::haveAllMembers);
        } finally {
            processor.destroyForcibly().waitFor();
        }
    }

    /** One record of any kind; 1 when it must become an activity. */
    private int send(LiveLog log, Random random, int n) {
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        String key = random.nextInt(4) == 0 ? "key-" + random.nextInt(10) : tenant;
        String json = ("{'id':'%s','source':'s','tenant':'%s','time':'2026-01-31T12:00:%02dZ',"
                        + "'object':{'type':'host','id':'%s'},'after':{'n':%s,'password':'secret %s'}%s}")
                .formatted(n, tenant, random.nextInt(60), random.nextInt(50), n, random.nextInt(3), commit(random, n))
                .replace('\'', '"');
        switch (random.nextInt(20)) {
            case 0 -> {
                log.sendUnder(key, "{broken".getBytes(UTF_8));
                return 0;
            }
            case 1 -> {
                log.sendUnder(key, json.getBytes(UTF_8));
                // A clock that jumps over the horizon between the two makes the second one new.
                if (!clockJumps) {
                    log.sendUnder(key, json.getBytes(UTF_8));
                }
                return 1;
            }
            default -> {
                log.sendUnder(key, json.getBytes(UTF_8));
                return 1;
            }
        }
    }

    private static String commit(Random random, int n) {
        return switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> ",'commit_id':'c%s'".formatted(n / 40);
            default -> ",'commit_id':'sized%s','commit_size':%s".formatted(n / 20, 1 + random.nextInt(4));
        };
    }

    private KafkaStreams replay(Topics log, Topics outputs) {
        return ChangeTopology.replaying(log, outputs, TestKeys.KEYS, TestEpochs.ahead(KAFKA.bootstrapServers(), log))
                .with(ChangeStreamsConfig.of(
                        outputs.prefix() + "-replay", KAFKA.bootstrapServers(), directory.resolve("again"), "1"));
    }

    private boolean haveAllMembers(List<ConsumerRecord<byte[], byte[]>> commits) {
        return LiveLog.members(commits) >= accepted;
    }

    private void assertDenseAndChained(
            List<ConsumerRecord<byte[], byte[]>> activities, List<ConsumerRecord<byte[], byte[]>> commits) {
        assertThat(activities).hasSize(accepted);
        Map<String, Long> ids = new TreeMap<>();
        Map<String, Hash> hashes = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : activities) {
            Activity activity = ActivityAvro.decode(record.value()).orElseThrow();
            assertThat(new String(record.key(), UTF_8)).isEqualTo(activity.tenant());
            assertThat(activity.id()).isEqualTo(ids.merge(activity.tenant(), 1L, Long::sum));
            assertThat(HashChain.verify(hashes.getOrDefault(activity.tenant(), Hash.ZERO), record.value()))
                    .isTrue();
            hashes.put(activity.tenant(), activity.hash());
        }
        Map<String, Long> numbers = new TreeMap<>();
        hashes.clear();
        for (ConsumerRecord<byte[], byte[]> record : commits) {
            Commit commit = CommitAvro.decode(record.value()).orElseThrow();
            assertThat(commit.number()).isEqualTo(numbers.merge(commit.tenant(), 1L, Long::sum));
            assertThat(HashChain.verify(hashes.getOrDefault(commit.tenant(), Hash.ZERO), record.value()))
                    .isTrue();
            hashes.put(commit.tenant(), commit.hash());
        }
    }

    private static List<String> bytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> record.partition() + " " + new String(record.key(), UTF_8) + " " + record.timestamp()
                        + " " + HexFormat.of().formatHex(record.value()))
                .toList();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
