package dev.annals.processor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.IndexStateStore.IndexStoreBuilder;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a view does whose process died without a word. */
class ViewCrashTest {
    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final long DOCUMENTS = 30_000;

    @TempDir
    Path state;

    @Test
    void aViewKilledAgainAndAgainAppliesEveryRecordOnceAndLosesNone() throws Exception {
        Topics topics = new Topics(KAFKA.newPrefix(), 1);
        try (ViewRecords records = new ViewRecords(topics, KAFKA.bootstrapServers())) {
            for (long first = 1; first < DOCUMENTS; first += 5_000) {
                records.activities("default", first, first + 4_999);
            }
        }
        List<Run> runs = new ArrayList<>();
        for (long haltAt : List.of(7_001L, 15_500L, DOCUMENTS + 1)) {
            runs.add(run(topics, haltAt));
        }

        long has = 0;
        for (Run run : runs) {
            assertThat(run.first())
                    .as("first record applied by %s of %s", run, runs)
                    .isEqualTo(has + 1);
            assertThat(run.applied())
                    .as("records applied by %s of %s", run, runs)
                    .isEqualTo(run.last() - has);
            // What was gathered but not yet written when the process died is read again, nothing else.
            has = runs.indexOf(run) == runs.size() - 1
                    ? run.last()
                    : runs.get(runs.indexOf(run) + 1).first() - 1;
            assertThat(has).isBetween(run.last() - IndexSettings.defaults().coalesce(), run.last());
        }
        assertThat(has).isEqualTo(DOCUMENTS);
    }

    /** What one process did: the first and the last activity it applied, and how many. */
    private record Run(long first, long last, long applied) {}

    private Run run(Topics topics, long haltAt) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halting.class.getName(),
                        KAFKA.bootstrapServers(),
                        topics.prefix(),
                        state.toString(),
                        Long.toString(haltAt))
                .redirectErrorStream(true)
                .start();
        List<String> output = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::add);
        }
        assertThat(process.waitFor()).as("%s", output).isEqualTo(Halting.STATUS);
        long[] did = output.stream()
                .filter(line -> line.startsWith("applied "))
                .reduce((a, b) -> b)
                .map(line -> Arrays.stream(line.split(" "))
                        .skip(1)
                        .mapToLong(Long::parseLong)
                        .toArray())
                .orElseThrow(() -> new AssertionError("no line about what was applied in " + output));
        return new Run(did[0], did[1], did[2]);
    }

    /** Runs a view and halts the JVM when it is about to apply a given record, or when all are visible. */
    static final class Halting {
        static final int STATUS = 42;

        private static final AtomicLong first = new AtomicLong();
        private static final AtomicLong last = new AtomicLong();
        private static final AtomicLong applied = new AtomicLong();

        private Halting() {}

        public static void main(String[] args) throws InterruptedException {
            Topics topics = new Topics(args[1], 1);
            long haltAt = Long.parseLong(args[3]);
            ViewTopology topology = new ViewTopology(
                    topics,
                    new IndexStoreBuilder(
                            ViewTopology.ACTIVITIES,
                            IndexSettings.defaults(),
                            MemoryBudget.ofThisProcess(),
                            row -> counted(row, haltAt),
                            Set.of()),
                    new IndexStoreBuilder(
                            ViewTopology.COMMITS,
                            IndexSettings.defaults(),
                            MemoryBudget.ofThisProcess(),
                            ViewTopology::commit,
                            Set.of()));
            View view = new View(topology, new ViewStreamsConfig(args[1] + "-view", args[0], Path.of(args[2]), "one"))
                    .started();
            while (!view.indexes()
                    .read(Log.ACTIVITIES, "default", Deadline.none(), IndexSnapshot::count)
                    .equals(new Reading.Done<>(DOCUMENTS))) {
                Thread.sleep(20);
            }
            halt();
        }

        private static IndexedDocument counted(byte[] row, long haltAt) {
            IndexedDocument document = ViewTopology.activity(new ActivityIndexing(List.of()), row);
            if (document.number() == haltAt) {
                halt();
            }
            first.compareAndSet(0, document.number());
            last.set(document.number());
            applied.incrementAndGet();
            return document;
        }

        private static void halt() {
            System.out.println("applied " + first + " " + last + " " + applied);
            System.out.flush();
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
