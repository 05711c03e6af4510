package dev.annals.processor.index.disk;

import dev.annals.processor.index.disk.Database.Family;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A walk over the keys of one family between two bounds. Each step says whether there is an entry to look at. */
public final class Cursor implements AutoCloseable {
    private static final int STEPS_PER_CHECK = 1024;
    /** How many entries to step over before seeking: a step costs about a tenth of a seek. */
    private static final int STEPS_BEFORE_SEEK = 8;

    private final ReadOptions options;
    private final Slice lower;
    private final @Nullable Slice upper;
    private final RocksIterator iterator;
    private final Runnable check;
    private int steps;

    public Cursor(
            Database database,
            @Nullable Snapshot snapshot,
            Family family,
            byte[] from,
            byte @Nullable [] to,
            Runnable check) {
        this.check = check;
        this.options = new ReadOptions();
        this.lower = new Slice(from);
        this.upper = to == null ? null : new Slice(to);
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
        options.setIterateLowerBound(lower);
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        this.iterator = database.rocks().newIterator(database.handle(family), options);
    }

    public boolean start(boolean descending) {
        if (descending) {
            iterator.seekToLast();
        } else {
            iterator.seekToFirst();
        }
        return here();
    }

    public boolean step(boolean descending) {
        if (descending) {
            iterator.prev();
        } else {
            iterator.next();
        }
        return here();
    }

    public boolean seek(byte[] key) {
        iterator.seek(key);
        return here();
    }

    public boolean seekForPrev(byte[] key) {
        iterator.seekForPrev(key);
        return here();
    }

    /** Goes on to the first entry at or after the key; the cursor must stand on an entry. */
    public boolean forwardTo(byte[] key) {
        for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
            if (Arrays.compareUnsigned(key(), key) >= 0) {
                return true;
            }
            if (!step(false)) {
                return false;
            }
        }
        return seek(key);
    }

    public byte[] key() {
        return iterator.key();
    }

    public byte[] value() {
        return iterator.value();
    }

    private boolean here() {
        if (++steps % STEPS_PER_CHECK == 0) {
            check.run();
        }
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw Database.failure("cannot read from the index", e);
        }
        return false;
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        if (upper != null) {
            upper.close();
        }
        lower.close();
    }
}
