package dev.annals.processor.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of numbered documents of several tenants, kept so that any filter can be counted and any page of it found at the same cost.
 *
 * <p>Documents are gathered in memory and written together with the source offsets they came from in one batch, so what a reopened store has
 * is always a prefix of the log, and {@link #offsets} says which. A process that dies loses nothing that was flushed, and the rest is to be
 * read from the source again, which is why documents that are already there are skipped.
 *
 * <p>Threads: one appends ({@link #append}, {@link #advance}); any may call the other methods at any time.
 *
 * <p>Errors: {@link java.io.UncheckedIOException} when the disk fails. After a failed write the store takes nothing more and has to be opened
 * again, since what is in memory may no longer agree with what is on disk.
 */
public final class IndexedStore implements IndexSnapshots, AutoCloseable {
    /* Lock order and lifetimes: `lock` guards everything that the writer changes. It is fair, since a writer that takes it for each document
     * would otherwise keep readers waiting. Readers hold it only to flush and to take the current view; then they work on the view, which
     * cannot change. Sealing a chunk reads and writes without the lock: nothing is added to a full chunk, and readers do not look at the
     * pieces. The view holds the database open, so closing the store with readers still at work is safe. */

    private static final long MOST_PENDING_BYTES = 32L << 20;
    private static final long CLOSE_WAIT_MILLIS = 10_000;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final IndexSettings settings;
    private final Database database;
    private final Caches caches;
    private final TimeStore timeStore;
    private final Ledger ledger;
    private final PendingWrites pending;
    private final Sealer sealer;
    private final Seen seen;
    private @Nullable View current;
    private boolean closed;
    private boolean failed;

    private IndexedStore(IndexSettings settings, Database database) {
        this.settings = settings;
        this.database = database;
        this.caches = new Caches(settings.postingsCacheBytes());
        this.timeStore = new TimeStore(database, caches);
        this.ledger = new Ledger(database, timeStore);
        this.pending = new PendingWrites(ledger.fields());
        this.sealer = new Sealer(database);
        this.seen = new Seen(database);
    }

    /**
     * Opens the store in a directory, which is created when it is not there. Only one store at a time can have a directory open.
     *
     * @throws IllegalStateException when the directory holds a format that this release does not know
     */
    public static IndexedStore open(Path directory, IndexSettings settings) {
        Database database = Database.open(directory, settings);
        try {
            return new IndexedStore(settings, database);
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
    public void append(Document document, SourceOffset source) {
        while (!take(document, source)) {
            seal(document.tenant());
        }
    }

    /** Takes note of a source record that made no document. */
    public void advance(SourceOffset source) {
        lock.lock();
        try {
            requireUsable();
            ledger.advance(source);
        } finally {
            lock.unlock();
        }
    }

    /** False when the document begins a new chunk while the one before it has not been sealed. */
    private boolean take(Document document, SourceOffset source) {
        lock.lock();
        try {
            requireUsable();
            int ordinal = ledger.tenantNames().intern(document.tenant());
            TenantState tenant = ledger.tenant(ordinal);
            long count = tenant.count() + pending.documents(ordinal);
            if (document.number() > count + 1) {
                throw new IllegalStateException("document " + document.number() + " of tenant " + document.tenant()
                        + " after document " + count + " (expected: " + (count + 1)
                        + "); records of the log are missing in between");
            }
            if (document.number() == count + 1) {
                if (Keys.chunkOf(document.number()) > tenant.sealedChunks()) {
                    flushLocked();
                    return false;
                }
                pending.add(ordinal, document);
            }
            ledger.advance(source);
            if (pending.documents() >= settings.coalesce() || pending.bytes() >= MOST_PENDING_BYTES) {
                flushLocked();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void seal(String tenantName) {
        int ordinal = ledger.tenantNames().find(tenantName);
        int chunk = ledger.tenant(ordinal).sealedChunks();
        writeSealed(ordinal, chunk);
        lock.lock();
        try {
            requireUsable();
            TenantState sealed = ledger.tenant(ordinal).withSealed(chunk + 1);
            write(batch -> {
                sealer.removeOpen(ordinal, chunk, batch);
                ledger.writeCount(sealed, batch);
            });
            ledger.update(sealed);
            dropView();
        } finally {
            lock.unlock();
        }
    }

    private void writeSealed(int tenant, int chunk) {
        lock.lock();
        try {
            requireUsable();
            database.retain();
        } finally {
            lock.unlock();
        }
        try {
            sealer.writeSealed(tenant, chunk);
        } finally {
            database.release();
        }
    }

    /** Writes what has been gathered. Afterwards it survives the end of the process. */
    public void flush() {
        lock.lock();
        try {
            requireUsable();
            flushLocked();
        } finally {
            lock.unlock();
        }
    }

    private void flushLocked() {
        if (pending.documents() == 0 && !ledger.hasUnwritten()) {
            return;
        }
        List<TenantState> grown = new ArrayList<>();
        write(batch -> {
            pending.writeTo(batch, seen);
            for (Map.Entry<Integer, TimeEntries> added : pending.times().entrySet()) {
                TenantState before = ledger.tenant(added.getKey());
                TenantState after = new TenantState(
                        before.ordinal(),
                        before.count() + added.getValue().size(),
                        before.sealedChunks(),
                        timeStore.add(before.ordinal(), before.times(), added.getValue(), batch));
                ledger.writeCount(after, batch);
                grown.add(after);
            }
            ledger.writeTo(batch);
        });
        grown.forEach(ledger::update);
        ledger.written();
        pending.clear();
        dropView();
    }

    private void write(Consumer<Batch> filling) {
        // Until the write has succeeded the store counts as failed: whatever goes wrong, memory and disk may then
        // differ.
        failed = true;
        Batch batch = new Batch(database);
        filling.accept(batch);
        database.write(batch);
        failed = false;
    }

    /** Of each source the last offset that is written; a reopened store would say the same. Empty for a new store. */
    public Map<SourcePartition, Long> offsets() {
        lock.lock();
        try {
            return ledger.offsets();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public IndexSnapshot snapshot(String tenant, Deadline deadline) {
        lock.lock();
        try {
            requireUsable();
            flushLocked();
            View view = current;
            if (view == null) {
                view = new View(database, ledger.tenants(), ledger.position());
                current = view;
            }
            view.retain();
            int ordinal = ledger.tenantNames().find(tenant);
            return new StoreSnapshot(new Reading(view, view.tenant(ordinal), deadline), ledger.fields(), caches);
        } finally {
            lock.unlock();
        }
    }

    /** Flushes and closes. Waits some seconds for open snapshots; if some stay open, the last of them closes the files. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (!failed) {
                flushLocked();
            }
        } finally {
            try {
                abandon();
            } finally {
                lock.unlock();
            }
        }
        try {
            database.awaitGone(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes without writing what has been gathered, as the end of the process would. */
    void abandon() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                dropView();
                database.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropView() {
        View view = current;
        current = null;
        if (view != null) {
            view.release();
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
        if (failed) {
            throw new IllegalStateException("an earlier write to the index failed; open it again");
        }
    }
}
