package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** What is left when the process dies without a word. */
class CrashTest {
    private static final SourcePartition LOG = new SourcePartition("log", 0);

    @TempDir
    Path directory;

    @Test
    void aProcessHaltedInTheMiddleLosesNothingThatWasFlushed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halting.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        long promised = 0;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                promised = line.startsWith("flushed ") ? Long.parseLong(line.substring("flushed ".length())) : promised;
            }
        }
        assertThat(process.waitFor()).isEqualTo(Halting.STATUS);

        try (IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults())) {
            assertThat(promised).isEqualTo(69_999);
            assertThat(store.offsets().get(LOG)).isGreaterThanOrEqualTo(promised);
            requireWhole(store);
        }
    }

    @Test
    void aCopyOfTheDirectoryTakenWhileItIsOpenIsWhole() throws Exception {
        Path live = directory.resolve("live");
        Path copy = Files.createDirectory(directory.resolve("copy"));
        IndexedStore store = IndexedStore.open(live, IndexSettings.defaults().withCoalesce(100));
        for (int number = 1; number <= 5_050; number++) {
            store.append(Halting.document(number), new SourceOffset("log", 0, number));
        }
        while (!store.offsets().equals(Map.of(LOG, 5_000L))) {
            Thread.sleep(5);
        }
        try (Stream<Path> files = Files.list(live)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }

        try (IndexedStore reopened = IndexedStore.open(copy, IndexSettings.defaults())) {
            assertThat(reopened.offsets()).containsEntry(LOG, 5_000L);
            requireWhole(reopened);
        }
        store.close();
    }

    /** Offsets, counts, rows, postings, times and texts all tell of the same documents. */
    private static void requireWhole(IndexedStore store) {
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            long count = snapshot.count();
            assertThat(store.offsets()).containsEntry(LOG, count);
            assertThat(snapshot.postings(Term.text("every", "x"))).isEqualTo(snapshot.all());
            assertThat(snapshot.union("each", TermRange.all(), value -> true)).isEqualTo(snapshot.all());
            assertThat(snapshot.between(Long.MIN_VALUE, true, Long.MAX_VALUE - 1, true))
                    .isEqualTo(snapshot.all());
            assertThat(snapshot.candidates("text", "word").numbers()).isEqualTo(snapshot.all());
            RoaringBitmap rows = new RoaringBitmap();
            snapshot.scan(snapshot.all(), false, (number, row) -> {
                rows.add((int) number);
                return true;
            });
            assertThat(rows).isEqualTo(snapshot.all());
        }
    }

    /** A process that appends and halts without closing anything. */
    static final class Halting {
        static final int STATUS = 42;

        private Halting() {}

        static IndexedDocument document(int number) {
            return new IndexedDocument(
                    "default",
                    number,
                    number % 1000,
                    new byte[] {1},
                    List.of(Term.text("every", "x"), Term.number("each", number % 7000)),
                    List.of(new Text("text", "word" + number % 500)));
        }

        public static void main(String[] arguments) {
            IndexedStore store = IndexedStore.open(Path.of(arguments[0]), IndexSettings.defaults());
            for (int number = 1; number <= 70_000; number++) {
                store.append(document(number), new SourceOffset("log", 0, number));
                if (number % 10_000 == 9_999) {
                    store.flush();
                    System.out.println("flushed " + number);
                }
            }
            System.out.flush();
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
