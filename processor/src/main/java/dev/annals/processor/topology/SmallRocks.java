package dev.annals.processor.topology;

import dev.annals.processor.index.settings.NativeMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Options;

/**
 * RocksDB with one bounded memory for all stores of a Kafka Streams client: the default takes that much for each store of each partition.
 * Kafka Streams makes the object by its name, so the bound comes as the setting {@link #MEMORY_CONFIG}.
 */
public final class SmallRocks implements RocksDBConfigSetter {
    /** Bytes for blocks, filters and write buffers together, as a number or a text. */
    public static final String MEMORY_CONFIG = "annals.native.memory.bytes";

    /** Without the setting. */
    static final long DEFAULT_BYTES = 192L * 1024 * 1024;

    private static final long LARGEST_WRITE_BUFFER_BYTES = 16L * 1024 * 1024;
    /** A full buffer must leave room for the others. */
    private static final int BUFFERS = 6;

    private static final double MEMTABLE_BLOOM_RATIO = 0.02;

    /** The shared memory by its size: clients with the same setting share it, and it is kept until the process ends. */
    private static final Map<Long, NativeMemory> SHARED = new ConcurrentHashMap<>();

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Object given = configs.get(MEMORY_CONFIG);
        long bytes = given == null ? DEFAULT_BYTES : Long.parseLong(given.toString());
        NativeMemory memory = SHARED.computeIfAbsent(bytes, all -> NativeMemory.of(all, all / 2));
        // Streams hands over its own table settings, Bloom filter included; only the cache is changed.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        // The youngest files are few, and every look-up asks them first.
        table.setPinL0FilterAndIndexBlocksInCache(true);
        // Nearly all look-ups are for one key.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writes());
        options.setWriteBufferSize(Math.min(LARGEST_WRITE_BUFFER_BYTES, bytes / 2 / BUFFERS));
        options.setMaxWriteBufferNumber(2);
        // Most keys are looked up before they are first written.
        options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
        options.setMemtableWholeKeyFiltering(true);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        // Else each store of each partition takes 4 MiB on disk for a manifest of a kilobyte.
        options.setAllowFAllocate(false);
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared lives as long as the process.
    }
}
