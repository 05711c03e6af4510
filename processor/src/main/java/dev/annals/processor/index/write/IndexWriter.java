package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.state.Ledger;
import dev.annals.processor.index.state.PinnedState;
import dev.annals.processor.index.state.TenantState;
import dev.annals.processor.index.state.TimeEntries;
import dev.annals.processor.index.state.TimeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a store, and the writing: loads of gathered documents, one after the other, and beside that the finishing of full chunks.
 *
 * <p>Threads: {@link #awaitNext}, {@link #write} and {@link #view} are to be called with the {@link #lock} held. Errors:
 * {@link java.io.UncheckedIOException} when the disk fails. After a failed write there are no others, since what is in memory may no longer
 * agree with what is on disk.
 */
public final class IndexWriter {
    /* The view holds the database open, and so does whoever finishes chunks, so closing with readers still at work is safe. Finishing a chunk
     * reads and writes without the lock: nothing is added to a full chunk, and readers do not look at the pieces. */

    /** More full chunks of one tenant than this do not wait to be finished: reading grows slower with each. */
    private static final int MOST_FULL_CHUNKS = 2;

    public final ReentrantLock lock = new ReentrantLock(true);
    private final Condition finished = lock.newCondition();
    private final Database database;
    private final TimeStore timeStore;
    private final Ledger ledger;
    private final Sealer sealer;
    private final Seen seen;
    private final Executor background;
    private @Nullable PinnedState current;
    /** The tenants that have full chunks which are not finished. */
    private final Set<Integer> full = new TreeSet<>();

    private boolean finishing;
    private volatile boolean closed;
    private volatile boolean failed;
    private volatile @Nullable Throwable failure;

    /** A writer that finishes chunks on the given threads. */
    public IndexWriter(Database database, TimeStore timeStore, Ledger ledger, Executor background) {
        this.database = database;
        this.timeStore = timeStore;
        this.ledger = ledger;
        this.sealer = new Sealer(database);
        this.seen = new Seen(database);
        this.background = background;
        for (TenantState tenant : ledger.tenants()) {
            take(tenant);
        }
    }

    /** Passes unless the store is closed or has failed. From any thread, with or without the lock. */
    public void requireUsable() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
        if (failed) {
            throw new IllegalStateException("an earlier write to the index failed; open it again", failure);
        }
    }

    /** Whether {@link #requireUsable} passes. */
    public boolean isUsable() {
        return !closed && !failed;
    }

    /**
     * The load that is next, as soon as it may be written: when there are not too many full chunks. Meanwhile others may write, so what is
     * next is asked for again after each wait.
     */
    @Nullable
    public PendingWrites awaitNext(Supplier<@Nullable PendingWrites> next) {
        PendingWrites load = next.get();
        while (load != null && mustWait()) {
            requireUsable();
            finishInBackground();
            finished.awaitUninterruptibly();
            load = next.get();
        }
        return load;
    }

    private boolean mustWait() {
        return full.stream().anyMatch(tenant -> ledger.tenant(tenant).fullChunks() > MOST_FULL_CHUNKS);
    }

    /** Writes a load. Afterwards it survives the end of the process. */
    public void write(PendingWrites load) {
        requireUsable();
        List<TenantState> grown = new ArrayList<>();
        write(batch -> {
            Map<Integer, TimeEntries> times = load.times();
            times.keySet().forEach(tenant -> requireNext(load.firstNumber(tenant), ledger.tenant(tenant)));
            load.writeTo(batch, seen);
            times.forEach((tenant, added) -> {
                TenantState before = ledger.tenant(tenant);
                TenantState after = new TenantState(
                        tenant,
                        before.count() + added.size(),
                        sealedChunks(before, added.size()),
                        timeStore.add(tenant, before.times(), added, batch));
                ledger.writeCount(after, batch);
                grown.add(after);
            });
            ledger.writeTo(batch, load.offsets());
        });
        grown.forEach(this::take);
        ledger.written(load.offsets());
        dropView();
        finishInBackground();
    }

    private static void requireNext(long number, TenantState tenant) {
        if (number != tenant.count() + 1) {
            throw new IllegalStateException("document " + number + " is to be written after document " + tenant.count()
                    + " of a tenant; loads are out of order");
        }
    }

    /** A chunk that was added as a whole, with all before it sealed, is sealed by that. */
    private static int sealedChunks(TenantState before, int added) {
        long next = before.count() + 1;
        // There is no document 0, so the first chunk is whole from 1 on.
        boolean fromStart = next == 1 || (next & (IndexSettings.CHUNK_DOCUMENTS - 1)) == 0;
        return fromStart && before.fullChunks() == 0 ? Keys.chunkOf(next + added) : before.sealedChunks();
    }

    private void write(Consumer<Batch> filling) {
        // Whatever goes wrong, memory and disk may then differ.
        boolean written = false;
        try {
            Batch batch = new Batch(database);
            filling.accept(batch);
            database.write(batch);
            written = true;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            failed |= !written;
        }
    }

    private void take(TenantState tenant) {
        ledger.update(tenant);
        if (tenant.fullChunks() > 0) {
            full.add(tenant.ordinal());
        } else {
            full.remove(tenant.ordinal());
        }
    }

    private void finishInBackground() {
        if (!finishing && !full.isEmpty()) {
            background.execute(this::finishChunks);
        }
    }

    /** Finishes full chunks until there are none, unless another thread is at it. */
    private void finishChunks() {
        @Nullable TenantState next = null;
        lock.lock();
        try {
            if (!finishing) {
                next = nextFull();
                finishing = next != null;
            }
        } finally {
            lock.unlock();
        }
        while (next != null) {
            next = finish(next.ordinal(), next.sealedChunks());
        }
    }

    /** A tenant that has a full chunk; null when there is none, or no more is to be done. */
    private @Nullable TenantState nextFull() {
        return isUsable() && !full.isEmpty() ? ledger.tenant(full.iterator().next()) : null;
    }

    private @Nullable TenantState finish(int tenant, int chunk) {
        boolean wasOpen = true;
        try {
            wasOpen = sealer.writeSealed(tenant, chunk, this::requireUsable);
        } catch (RuntimeException e) {
            failBecause(e);
        }
        lock.lock();
        @Nullable TenantState next = null;
        try {
            if (isUsable()) {
                settle(ledger.tenant(tenant).withSealed(chunk + 1), wasOpen);
            }
            next = nextFull();
        } finally {
            finishing = next != null;
            finished.signalAll();
            lock.unlock();
        }
        return next;
    }

    private void failBecause(RuntimeException reason) {
        // Of what came before, this is only the echo.
        if (isUsable()) {
            failure = reason;
            failed = true;
        }
    }

    private void settle(TenantState sealed, boolean wasOpen) {
        write(batch -> {
            if (wasOpen) {
                sealer.removeOpen(sealed.ordinal(), sealed.sealedChunks() - 1, batch);
            }
            ledger.writeCount(sealed, batch);
        });
        take(sealed);
        dropView();
    }

    /** The store as it is written now, held for the caller. */
    public PinnedState view() {
        requireUsable();
        PinnedState view = current;
        if (view == null) {
            view = new PinnedState(database, ledger.tenants(), ledger.position());
            current = view;
        }
        view.retain();
        return view;
    }

    private void dropView() {
        PinnedState view = current;
        current = null;
        if (view != null) {
            view.release();
        }
    }

    /** Ends all writing. Waits for what is being written, a chunk that is being finished included. */
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            while (finishing) {
                finished.awaitUninterruptibly();
            }
            dropView();
            database.close();
        } finally {
            lock.unlock();
        }
    }
}
