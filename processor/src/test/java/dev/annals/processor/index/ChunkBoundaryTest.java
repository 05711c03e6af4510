package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.Text;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.state.Caches;
import dev.annals.processor.index.state.Ledger;
import dev.annals.processor.index.state.TimeStore;
import dev.annals.processor.index.write.PendingWrites;
import dev.annals.processor.index.write.Sealer;
import dev.annals.processor.index.write.Seen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** What happens when numbers outgrow a chunk of 65,536. */
class ChunkBoundaryTest {
    private static final int CHUNK = 1 << 16;
    private static final int LAST = 2 * CHUNK + 1000;

    @TempDir
    Path directory;

    @Test
    void answersStayTheSameBeforeAtAndAfterEachBoundary() {
        int number = 0;
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
        for (int stop : new int[] {CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, LAST}) {
            append(store, number + 1, stop);
            number = stop;
            compare(store, number);
        }

        store.close();
        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, LAST);
        store.close();
    }

    @Test
    void aSnapshotDoesNotSeeTheChunkSealedUnderIt() {
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
        append(store, 1, CHUNK - 1);
        try (IndexSnapshot before = store.snapshot("default")) {
            append(store, CHUNK, CHUNK + 9);
            store.flush();
            compare(store, CHUNK + 9);

            compare(before, CHUNK - 1);
        }
        store.close();
    }

    @Test
    void aKillInTheMiddleOfSealingChangesNothing() {
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults(), MemoryBudget.ofThisProcess(), task -> {});
        append(store, 1, 10);
        store.flush();
        append(store, 11, CHUNK - 1);
        store.close();
        Database database = Database.open(directory, IndexSettings.defaults());
        new Sealer(database).writeSealed(0, 0, () -> {});
        database.close();

        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, CHUNK - 1);
        store.append(document(CHUNK), new SourceOffset("log", 0, CHUNK));
        compare(store, CHUNK);
        store.close();
    }

    @Test
    void chunksThatCameWholeAreAsGoodAsThoseThatGrew() {
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
        append(store, 1, LAST);
        compare(store, LAST);

        store.close();
        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, LAST);
        append(store, LAST + 1, LAST + CHUNK);
        compare(store, LAST + CHUNK);
        store.close();
    }

    @Test
    void aChunkIsFinishedAsSoonAsItIsFull() {
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults(), MemoryBudget.ofThisProcess(), Runnable::run);
        append(store, 1, 10);
        store.flush();
        append(store, 11, 2 * CHUNK - 1);
        store.abandon();

        Database database = Database.open(directory, IndexSettings.defaults());
        try (Cursor open = new Cursor(database, null, Family.OPEN, new byte[0], null, () -> {})) {
            assertThat(open.start(false)).isFalse();
        }
        database.close();
        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, 2 * CHUNK - 1);
        store.close();
    }

    @Test
    void fullChunksAreReadBeforeTheyAreFinishedAndAfter() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults(), MemoryBudget.ofThisProcess(), waiting::add);
        int number = 0;
        // Never a whole chunk at once, so that each has to be finished by somebody.
        for (int stop : new int[] {CHUNK / 2, CHUNK + CHUNK / 2, 2 * CHUNK + CHUNK / 2}) {
            while (number < stop) {
                number++;
                store.append(document(number), new SourceOffset("log", 0, number));
                if (number % 10_000 == 0 || number == stop) {
                    store.flush();
                }
            }
            compare(store, number);
        }
        try (IndexSnapshot before = store.snapshot("default")) {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
            compare(before, number);
        }
        compare(store, number);

        store.close();
        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, number);
        store.close();
    }

    @Test
    void fullChunksOfAKilledProcessAreFinishedByTheNext() {
        IndexedStore store = IndexedStore.open(
                directory, IndexSettings.defaults().withCoalesce(10_000), MemoryBudget.ofThisProcess(), task -> {});
        for (int number = 1; number <= CHUNK + 10; number++) {
            store.append(document(number), new SourceOffset("log", 0, number));
            if (number % 5_000 == 0) {
                store.flush();
            }
        }
        store.flush();
        store.abandon();

        Deque<Runnable> waiting = new ArrayDeque<>();
        store = IndexedStore.open(directory, IndexSettings.defaults(), MemoryBudget.ofThisProcess(), waiting::add);
        compare(store, CHUNK + 10);
        append(store, CHUNK + 11, CHUNK + 20);
        compare(store, CHUNK + 20);
        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        compare(store, CHUNK + 20);
        store.close();
    }

    @Test
    void aChunkOfManyAndFewAtATimeIsReadFromBothForms() {
        IndexedStore store = IndexedStore.open(
                directory, IndexSettings.defaults().withSegment(1_000), MemoryBudget.ofThisProcess(), Runnable::run);
        Random random = new Random(7);
        int number = 0;
        while (number < LAST) {
            int stop = Math.min(LAST, number + 1 + random.nextInt(random.nextBoolean() ? 500 : 20_000));
            append(store, number + 1, stop);
            compare(store, stop);
            number = stop;
        }
        store.close();
    }

    @Test
    void aKillBeforeTheLastPieceOfALoadChangesNothing() {
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
        append(store, 1, 10);
        store.close();
        try (Opened opened = new Opened(Database.open(directory, IndexSettings.defaults()))) {
            PendingWrites load = new PendingWrites(opened.ledger().fields(), 1);
            for (int number = 11; number <= 2 * CHUNK; number++) {
                load.add(0, document(number));
            }
            load.writeTo(new Batch(opened.database()), new Seen(opened.database()));
        }

        store = IndexedStore.open(directory, IndexSettings.defaults());
        compare(store, 10);
        // Cut in other places than the load that was killed, a few at a time and many.
        int number = 10;
        for (int stop : new int[] {100, 5_000, CHUNK + 20_000, CHUNK + 20_100, LAST}) {
            append(store, number + 1, stop);
            compare(store, stop);
            number = stop;
        }
        store.close();
    }

    private record Opened(Database database, Ledger ledger) implements AutoCloseable {
        Opened(Database database) {
            this(database, new Ledger(database, new TimeStore(database, new Caches(1 << 20))));
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private static void append(IndexedStore store, int from, int to) {
        for (int number = from; number <= to; number++) {
            store.append(document(number), new SourceOffset("log", 0, number));
        }
    }

    private static IndexedDocument document(int number) {
        List<Term> terms = new ArrayList<>();
        terms.add(Term.text("every", "x"));
        terms.add(Term.number("mod3", number % 3));
        // Together long runs, so that each way of keeping a chunk is used.
        terms.add(Term.number("half", number / 40_000));
        terms.add(Term.number("mod1000", number % 1000));
        if (number % 9973 == 0) {
            terms.add(Term.id("rare", String.valueOf(number)));
        }
        byte[] row = String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
        List<Text> texts = number % 5000 == 0 ? List.of(new Text("text", "needle" + number)) : List.of();
        return new IndexedDocument("default", number, number * 7L, row, terms, texts);
    }

    private static void compare(IndexedStore store, int count) {
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            compare(snapshot, count);
        }
    }

    private static void compare(IndexSnapshot snapshot, int count) {
        assertThat(snapshot.count()).isEqualTo(count);
        assertThat(snapshot.postings(Term.text("every", "x"))).isEqualTo(RoaringBitmap.bitmapOfRange(1, count + 1));
        assertThat(snapshot.postings(Term.number("mod3", 1))).isEqualTo(every(3, 1, count));
        assertThat(snapshot.postings(Term.number("half", 1)))
                .isEqualTo(RoaringBitmap.bitmapOfRange(Math.min(count + 1, 40_000), Math.min(count + 1, 80_000)));
        assertThat(snapshot.union("rare", TermRange.all(), value -> true)).isEqualTo(every(9973, 0, count));
        assertThat(snapshot.union(
                        "mod3", TermRange.all().from(Term.number("mod3", 1).value(), true), value -> true))
                .isEqualTo(RoaringBitmap.or(every(3, 1, count), every(3, 2, count)));
        // Few of the values, which are looked up each; then most of them, for which all are read in one pass.
        assertThat(snapshot.union("mod1000", TermRange.all(), value -> Term.numberOf(value) % 50 == 7))
                .isEqualTo(every(50, 7, count));
        RoaringBitmap odd = every(2, 1, count);
        assertThat(snapshot.union("mod1000", TermRange.all(), value -> Term.numberOf(value) % 2 == 1))
                .isEqualTo(odd);
        RoaringBitmap together = new RoaringBitmap();
        List<Long> values = new ArrayList<>();
        snapshot.postings("half", TermRange.all(), true, (value, numbers) -> {
            together.or(numbers);
            return values.add(Term.numberOf(value));
        });
        assertThat(together).isEqualTo(snapshot.all());
        assertThat(values).isSortedAccordingTo((a, b) -> Long.compare(b, a)).hasSize(count / 40_000 + 1);
        assertThat(snapshot.candidates("text", "EEDLE").numbers()).isEqualTo(every(5000, 0, count));
        assertThat(snapshot.between(7L * (count - 10), false, 7L * count, true).getCardinality())
                .isEqualTo(10);
        assertThat(snapshot.pageByTime(snapshot.all(), count - 3, 5, false))
                .containsExactly(count - 2, count - 1, count);
        assertThat(new String(snapshot.row(count), StandardCharsets.US_ASCII)).isEqualTo(String.valueOf(count));
    }

    private static RoaringBitmap every(int step, int rest, int count) {
        RoaringBitmap numbers = new RoaringBitmap();
        for (int number = rest == 0 ? step : rest; number <= count; number += step) {
            numbers.add(number);
        }
        return numbers;
    }
}
