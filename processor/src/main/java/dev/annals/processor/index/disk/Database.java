package dev.annals.processor.index.disk;

import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.NativeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB of a store and everything native that belongs to it.
 *
 * <p>It is counted: the store holds it once and so does each view that readers may still be using. The last one to let go closes it, since
 * reading from a closed RocksDB would take the whole process down.
 */
public final class Database {
    /* A process that dies loses nothing, since each batch is in the operating system's hands when the write returns. A machine that
     * dies may lose the last batches but never a part of one: families are flushed to files together (atomic flush), so that no family can be
     * ahead of the log. What was lost is read from the source again, from the offsets that are in the same batches. */

    private static final int OPEN_FILES = 10;

    /** Entries are small, so that tidying up costs by their number, each time: it is done half as often as RocksDB would. */
    private static final int FLUSHED_FILES = 8;

    /** Zstandard's quickest level: half of what it saves costs a third of the default's time. */
    private static final int ZSTD_LEVEL = 1;

    private final Path directory;
    private final RocksDB rocks;
    private final Map<Family, ColumnFamilyHandle> families;
    private final Map<Family, Integer> ids = new EnumMap<>(Family.class);
    private final WriteOptions writing = new WriteOptions();
    private final ReadOptions latest = new ReadOptions();
    /** Closed last to first. */
    private final Deque<AutoCloseable> natives;

    private final AtomicInteger holders = new AtomicInteger(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean closing;

    private Database(
            Path directory, RocksDB rocks, Map<Family, ColumnFamilyHandle> families, Deque<AutoCloseable> natives) {
        this.directory = directory;
        this.rocks = rocks;
        this.families = families;
        families.forEach((family, handle) -> ids.put(family, handle.getID()));
        this.natives = natives;
    }

    public static Database open(Path directory, IndexSettings settings) {
        RocksDB.loadLibrary();
        Deque<AutoCloseable> natives = new ArrayDeque<>();
        try {
            Files.createDirectories(directory);
            NativeMemory memory = settings.shared();
            if (memory == null) {
                memory = keep(natives, NativeMemory.of(2 * settings.writeBufferBytes(), settings.writeBufferBytes()));
            }
            BloomFilter bloom = keep(natives, new BloomFilter(10));
            StringAppendOperator append = keep(natives, new StringAppendOperator(""));
            CompressionOptions pressed = keep(natives, new CompressionOptions().setLevel(ZSTD_LEVEL));
            DBOptions options = keep(natives, databaseOptions(settings, memory));
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            for (Family family : Family.values()) {
                ColumnFamilyOptions of = keep(natives, familyOptions(family, settings, memory, bloom, append, pressed));
                descriptors.add(new ColumnFamilyDescriptor(family.nameBytes(), of));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB rocks = RocksDB.open(options, directory.toString(), descriptors, handles);
            natives.push(rocks);
            Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
            Iterator<ColumnFamilyHandle> opened = handles.iterator();
            for (Family family : Family.values()) {
                families.put(family, keep(natives, opened.next()));
            }
            return new Database(directory, rocks, families, natives);
        } catch (RocksDBException e) {
            closeAll(natives);
            throw failure(
                    "cannot open the index in " + directory
                            + "; if its files are damaged, remove the directory and it is built again",
                    e);
        } catch (IOException e) {
            closeAll(natives);
            throw new UncheckedIOException("cannot create the index directory " + directory, e);
        }
    }

    private static DBOptions databaseOptions(IndexSettings settings, NativeMemory memory) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                // Else each log takes a whole write buffer on disk from its first byte on, and each manifest 4 MiB.
                .setAllowFAllocate(false)
                .setDbWriteBufferSize(settings.writeBufferBytes())
                .setWriteBufferManager(memory.writes())
                .setMaxTotalWalSize(2 * settings.writeBufferBytes())
                .setMaxOpenFiles(settings.maxOpenFiles())
                .setAllowConcurrentMemtableWrite(false)
                .setMaxBackgroundJobs(2)
                .setStatsDumpPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(2);
    }

    private static ColumnFamilyOptions familyOptions(
            Family family,
            IndexSettings settings,
            NativeMemory memory,
            BloomFilter bloom,
            StringAppendOperator append,
            CompressionOptions pressed) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(memory.cache())
                .setBlockSize(16 * 1024)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        ColumnFamilyOptions options = hinted(family)
                .setWriteBufferSize(settings.writeBufferBytes())
                .setCompressionType(
                        family == Family.OPEN ? CompressionType.LZ4_COMPRESSION : CompressionType.ZSTD_COMPRESSION)
                .setCompressionOptions(pressed)
                .setLevel0FileNumCompactionTrigger(FLUSHED_FILES)
                .setMaxBytesForLevelBase(256L << 20);
        switch (family) {
            case OPEN -> {
                // Most terms that are asked for are rare, so most open chunks do not have them.
                table.setFilterPolicy(bloom);
                // What is in it is deleted again soon: to tidy it up often would be in vain.
                options.setLevel0FileNumCompactionTrigger(OPEN_FILES);
                options.setMergeOperator(append);
            }
            // Whether a word is known is asked for each that is not: mostly the answer is no.
            case TERMS -> table.setFilterPolicy(bloom);
            default -> {
                // Nothing but ordered scans: a filter would only cost memory.
            }
        }
        return options.setTableFormatConfig(table);
    }

    /**
     * Options that let a key be sorted in from where the last one with the same beginning went. Batches are in order, so that is near by.
     * There is no method for it in the Java interface, only its name.
     */
    private static ColumnFamilyOptions hinted(Family family) {
        Properties properties = new Properties();
        properties.setProperty(
                "memtable_insert_with_hint_prefix_extractor", "rocksdb.FixedPrefix." + family.groupBytes());
        ColumnFamilyOptions options = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(properties);
        return options == null ? new ColumnFamilyOptions() : options;
    }

    public Path directory() {
        return directory;
    }

    ColumnFamilyHandle handle(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    RocksDB rocks() {
        return rocks;
    }

    /** Read options for what has been written last, without a snapshot. */
    public ReadOptions latest() {
        return latest;
    }

    /** The number RocksDB has given to a family. */
    int id(Family family) {
        return Objects.requireNonNull(ids.get(family));
    }

    public void write(Batch changes) {
        try (WriteBatch batch = new WriteBatch(changes.toBytes())) {
            rocks.write(writing, batch);
        } catch (RocksDBException e) {
            throw failure("cannot write to the index", e);
        }
    }

    public byte @Nullable [] get(Family family, ReadOptions options, byte[] key) {
        try {
            return rocks.get(handle(family), options, key);
        } catch (RocksDBException e) {
            throw failure("cannot read from the index", e);
        }
    }

    /** The values of some keys, in their order. */
    public List<byte @Nullable []> get(Family family, ReadOptions options, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        try {
            return rocks.multiGetAsList(options, Collections.nCopies(keys.size(), handle(family)), keys);
        } catch (RocksDBException e) {
            throw failure("cannot read from the index", e);
        }
    }

    /** Those of some keys that have no value, in their order. One call for all costs a fraction of one for each. */
    public List<byte[]> missing(Family family, List<byte[]> keys) {
        List<byte @Nullable []> values = get(family, latest, keys);
        List<byte[]> missing = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (values.get(i) == null) {
                missing.add(keys.get(i));
            }
        }
        return missing;
    }

    public Snapshot pin() {
        return rocks.getSnapshot();
    }

    public void unpin(Snapshot snapshot) {
        rocks.releaseSnapshot(snapshot);
        snapshot.close();
    }

    public void retain() {
        holders.incrementAndGet();
    }

    public void release() {
        if (holders.decrementAndGet() == 0) {
            latest.close();
            writing.close();
            closeAll(natives);
            gone.countDown();
        }
    }

    /** Asks readers to stop at their next check. */
    public void close() {
        closing = true;
        release();
    }

    public boolean isClosing() {
        return closing;
    }

    /** Waits until the last reader has let go; false when some still hold on. */
    public boolean awaitGone(long millis) throws InterruptedException {
        return gone.await(millis, TimeUnit.MILLISECONDS);
    }

    static UncheckedIOException failure(String what, RocksDBException cause) {
        return new UncheckedIOException(what + ": " + cause.getMessage(), new IOException(cause));
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> natives, T resource) {
        natives.push(resource);
        return resource;
    }

    private static void closeAll(Deque<AutoCloseable> natives) {
        while (!natives.isEmpty()) {
            try {
                natives.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the index could not be closed", e);
            }
        }
    }

    /** The column families of a store, which are told apart by name on disk: renaming one is a change of format. */
    public enum Family {
        /** Offsets, counts, names and the format version. RocksDB insists on a family of this name. */
        META("default", 1),
        /** (tenant, number) → record bytes. */
        ROWS("rows", 4),
        /** (tenant, field, term, number) → documents of one chunk, from that number on; a chunk may have several such segments. */
        POSTINGS("postings", 6),
        /** (tenant, chunk, field, term) → the documents of a chunk that came a few at a time and are not in segments yet. */
        OPEN("open", 8),
        /** (tenant, field, term), the distinct terms in order. */
        TERMS("terms", 6),
        /** (tenant, kind, id) → blocks and loose runs of the order by time. */
        TIMES("times", 5),
        /** (tenant, field, three code points, word) → further words; from parts of words to words. */
        GRAMS("grams", 6);

        private final String storedName;
        private final int groupBytes;

        Family(String storedName, int groupBytes) {
            this.storedName = storedName;
            this.groupBytes = groupBytes;
        }

        /** How long the part of a key is that neighbours in one write have in common. */
        int groupBytes() {
            return groupBytes;
        }

        byte[] nameBytes() {
            return storedName.getBytes(StandardCharsets.UTF_8);
        }
    }
}
