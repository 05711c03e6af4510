package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.settings.UnknownFormat;
import dev.annals.processor.index.state.Ledger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the writer may rely on. */
class IndexedStoreTest {
    private static final SourcePartition LOG = new SourcePartition("log", 3);

    @TempDir
    Path directory;

    @Test
    void aNewStoreHasNoOffsets() {
        try (IndexedStore store = open()) {
            assertThat(store.offsets()).isEmpty();
            try (IndexSnapshot snapshot = store.snapshot("default")) {
                assertThat(snapshot.position()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aDocumentThatIsAlreadyThereIsSkippedButItsOffsetCounts() {
        try (IndexedStore store = open()) {
            store.append(document(1, "first"), at(10));
            store.append(document(1, "again"), at(11));
            store.flush();
            store.append(document(1, "again"), at(12));
            store.flush();

            assertThat(store.offsets()).isEqualTo(Map.of(LOG, 12L));
            try (IndexSnapshot snapshot = store.snapshot("default")) {
                assertThat(snapshot.count()).isEqualTo(1);
                assertThat(snapshot.row(1)).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void storesThatShareTooLittleMemoryWriteSoonerAndLoseNothing() throws InterruptedException {
        byte[] large = new byte[1 << 20];
        MemoryBudget little = new MemoryBudget(1);
        try (IndexedStore one = IndexedStore.open(directory.resolve("one"), IndexSettings.defaults(), little);
                IndexedStore other = IndexedStore.open(directory.resolve("other"), IndexSettings.defaults(), little)) {
            for (int number = 1; number <= 10; number++) {
                one.append(new IndexedDocument("default", number, 0, large, List.of()), at(number));
                other.append(new IndexedDocument("default", number, 0, large, List.of()), at(number));
            }
            // Nobody has asked for it: loads of some megabytes are full now.
            while (one.offsets().getOrDefault(LOG, 0L) < 4 || other.offsets().getOrDefault(LOG, 0L) < 4) {
                Thread.sleep(5);
            }
            try (IndexSnapshot snapshot = one.snapshot("default")) {
                assertThat(snapshot.count()).isEqualTo(10);
                assertThat(snapshot.row(10)).isEqualTo(large);
            }
        }
    }

    @Test
    void whatIsDroppedAtTheEndIsGivenBackToTheBudget() {
        MemoryBudget budget = new MemoryBudget(100);
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults(), budget);
        store.append(new IndexedDocument("default", 1, 0, new byte[1000], List.of()), at(1));
        assertThat(budget.isExceeded()).isTrue();
        store.flush();
        assertThat(budget.isExceeded()).isFalse();
        store.append(new IndexedDocument("default", 2, 0, new byte[1000], List.of()), at(2));
        store.abandon();

        assertThat(budget.isExceeded()).isFalse();
    }

    @Test
    void whatIsWrittenIsGivenBackToTheBudgetAsItWasTaken() {
        MemoryBudget none = new MemoryBudget(0);
        try (IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults(), none)) {
            // More terms than are kept near by, and most of them again and again.
            for (int number = 1; number <= 20_000; number++) {
                Term often = Term.number("often", number % 9_000);
                store.append(new IndexedDocument("default", number, 0, new byte[0], List.of(often)), at(number));
            }
            assertThat(none.isExceeded()).isTrue();
            store.flush();
            assertThat(none.taken()).isZero();
            store.append(new IndexedDocument("default", 20_001, 0, new byte[1], List.of()), at(20_001));
            assertThat(none.isExceeded()).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void whoeverWaitsForRoomIsToldWhenTheDiskFails() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        IndexSettings small = new IndexSettings(10, 2_048, 1 << 20, 64 << 10, null, 512);
        IndexedStore store = IndexedStore.open(directory, small, new MemoryBudget(1), after(go));
        CompletableFuture<Void> appending = new CompletableFuture<>();
        Thread appender = new Thread(() -> {
            try {
                for (int number = 1; number <= 10_000; number++) {
                    store.append(new IndexedDocument("default", number, 0, new byte[64 << 10], List.of()), at(number));
                }
                appending.complete(null);
            } catch (RuntimeException e) {
                appending.completeExceptionally(e);
            }
        });
        appender.start();
        awaitWaiting(appender);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        go.countDown();

        assertThatThrownBy(appending::get).hasStackTraceContaining("cannot write to the index");
        assertThatThrownBy(() -> store.snapshot("default")).hasStackTraceContaining("cannot write to the index");
        assertThatThrownBy(store::flush).hasStackTraceContaining("cannot write to the index");
        store.close();
    }

    @Test
    void aQuestionWritesNothingAndGivesUpAtItsDeadline() {
        CountDownLatch go = new CountDownLatch(1);
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults(), ample(), after(go));
        store.append(document(1, "row"), at(1));

        assertThatThrownBy(() -> store.snapshot("default", Deadline.after(Duration.ofMillis(50), System::nanoTime)))
                .isInstanceOf(QueryTimeout.class);

        assertThat(store.offsets()).isEmpty();
        // Nor has it kept the store from taking more.
        store.append(document(2, "row"), at(2));
        go.countDown();
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            assertThat(snapshot.count()).isEqualTo(2);
        }
        store.close();
    }

    @Test
    @Timeout(60)
    void whoeverWaitsIsToldWhenTheStoreCloses() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults().withCoalesce(1), ample(), after(go));
        store.append(document(1, "row"), at(1));
        List<Thread> waiting = new ArrayList<>();
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        for (Runnable each : List.<Runnable>of(store::flush, () -> store.snapshot("default"), () -> {
            store.append(document(2, "row"), at(2));
            store.append(document(3, "row"), at(3));
        })) {
            Thread thread = new Thread(() -> {
                try {
                    each.run();
                } catch (RuntimeException e) {
                    told.add(e);
                }
            });
            thread.start();
            awaitWaiting(thread);
            waiting.add(thread);
        }

        Thread closing = new Thread(store::close);
        closing.start();

        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(told).hasSize(3).allSatisfy(e -> assertThat(e).hasMessage("the index is closed"));
        go.countDown();
        closing.join();
    }

    @Test
    void closingWritesWhatHasBeenGathered() {
        IndexedStore store = open();
        append(store, 1, 10);
        store.close();

        try (IndexedStore reopened = open();
                IndexSnapshot snapshot = reopened.snapshot("default")) {
            assertThat(snapshot.count()).isEqualTo(10);
        }
    }

    @Test
    void aDocumentWithTooManyFieldNamesLeavesNothingBehind() {
        List<Term> tooMany = new ArrayList<>();
        for (int i = 0; i < 1 << 16; i++) {
            tooMany.add(Term.number("field" + i, 1));
        }
        MemoryBudget budget = ample();
        IndexedStore store = IndexedStore.open(directory, IndexSettings.defaults(), budget);
        store.append(document(1, "whole"), at(1));
        store.flush();

        assertThatThrownBy(() ->
                        store.append(new IndexedDocument("default", 2, 0, new byte[] {1}, tooMany, List.of()), at(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("65536 fields")
                .hasMessageContaining("field0");

        assertThat(budget.taken()).isZero();
        store.close();
        try (IndexedStore reopened = open()) {
            assertThat(reopened.offsets()).isEqualTo(Map.of(LOG, 1L));
            // The names that it brought are not used up either.
            reopened.append(document(2, "whole, too"), at(2));
            try (IndexSnapshot snapshot = reopened.snapshot("default")) {
                assertThat(snapshot.count()).isEqualTo(2);
                assertThat(snapshot.fields()).containsExactly("n");
                assertThat(snapshot.row(2)).isEqualTo("whole, too".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aDocumentThatIsRefusedLeavesItsTenantUnknown() {
        try (IndexedStore store = open()) {
            assertThatThrownBy(() -> store.append(new IndexedDocument("other", 7, 0, new byte[0], List.of()), at(1)))
                    .hasMessageContaining("document 7");
            store.append(document(1, ""), at(2));
            store.flush();

            assertThat(store.offsets()).isEqualTo(Map.of(LOG, 2L));
        }
    }

    private static MemoryBudget ample() {
        return new MemoryBudget(1L << 30);
    }

    /** A thread for the writer that begins when the latch opens. */
    private static Consumer<Runnable> after(CountDownLatch go) {
        return writing -> {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                writing.run();
            });
            thread.setDaemon(true);
            thread.start();
        };
    }

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(5);
        }
    }

    private static void append(IndexedStore store, int from, int to) {
        for (int number = from; number <= to; number++) {
            store.append(document(number, "row"), at(number));
        }
    }

    @Test
    void aGapBetweenDocumentsIsRefusedWithBothNumbers() {
        try (IndexedStore store = open()) {
            store.append(document(1, ""), at(0));
            store.append(document(2, ""), at(1));

            assertThatThrownBy(() -> store.append(document(4, ""), at(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("document 4")
                    .hasMessageContaining("expected: 3");
        }
    }

    @Test
    void numbersBeyondThirtyTwoBitsAreRefused() {
        assertThatThrownBy(() -> document(1L << 32, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4294967296")
                .hasMessageContaining("4294967295");
    }

    @Test
    void aRecordWithoutADocumentMovesTheOffset() {
        try (IndexedStore store = open()) {
            store.advance(at(7));
        }
        try (IndexedStore store = open()) {
            assertThat(store.offsets()).isEqualTo(Map.of(LOG, 7L));
        }
    }

    @Test
    void whatWasNotFlushedIsGoneAfterAKillAndTheOffsetsSaySo() {
        IndexedStore store = open();
        store.append(document(1, "kept"), at(0));
        store.flush();
        store.append(document(2, "lost"), at(1));
        store.abandon();

        try (IndexedStore reopened = open();
                IndexSnapshot snapshot = reopened.snapshot("default")) {
            assertThat(reopened.offsets()).isEqualTo(Map.of(LOG, 0L));
            assertThat(snapshot.count()).isEqualTo(1);
            assertThat(snapshot.postings(Term.number("n", 2)).isEmpty()).isTrue();
        }
    }

    @Test
    void aFormatFromAnotherReleaseIsRefused() {
        open().close();
        Database database = Database.open(directory, IndexSettings.defaults());
        Batch batch = new Batch(database);
        byte[] format = ByteBuffer.allocate(4).putInt(Ledger.FORMAT + 1).array();
        batch.put(Family.META, new byte[] {'V'}, format);
        database.write(batch);
        database.close();

        assertThatThrownBy(this::open)
                .isInstanceOf(UnknownFormat.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("format " + (Ledger.FORMAT + 1))
                .hasMessageContaining("expected: " + Ledger.FORMAT);
        // The refusal has let go of the directory.
        Database.open(directory, IndexSettings.defaults()).close();
    }

    @Test
    void aDirectoryInUseIsRefusedWithAMessageAndWithoutHarm() {
        try (IndexedStore store = open()) {
            store.append(document(1, ""), at(0));
            assertThatThrownBy(this::open).hasMessageContaining(directory.toString());
            store.flush();
            assertThat(store.offsets()).isEqualTo(Map.of(LOG, 0L));
        }
    }

    @Test
    void aClosedStoreRefusesEverything() {
        IndexedStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> store.append(document(1, ""), at(0))).hasMessageContaining("closed");
        assertThatThrownBy(() -> store.snapshot("default")).hasMessageContaining("closed");
        assertThatThrownBy(store::flush).hasMessageContaining("closed");
    }

    @Test
    void itCanBeOpenedAndClosedManyTimes() {
        for (int i = 1; i <= 30; i++) {
            try (IndexedStore store = open()) {
                store.append(document(i, ""), at(i));
                try (IndexSnapshot snapshot = store.snapshot("default")) {
                    assertThat(snapshot.count()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void anEmptyStoreOfOneDocumentAWriteKeepsItsOrderByTime() {
        try (IndexedStore store =
                IndexedStore.open(directory, IndexSettings.defaults().withCoalesce(1))) {
            for (int i = 1; i <= 600; i++) {
                store.append(document(i, ""), at(i));
            }
            try (IndexSnapshot snapshot = store.snapshot("default")) {
                assertThat(snapshot.pageByTime(snapshot.all(), 0, 2, false)).containsExactly(600, 599);
                assertThat(snapshot.pageByTime(snapshot.all(), 598, 5, false)).containsExactly(2, 1);
            }
        }
    }

    private IndexedStore open() {
        return IndexedStore.open(directory, IndexSettings.defaults());
    }

    private static IndexedDocument document(long number, String row) {
        return new IndexedDocument(
                "default", number, -number, row.getBytes(StandardCharsets.UTF_8), List.of(Term.number("n", number)));
    }

    private static SourceOffset at(long offset) {
        return new SourceOffset("log", 3, offset);
    }
}
