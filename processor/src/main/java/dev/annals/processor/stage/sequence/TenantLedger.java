package dev.annals.processor.stage.sequence;

import dev.annals.model.Activity;
import dev.annals.model.Hash;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant stands: the last activity and the last commit with the hashes that the next ones are chained to, and what became of its changes so far. For one thread.
 */
public final class TenantLedger {
    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 2 * (Long.BYTES + Hash.LENGTH) + 6 * Long.BYTES;

    /** A ledger written before pointers were counted: all of it but the last counter. */
    private static final int LENGTH_WITHOUT_POINTERS = LENGTH - Long.BYTES;

    private long lastActivity;
    private Hash activityHash = Hash.ZERO;
    private long lastCommit;
    private Hash commitHash = Hash.ZERO;
    private long rejects;
    private long unchanged;
    private long duplicates;
    private long snapshots;
    private long forwarded;
    private long unmatchedPointers;

    /**
     * The ledger that was written as bytes, or a new one.
     *
     * @throws IllegalStateException when the bytes are of another version
     */
    public static TenantLedger of(byte @Nullable [] bytes) {
        TenantLedger ledger = new TenantLedger();
        if (bytes == null) {
            return ledger;
        }
        if ((bytes.length != LENGTH && bytes.length != LENGTH_WITHOUT_POINTERS) || bytes[0] != VERSION) {
            throw new IllegalStateException("a tenant's ledger has " + bytes.length + " bytes of version "
                    + (bytes.length == 0 ? "none" : bytes[0]) + " (expected: " + LENGTH + " bytes of version " + VERSION
                    + "; the state was written by another release)");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        ledger.lastActivity = in.getLong();
        ledger.activityHash = hash(in);
        ledger.lastCommit = in.getLong();
        ledger.commitHash = hash(in);
        ledger.rejects = in.getLong();
        ledger.unchanged = in.getLong();
        ledger.duplicates = in.getLong();
        ledger.snapshots = in.getLong();
        ledger.forwarded = in.getLong();
        ledger.unmatchedPointers = in.hasRemaining() ? in.getLong() : 0;
        return ledger;
    }

    private static Hash hash(ByteBuffer in) {
        byte[] bytes = new byte[Hash.LENGTH];
        in.get(bytes);
        return Hash.of(bytes);
    }

    /** The ledger as bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putLong(lastActivity)
                .put(activityHash.bytes())
                .putLong(lastCommit)
                .put(commitHash.bytes())
                .putLong(rejects)
                .putLong(unchanged)
                .putLong(duplicates)
                .putLong(snapshots)
                .putLong(forwarded)
                .putLong(unmatchedPointers)
                .array();
    }

    /** Whether no further activity can be numbered. */
    public boolean isFull() {
        return lastActivity >= Activity.LARGEST_ID;
    }

    /** The id of the next activity. */
    public long nextActivity() {
        return lastActivity + 1;
    }

    /** The hash that the next activity is chained to. */
    public Hash activityHash() {
        return activityHash;
    }

    /** Writes down that the next activity has this hash. */
    public void activity(Hash hash) {
        lastActivity++;
        activityHash = hash;
    }

    /** The number of the next commit. */
    public long nextCommit() {
        return lastCommit + 1;
    }

    /** The hash that the next commit is chained to. */
    public Hash commitHash() {
        return commitHash;
    }

    /** Writes down that the next commit has this hash. */
    public void commit(Hash hash) {
        lastCommit++;
        commitHash = hash;
    }

    /** Counts a change that was refused. */
    public void reject() {
        rejects++;
    }

    /** Counts a change that changed nothing. */
    public void unchanged() {
        unchanged++;
    }

    /** Counts a change that had come before. */
    public void duplicate() {
        duplicates++;
    }

    /** Counts a change that only set the state of its object. */
    public void snapshot() {
        snapshots++;
    }

    /** Counts a change that was sent on to its own partition. */
    public void forwarded() {
        forwarded++;
    }

    /** Counts the sensitive pointers of a change that point at nothing. */
    public void unmatchedPointers(int count) {
        unmatchedPointers += count;
    }

    /** What became of the tenant's changes. */
    public Counters counters() {
        return new Counters(
                lastActivity, lastCommit, rejects, unchanged, duplicates, snapshots, forwarded, unmatchedPointers);
    }
}
