package dev.annals.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Operation;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled sample, whose right answers are known: eight years of a real organisation's changes. */
class SampleDataTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final Path SAMPLE = Path.of("..", "deploy", "samples", "k8s-org-changes.ndjson.gz");

    @TempDir
    Path state;

    /** In the second run the log was away for half a minute, a hundred times in the middle of the import. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30_000})
    void theSampleGivesItsActivitiesByOperationAndItsCommitsWhole(int awayMillis) throws IOException {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        try (LiveLog log = new LiveLog(KAFKA.bootstrapServers(), topics);
                LiveProcessor processor =
                        new LiveProcessor(KAFKA.bootstrapServers(), log, state, Duration.ofSeconds(1))) {
            if (awayMillis > 0) {
                Random random = new Random(1);
                AtomicLong time = new AtomicLong(System.currentTimeMillis());
                log.takeTimestampsFrom(() -> time.addAndGet(random.nextInt(268) == 0 ? awayMillis : 1));
            }
            send(log);

            List<Commit> commits = log.read(topics.commits(), 2780).stream()
                    .map(record -> CommitAvro.decode(record.value()).orElseThrow())
                    .toList();
            List<Activity> activities = log.read(topics.activities(), 26_794).stream()
                    .map(record -> ActivityAvro.decode(record.value()).orElseThrow())
                    .toList();

            assertThat(activities.stream().collect(groupingBy(Activity::operation, counting())))
                    .isEqualTo(Map.of(
                            Operation.CREATE, 1140L,
                            Operation.UPDATE, 826L,
                            Operation.DELETE, 369L,
                            Operation.ASSOCIATE, 15_367L,
                            Operation.DISASSOCIATE, 9092L));
            assertThat(commits).hasSize(2780).noneMatch(commit -> commit.continues() != null);
            assertThat(commits.stream()
                            .mapToInt(commit -> commit.activities().size())
                            .max())
                    .hasValue(3130);
            assertThat(processor.counters().get("default")).isEqualTo(new Counters(26_794, 2780, 0, 0, 0, 0, 0, 0));
        }
    }

    private static void send(LiveLog log) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(SAMPLE)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.sendUnder("default", line.getBytes(UTF_8));
            }
        }
        log.flush();
    }
}
