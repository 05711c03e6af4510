package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** What happens when numbers outgrow a chunk of 65,536. */
class ChunkBoundaryTest {
    private static final int CHUNK = 1 << 16;
    private static final int SEGMENT = IndexSettings.defaults().segment();
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
        try (HandDrivenStore killed = new HandDrivenStore(directory, SEGMENT, 5)) {
            write(killed, 1, 10);
            write(killed, 11, CHUNK - 1);
            killed.writer.sealSome();
            killed.writer.sealSome();
            assertThat(killed.writer.canSeal()).isTrue();
            compare(killed, CHUNK - 1);
        }

        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults());
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
    void nothingOfASealedChunkStaysOpen() {
        try (HandDrivenStore store = new HandDrivenStore(directory, SEGMENT, 100)) {
            write(store, 1, 10);
            write(store, 11, 2 * CHUNK - 1);
            seal(store);

            try (Cursor open = new Cursor(store.database, null, Family.OPEN, new byte[0], null, () -> {})) {
                assertThat(open.start(false)).isFalse();
            }
            compare(store, 2 * CHUNK - 1);
        }
    }

    @Test
    void fullChunksAreReadBeforeTheyAreSealedAndMeanwhileAndAfter() {
        try (HandDrivenStore store = new HandDrivenStore(directory, SEGMENT, 100)) {
            int number = 0;
            // Never a whole chunk at once, so that each has to be sealed.
            for (int stop : new int[] {CHUNK / 2, CHUNK + CHUNK / 2, 2 * CHUNK + CHUNK / 2}) {
                while (number < stop) {
                    int to = Math.min(stop, number + 10_000);
                    write(store, number + 1, to);
                    number = to;
                }
                compare(store, number);
            }
            try (IndexSnapshot before = store.snapshot()) {
                store.writer.sealSome();
                compare(before, number);
                compare(store, number);
                // Documents that come while a chunk is being sealed are of a later one.
                write(store, number + 1, number + 10);
                seal(store);
                compare(before, number);
            }
            compare(store, number + 10);
        }

        IndexedStore reopened = IndexedStore.open(directory, IndexSettings.defaults());
        compare(reopened, 2 * CHUNK + CHUNK / 2 + 10);
        reopened.close();
    }

    @Test
    void fullChunksOfAKilledProcessAreSealedByTheNext() {
        try (HandDrivenStore killed = new HandDrivenStore(directory, SEGMENT, 100)) {
            for (int from = 1; from <= CHUNK; from += 8_192) {
                write(killed, from, from + 8_191);
            }
            assertThat(killed.writer.canSeal()).isTrue();
        }

        try (HandDrivenStore next = new HandDrivenStore(directory, SEGMENT, 100)) {
            assertThat(next.writer.canSeal()).isTrue();
            compare(next, CHUNK);
            seal(next);
            compare(next, CHUNK);
        }
    }

    @Test
    void aStoreSealsWhatItMustBeforeItTakesMore() {
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults().withCoalesce(10_000));
        append(store, 1, 5 * CHUNK);
        compare(store, 5 * CHUNK);
        store.close();

        try (HandDrivenStore after = new HandDrivenStore(directory, SEGMENT, 100)) {
            assertThat(after.writer.mustSeal()).isFalse();
            compare(after, 5 * CHUNK);
        }
    }

    @Test
    void aChunkOfManyAndFewAtATimeIsReadFromBothForms() {
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults().withSegment(1_000));
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
        try (HandDrivenStore killed = new HandDrivenStore(directory, 1, 100)) {
            killed.writer.writeAhead(killed.load(documents(11, 2 * CHUNK)), new Batch(killed.database));
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

    private static void write(HandDrivenStore store, int from, int to) {
        store.writer.write(store.load(documents(from, to)));
    }

    private static void seal(HandDrivenStore store) {
        while (store.writer.canSeal()) {
            store.writer.sealSome();
        }
    }

    private static List<IndexedDocument> documents(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(ChunkBoundaryTest::document)
                .toList();
    }

    private static void compare(HandDrivenStore store, int count) {
        try (IndexSnapshot snapshot = store.snapshot()) {
            compare(snapshot, count);
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
