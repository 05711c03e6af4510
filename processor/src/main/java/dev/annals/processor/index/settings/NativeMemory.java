package dev.annals.processor.index.settings;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory that the indexes of a process share: one cache of blocks, and one bound of what is written but not yet in files, which
 * counts into the cache. So the sum is bounded, however many partitions and indexes there are. An index that is still open may outlast the
 * closing. Safe for any number of threads.
 */
public final class NativeMemory implements AutoCloseable {
    /** A filter has to fit into one shard of the cache: with the 64 shards of the default it would be read from disk for each look-up. */
    private static final int CACHE_SHARD_BITS = 1;

    /** Filters and indexes are used by every look-up, so blocks of data may not push them out. */
    private static final double CACHE_SHARE_OF_FILTERS = 0.5;

    private final LRUCache cache;
    private final WriteBufferManager writes;

    private NativeMemory(LRUCache cache, WriteBufferManager writes) {
        this.cache = cache;
        this.writes = writes;
    }

    /**
     * Memory of so many bytes in all.
     *
     * @param written how much of it may be written but not yet in files
     */
    public static NativeMemory of(long bytes, long written) {
        if (written < 1 || written > bytes) {
            throw new IllegalArgumentException(
                    written + " bytes of native memory for writes (expected: 1 to all of " + bytes + ")");
        }
        RocksDB.loadLibrary();
        LRUCache cache = new LRUCache(bytes, CACHE_SHARD_BITS, false, CACHE_SHARE_OF_FILTERS);
        return new NativeMemory(cache, new WriteBufferManager(written, cache));
    }

    /** The cache of blocks. */
    public Cache cache() {
        return cache;
    }

    /** The bound of what is written but not yet in files. */
    public WriteBufferManager writes() {
        return writes;
    }

    /** Bytes in use now: blocks, filters and what is not yet in files. */
    public long used() {
        return cache.getUsage();
    }

    @Override
    public void close() {
        writes.close();
        cache.close();
    }
}
