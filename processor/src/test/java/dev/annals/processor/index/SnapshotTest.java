package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.index.settings.IndexSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** What a snapshot promises beyond right answers. */
class SnapshotTest {
    private static final Term EVERY = Term.text("every", "x");

    @TempDir
    Path directory;

    private IndexedStore store;

    @BeforeEach
    void open() {
        store = IndexedStore.open(directory, IndexSettings.defaults());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void laterDocumentsDoNotShowInAnEarlierSnapshot() {
        append(1, 700);
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            RoaringBitmap before = snapshot.postings(EVERY);
            append(701, 3000);
            store.flush();
            try (IndexSnapshot later = store.snapshot("default")) {
                assertThat(later.postings(EVERY)).isEqualTo(RoaringBitmap.bitmapOfRange(1, 3001));
                assertThat(later.postings(Term.number("tenth", 200)))
                        .isEqualTo(RoaringBitmap.bitmapOfRange(2000, 2010));
            }

            RoaringBitmap first = RoaringBitmap.bitmapOfRange(1, 701);
            assertThat(snapshot.count()).isEqualTo(700);
            assertThat(snapshot.position()).isEqualTo(700);
            assertThat(before).isEqualTo(first);
            assertThat(snapshot.postings(EVERY)).isEqualTo(first);
            assertThat(snapshot.postings(Term.number("tenth", 200))).isEqualTo(new RoaringBitmap());
            assertThat(snapshot.union("tenth", TermRange.all(), value -> true)).isEqualTo(first);
            assertThat(snapshot.between(0, true, Long.MAX_VALUE, true)).isEqualTo(first);
            assertThat(snapshot.pageByTime(first, 698, 10, false)).containsExactly(699, 700);
            assertThat(snapshot.candidates("text", "word").numbers()).isEqualTo(first);
            assertThatThrownBy(() -> snapshot.row(701)).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void readersSeeAConsistentPrefixWhileTheBackgroundWritesAsWell() throws Exception {
        store.close();
        store = IndexedStore.open(directory, IndexSettings.defaults().withCoalesce(20));
        readersSeeAConsistentPrefixWhileDocumentsArrive();
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            assertThat(snapshot.position()).isEqualTo(20_000);
            assertThat(snapshot.postings(EVERY)).isEqualTo(RoaringBitmap.bitmapOfRange(1, 20_001));
            assertThat(snapshot.between(Long.MIN_VALUE, true, Long.MAX_VALUE - 1, true))
                    .isEqualTo(snapshot.all());
        }
    }

    @Test
    void readersSeeAConsistentPrefixWhileDocumentsArrive() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = readers.submit(() -> readUntil(done));
            Future<?> second = readers.submit(() -> readUntil(done));
            append(1, 20_000);
            done.set(true);

            assertThatCode(() -> first.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
            assertThatCode(() -> second.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
        } finally {
            done.set(true);
            readers.shutdown();
        }
    }

    private void readUntil(AtomicBoolean done) {
        while (!done.get()) {
            try (IndexSnapshot snapshot = store.snapshot("default")) {
                RoaringBitmap all = snapshot.all();
                assertThat(snapshot.position()).isEqualTo(snapshot.count() == 0 ? -1 : snapshot.count());
                assertThat(snapshot.postings(EVERY)).isEqualTo(all);
                assertThat(snapshot.union("tenth", TermRange.all(), value -> true))
                        .isEqualTo(all);
                assertThat(snapshot.between(0, true, Long.MAX_VALUE, true)).isEqualTo(all);
                assertThat(snapshot.pageByTime(all, 0, 1, true))
                        .isEqualTo(snapshot.count() == 0 ? new long[0] : new long[] {snapshot.count()});
            }
        }
    }

    @Test
    void anUnknownTenantIsEmpty() {
        append(1, 3);
        try (IndexSnapshot snapshot = store.snapshot("nobody")) {
            assertThat(snapshot.count()).isZero();
            assertThat(snapshot.all()).isEqualTo(new RoaringBitmap());
            assertThat(snapshot.postings(EVERY)).isEqualTo(new RoaringBitmap());
            assertThat(snapshot.fields()).isEmpty();
            assertThat(snapshot.pageByTime(snapshot.all(), 0, 10, true)).isEmpty();
            assertThat(snapshot.candidates("text", "word").numbers()).isEqualTo(new RoaringBitmap());
        }
    }

    @Test
    void fieldsOfTermsAndTextsAreListed() {
        append(1, 1);
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            assertThat(snapshot.fields()).containsExactly("every", "tenth", "text");
            assertThat(snapshot.hasField("text")).isTrue();
            assertThat(snapshot.hasField("text#word")).isFalse();
            assertThat(snapshot.hasField("nothing")).isFalse();
        }
    }

    @Test
    void aLongScanStopsAtTheDeadline() {
        append(1, 30_000);
        AtomicLong now = new AtomicLong();
        Deadline deadline = Deadline.after(Duration.ofMillis(5), () -> now.getAndAdd(1_000_000));
        try (IndexSnapshot snapshot = store.snapshot("default", deadline)) {
            assertThatThrownBy(() -> snapshot.scan(snapshot.all(), false, (number, row) -> true))
                    .isInstanceOf(QueryTimeout.class)
                    .hasMessageContaining("5 ms");
        }
    }

    @Test
    void aClosedSnapshotRefusesToRead() {
        append(1, 3);
        IndexSnapshot snapshot = store.snapshot("default");
        snapshot.close();
        snapshot.close();

        assertThatThrownBy(() -> snapshot.postings(EVERY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> snapshot.row(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> snapshot.between(0, true, 5, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSnapshotLeftOpenOutlivesItsStoreAndLetsTheNextOneOpen() {
        append(1, 3);
        IndexSnapshot snapshot = store.snapshot("default");
        store.abandon();

        assertThatThrownBy(() -> snapshot.row(1)).hasMessageContaining("closing");
        snapshot.close();
        store = IndexedStore.open(directory, IndexSettings.defaults());
        try (IndexSnapshot reopened = store.snapshot("default")) {
            assertThat(reopened.count()).isEqualTo(3);
        }
    }

    private void append(int from, int to) {
        for (int number = from; number <= to; number++) {
            IndexedDocument document = new IndexedDocument(
                    "default",
                    number,
                    number * 10L,
                    new byte[] {(byte) number},
                    List.of(EVERY, Term.number("tenth", number / 10)),
                    List.of(new Text("text", "word " + number % 10)));
            store.append(document, new SourceOffset("log", 0, number));
        }
    }
}
