package dev.annals.processor.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/** RocksDB with one bounded memory for all stores of the process: the default takes that much for each store of each partition. */
public final class SmallRocks implements RocksDBConfigSetter {
    /** The write buffers included. */
    private static final long CACHE_BYTES = 192L * 1024 * 1024;
    /** A filter has to fit into one shard: with the 64 shards of the default it would be read from disk for each look-up. */
    private static final int SHARD_BITS = 1;
    /** Filters and indexes are used by every look-up, so blocks of data may not push them out. */
    private static final double SHARE_OF_FILTERS = 0.5;

    private static final long WRITE_BYTES = 96L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 16L * 1024 * 1024;

    private static final double MEMTABLE_BLOOM_RATIO = 0.02;

    /** Held apart so that naming this class in a configuration does not load RocksDB. */
    private static final class Shared {
        static final Cache CACHE = new LRUCache(CACHE_BYTES, SHARD_BITS, false, SHARE_OF_FILTERS);
        static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        // Streams hands over its own table settings, Bloom filter included; only the cache is changed.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        // The youngest files are few, and every look-up asks them first.
        table.setPinL0FilterAndIndexBlocksInCache(true);
        // Nearly all look-ups are for one key.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.WRITES);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        // Most keys are looked up before they are first written.
        options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
        options.setMemtableWholeKeyFiltering(true);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared lives as long as the process.
    }
}
