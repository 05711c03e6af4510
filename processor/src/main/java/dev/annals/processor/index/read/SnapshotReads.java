package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexClosing;
import dev.annals.processor.index.state.Ledger.TenantState;
import dev.annals.processor.index.state.PinnedState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reads of one snapshot: all from the same pinned state, none after it was closed, none beyond its time budget. */
public final class SnapshotReads {
    private final PinnedState state;
    private final TenantState tenant;
    private final Deadline deadline;
    private volatile boolean closed;

    public SnapshotReads(PinnedState state, TenantState tenant, Deadline deadline) {
        this.state = state;
        this.tenant = tenant;
        this.deadline = deadline;
    }

    TenantState tenant() {
        return tenant;
    }

    Deadline deadline() {
        return deadline;
    }

    long position() {
        return state.position();
    }

    /** Passes while reading is allowed. */
    void check() {
        if (closed) {
            throw new IllegalStateException("this snapshot has been closed; take a new one");
        }
        if (state.database().isClosing()) {
            throw new IndexClosing();
        }
        deadline.check();
    }

    byte @Nullable [] get(Family family, byte[] key) {
        return state.database().get(family, state.options(), key);
    }

    List<byte @Nullable []> get(Family family, List<byte[]> keys) {
        return state.database().get(family, state.options(), keys);
    }

    /** A cursor over the keys from {@code from} to before {@code to} (null: no end). */
    Cursor cursor(Family family, byte[] from, byte @Nullable [] to) {
        check();
        return new Cursor(state.database(), state.pinned(), family, from, to, this::check);
    }

    void close() {
        if (!closed) {
            closed = true;
            state.release();
        }
    }
}
