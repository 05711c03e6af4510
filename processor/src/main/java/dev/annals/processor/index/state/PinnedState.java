package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Database;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * The whole store at one moment, shared by all readers that came before the next write: a pinned RocksDB snapshot and the state of each
 * tenant that belongs to it.
 */
public final class PinnedState {
    private final Database database;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final TenantState[] tenants;
    private final long position;
    private final AtomicInteger holders = new AtomicInteger(1);

    public PinnedState(Database database, TenantState[] tenants, long position) {
        this.database = database;
        this.tenants = tenants;
        this.position = position;
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

    public long position() {
        return position;
    }

    /** The state of a tenant by its ordinal, an empty one when the pinned state is older than the tenant. */
    public TenantState tenant(int ordinal) {
        return ordinal < 0 || ordinal >= tenants.length ? TenantState.empty(ordinal) : tenants[ordinal];
    }

    /** To be called only by someone who knows that the pinned state is held. */
    public void retain() {
        holders.incrementAndGet();
    }

    public void release() {
        if (holders.decrementAndGet() == 0) {
            options.close();
            database.unpin(snapshot);
            database.release();
        }
    }
}
