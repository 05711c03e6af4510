package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.state.Ledger.TenantState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * The whole store as it was published at one moment: a pinned RocksDB snapshot and the state of each tenant that belongs to it. All readers
 * that come before the next publication share it. Safe for any number of threads.
 */
public final class PinnedState {
    private final Database database;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final TenantState[] tenants;
    private final long position;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Pins what is written now.
     *
     * @param tenants the states of all tenants, by ordinal
     * @param offsets of each source the last offset that is written
     */
    public PinnedState(Database database, TenantState[] tenants, Map<SourcePartition, Long> offsets) {
        this.database = database;
        this.tenants = tenants;
        this.position =
                offsets.values().stream().mapToLong(Long::longValue).max().orElse(-1);
        database.retain();
        this.snapshot = database.pin();
        this.options = new ReadOptions().setSnapshot(snapshot);
    }

    public Database database() {
        return database;
    }

    public Snapshot pinned() {
        return snapshot;
    }

    public ReadOptions options() {
        return options;
    }

    /** The greatest of the offsets, -1 when there is none. */
    public long position() {
        return position;
    }

    /** The state of a tenant by its ordinal, an empty one when the pinned state is older than the tenant. */
    public TenantState tenant(int ordinal) {
        return ordinal < 0 || ordinal >= tenants.length ? TenantState.empty(ordinal) : tenants[ordinal];
    }

    /** Holds it for one more; false when the last holder has let go of it already. */
    public boolean tryRetain() {
        int held = holders.get();
        while (held > 0 && !holders.compareAndSet(held, held + 1)) {
            held = holders.get();
        }
        return held > 0;
    }

    public void release() {
        if (holders.decrementAndGet() == 0) {
            options.close();
            database.unpin(snapshot);
            database.release();
        }
    }
}
