package dev.annals.processor.index;

import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourcePartition;
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
import dev.annals.processor.index.state.TimeStore;
import dev.annals.processor.index.write.Gathering;
import dev.annals.processor.index.write.IndexWriter;
import dev.annals.processor.index.write.PendingWrites;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A log of numbered documents of several tenants, kept so that any filter can be counted and any page of it found at the same cost.
 *
 * <p>Documents are gathered in memory and written together with the source offsets they came from, by another thread while the next ones are
 * gathered, or by whoever wants to see them. They show all at once. So what a reopened store has is always a prefix of the log, and
 * {@link #offsets} says which. A process that dies loses nothing that was flushed, and the rest is to be read from the source again, which is
 * why documents that are already there are skipped.
 *
 * <p>Threads: one appends ({@link #append}, {@link #advance}); any may call the other methods at any time.
 *
 * <p>Errors: {@link java.io.UncheckedIOException} when the disk fails. After a failed write the store takes nothing more and has to be opened
 * again, since what is in memory may no longer agree with what is on disk.
 */
public final class IndexedStore implements IndexSnapshots, AutoCloseable {
    private static final long CLOSE_WAIT_MILLIS = 10_000;

    /** Each store gives it one load and one chunk at a time, so there are never many threads, and soon none when nothing is to be done. */
    private static final Executor BACKGROUND = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "annals-index-writer");
        thread.setDaemon(true);
        return thread;
    });

    private final Database database;
    private final Executor background;
    private final Caches caches;
    private final Ledger ledger;
    private final IndexWriter writer;
    private final Gathering gathering;

    private IndexedStore(IndexSettings settings, Database database, MemoryBudget budget, Executor background) {
        this.database = database;
        this.background = background;
        this.caches = new Caches(settings.postingsCacheBytes());
        TimeStore timeStore = new TimeStore(database, caches);
        this.ledger = new Ledger(database, timeStore);
        this.writer = new IndexWriter(database, timeStore, ledger, background);
        this.gathering = new Gathering(
                ledger.fields(), ledger.tenantNames(), ledger.counts(), settings, budget, writer::requireUsable);
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
        return open(directory, settings, budget, BACKGROUND);
    }

    /** The same with other threads for what is done in the background. */
    static IndexedStore open(Path directory, IndexSettings settings, MemoryBudget budget, Executor background) {
        Database database = Database.open(directory, settings);
        try {
            return new IndexedStore(settings, database, budget, background);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Adds the next document of a tenant. One that the tenant already has (its number is not above the count) is skipped, only its offset is
     * taken.
     *
     * @param source where in the log the document came from
     * @throws IllegalStateException when there is a gap between the tenant's documents and this one, or the store is closed or has failed
     */
    public void append(IndexedDocument document, SourceOffset source) {
        if (gathering.add(document, source)) {
            background.execute(this::writeHandedOver);
        }
    }

    /** Takes note of a source record that made no document. */
    public void advance(SourceOffset source) {
        gathering.advance(source);
    }

    private void writeHandedOver() {
        writer.lock.lock();
        try {
            if (writer.isUsable()) {
                write(writer.awaitNext(gathering::handedOver));
            }
        } catch (RuntimeException e) {
            // The writer has kept it, and gives it to whoever comes next.
        } finally {
            if (!writer.isUsable()) {
                // Nothing will be written any more, so nobody may wait for room.
                gathering.close();
            }
            writer.lock.unlock();
        }
    }

    /** Writes what has been gathered. Afterwards it survives the end of the process. */
    public void flush() {
        writer.lock.lock();
        try {
            writer.requireUsable();
            boolean wasHandedOver = gathering.handedOver() != null;
            write(writer.awaitNext(gathering::next));
            if (wasHandedOver) {
                // All that had been gathered by then, and perhaps more: it may have been handed over meanwhile.
                write(writer.awaitNext(gathering::next));
            }
        } finally {
            writer.lock.unlock();
        }
    }

    private void write(@Nullable PendingWrites load) {
        if (load != null) {
            try {
                writer.write(load);
            } finally {
                gathering.done();
            }
        }
    }

    /** Of each source the last offset that is written; a reopened store would say the same. Empty for a new store. */
    public Map<SourcePartition, Long> offsets() {
        writer.lock.lock();
        try {
            return ledger.offsets();
        } finally {
            writer.lock.unlock();
        }
    }

    @Override
    public IndexSnapshot snapshot(String tenant, Deadline deadline) {
        writer.lock.lock();
        try {
            flush();
            PinnedState view = writer.view();
            int ordinal = ledger.tenantNames().find(tenant);
            return new StoreSnapshot(new SnapshotReads(view, view.tenant(ordinal), deadline), ledger.fields(), caches);
        } finally {
            writer.lock.unlock();
        }
    }

    /** Flushes and closes. Waits some seconds for open snapshots; if some stay open, the last of them closes the files. */
    @Override
    public void close() {
        try {
            if (writer.isUsable()) {
                flush();
            }
        } finally {
            abandon();
        }
        try {
            database.awaitGone(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes without writing what has been gathered, as the end of the process would. */
    void abandon() {
        writer.close();
        gathering.close();
    }
}
