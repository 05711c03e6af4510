package dev.annals.processor.index;

import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.IndexSnapshots;
import dev.annals.processor.index.read.SnapshotReads;
import dev.annals.processor.index.read.StoreSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.settings.UnknownFormat;
import dev.annals.processor.index.state.Caches;
import dev.annals.processor.index.state.Ledger;
import dev.annals.processor.index.state.PinnedState;
import dev.annals.processor.index.state.TimeOrder.TimeStore;
import dev.annals.processor.index.write.Load;
import dev.annals.processor.index.write.LoadQueue;
import dev.annals.processor.index.write.LoadWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of numbered documents of several tenants, kept so that any filter can be counted and any page of it found at the same cost.
 *
 * <p>What goes in are documents, each with the source offset it came from. They are gathered into loads, which one thread writes and
 * publishes, each as a whole. What comes out are snapshots. A snapshot waits until everything appended before it is published; it writes
 * nothing itself.
 *
 * <p>So what a reopened store has is always a prefix of the log, and {@link #offsets} says which. A process that dies loses nothing that was
 * flushed; the rest is read from the source again, which is why documents that the store already has are skipped.
 *
 * <p>Threads: one appends ({@link #append}, {@link #advance}); any may call the other methods at any time.
 *
 * <p>Errors: after a failed write, every method but {@link #offsets} and {@link #close} throws, with the reason; the store has to be opened
 * again.
 */
public final class IndexedStore implements IndexSnapshots, AutoCloseable {
    private static final long CLOSE_WAIT_MILLIS = 10_000;

    private final Database database;
    private final Caches caches;
    private final Ledger ledger;
    private final LoadQueue queue;
    private final LoadWriter writer;

    /** What a closed store still says of its offsets. */
    private volatile Map<SourcePartition, Long> offsets;

    private IndexedStore(IndexSettings settings, Database database, MemoryBudget budget) {
        this.database = database;
        this.caches = new Caches(settings.postingsCacheBytes());
        TimeStore timeStore = new TimeStore(database, caches);
        this.ledger = new Ledger(database, timeStore);
        this.queue = new LoadQueue(ledger.fields(), ledger.tenantNames(), ledger.counts(), settings, budget);
        this.offsets = ledger.offsets();
        this.writer = new LoadWriter(database, timeStore, ledger, settings.segment());
    }

    /**
     * Opens the store in a directory, which is created when it is not there. Only one store at a time can have a directory open.
     *
     * @throws UnknownFormat when another release wrote what is in the directory
     */
    public static IndexedStore open(Path directory, IndexSettings settings) {
        return open(directory, settings, MemoryBudget.ofThisProcess());
    }

    /** The same with a budget that it shares with other stores. */
    public static IndexedStore open(Path directory, IndexSettings settings, MemoryBudget budget) {
        return open(directory, settings, budget, writing -> {
            Thread thread = new Thread(writing, "annals-index-writer");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** The same with another thread that writes, to which the writing is given once. */
    static IndexedStore open(
            Path directory, IndexSettings settings, MemoryBudget budget, Consumer<Runnable> writerThread) {
        Database database = Database.open(directory, settings);
        IndexedStore store;
        try {
            store = new IndexedStore(settings, database, budget);
        } catch (Throwable e) {
            database.close();
            throw e;
        }
        try {
            writerThread.accept(store::writeUntilClosed);
        } catch (Throwable e) {
            store.writer.close();
            throw e;
        }
        return store;
    }

    private void writeUntilClosed() {
        try {
            for (Load load = nextLoad(); load != null; load = nextLoad()) {
                offsets = writer.write(load);
                queue.published(load);
            }
        } catch (Throwable e) {
            queue.fail(e);
        } finally {
            queue.end();
            writer.close();
        }
    }

    /** The load that is due; full chunks are sealed as long as none is. Null when the store is closed and everything is written. */
    private @Nullable Load nextLoad() {
        while (true) {
            if (!writer.mustSeal() || !queue.isOpen()) {
                Load load = queue.next(!writer.canSeal());
                if (load != null || queue.isDrained()) {
                    return load;
                }
            }
            writer.sealSome();
        }
    }

    /**
     * Adds the next document of a tenant, or throws and adds nothing of it. One that the tenant already has (its number is not above the
     * count) is skipped, only its offset is taken.
     *
     * @param source where in the log the document came from
     * @throws IllegalStateException when there is a gap between the tenant's documents and this one, when it has more new field names than
     *     the index can take, or when the store is closed or has failed
     */
    public void append(IndexedDocument document, SourceOffset source) {
        queue.append(document, source);
    }

    /** Takes note of a source record that made no document. */
    public void advance(SourceOffset source) {
        queue.advance(source);
    }

    /** Waits until everything appended so far is written. Afterwards it survives the end of the process. */
    public void flush() {
        queue.awaitPublished(Deadline.none());
    }

    /** Has everything appended so far written, and does not wait for it. */
    public void flushSoon() {
        queue.publishSoon();
    }

    /** Passes unless the store is closed or has failed. Writes nothing and waits for nothing. */
    public void requireOpen() {
        queue.requireOpen();
    }

    /** Of each source the last offset that is written; a reopened store would say the same. Empty for a new store. */
    public Map<SourcePartition, Long> offsets() {
        return offsets;
    }

    @Override
    public IndexSnapshot snapshot(String tenant, Deadline deadline) {
        queue.awaitPublished(deadline);
        PinnedState state = writer.pin();
        int ordinal = ledger.tenantNames().find(tenant);
        return new StoreSnapshot(new SnapshotReads(state, state.tenant(ordinal), deadline), ledger.fields(), caches);
    }

    /**
     * Writes what has been gathered, and closes. Waits some seconds for the writer and for open snapshots; if some stay open, the last of
     * them closes the files.
     *
     * @throws IllegalStateException when the last write fails
     */
    @Override
    public void close() {
        boolean wasOpen = queue.isOpen();
        queue.close();
        awaitGone();
        if (wasOpen && queue.failure() != null) {
            queue.requireOpen();
        }
    }

    /** Closes without writing what has been gathered, as the end of the process would. */
    void abandon() {
        queue.end();
        awaitGone();
    }

    private void awaitGone() {
        try {
            database.awaitGone(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
