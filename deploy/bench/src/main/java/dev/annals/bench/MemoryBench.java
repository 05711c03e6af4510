package dev.annals.bench;

import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.RecentMemory;
import dev.annals.processor.stage.memory.RecentValues;
import dev.annals.processor.topology.SmallRocks;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * What the processor's memories cost under a sustained load, on RocksDB with the settings of the processor: distinct events, each looked up and noted; then
 * documents of objects chosen at random, each looked up and replaced, with and without the ring of recent values.
 *
 * <p>Prints processor time, which others on the machine disturb less than elapsed time. Arguments: events (20000000), objects (100000), directory (a new
 * temporary one).
 */
public final class MemoryBench {
    private static final long HORIZON_MILLIS = 86_400_000;
    private static final int STEPS = 20;
    private static final int DOCUMENT_BYTES = 300;
    private static final int RING_BYTES = 32 << 20;
    private static final int DOCUMENTS = 2_000_000;

    private MemoryBench() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 20_000_000;
        int objects = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("annals-bench-");
        RocksDB.loadLibrary();
        try (Rocks store = new Rocks(directory.resolve("events"))) {
            events(new RecentMemory(store, HORIZON_MILLIS), events, store);
        }
        for (boolean ring : new boolean[] {false, true}) {
            try (Rocks store = new Rocks(directory.resolve("documents-" + ring))) {
                documents(store, objects, ring ? new RecentValues(RING_BYTES) : null);
            }
        }
    }

    /** As many events a day as fill one bucket: half a horizon. */
    private static void events(RecentMemory memory, int events, Rocks store) {
        SplittableRandom random = new SplittableRandom(1);
        int step = Math.max(1, events / STEPS);
        Spent before = Spent.now();
        long asked = 0;
        for (int i = 1; i <= events; i++) {
            byte[] key = ByteBuffer.allocate(16)
                    .putLong(random.nextLong())
                    .putLong(random.nextLong())
                    .array();
            long now = (long) i * (HORIZON_MILLIS / 2) / events;
            if (memory.find(key, now) != null) {
                throw new IllegalStateException("a new key was found (expected: only keys that were noted)");
            }
            memory.note(key, Arrays.copyOf(key, 16), now);
            if (i % step == 0) {
                Spent after = Spent.now();
                System.out.printf(
                        Locale.ROOT,
                        "%,12d events: %s an event, %.3f look-ups in the store%n",
                        i,
                        after.minus(before).each(step),
                        (store.gets - asked) / (double) step);
                asked = store.gets;
                before = after;
            }
        }
    }

    private static void documents(Rocks store, int objects, @Nullable RecentValues recent) {
        SplittableRandom random = new SplittableRandom(2);
        byte[] document = new byte[DOCUMENT_BYTES];
        for (int i = 0; i < document.length; i++) {
            document[i] = (byte) ('a' + i % 20);
        }
        Spent before = Spent.now();
        for (int i = 0; i < 2 * DOCUMENTS; i++) {
            if (i == DOCUMENTS) {
                before = Spent.now();
            }
            byte[] key =
                    ("default\0host\0" + random.nextInt(objects)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            byte[] there = recent == null ? null : recent.get(key);
            if (there == null) {
                there = store.get(key);
            }
            byte[] next = document.clone();
            ByteBuffer.wrap(next)
                    .putInt(0, there == null ? 0 : ByteBuffer.wrap(there).getInt(0) + 1);
            store.put(key, next);
            if (recent != null) {
                recent.put(key, next);
            }
        }
        System.out.printf(
                "%,d objects, %s recent values: %s a document%n",
                objects,
                recent == null ? "without" : "with",
                Spent.now().minus(before).each(DOCUMENTS));
    }

    /** Processor time, nanoseconds: of this thread, and of the whole process, RocksDB's own threads included. */
    private record Spent(long thread, long process) {
        static Spent now() {
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Spent(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(), system.getProcessCpuTime());
        }

        Spent minus(Spent other) {
            return new Spent(thread - other.thread, process - other.process);
        }

        String each(long count) {
            return String.format(
                    Locale.ROOT, "thread %.2f us, process %.2f us", thread / 1e3 / count, process / 1e3 / count);
        }
    }

    /** As Kafka Streams opens a store with {@link SmallRocks}, with its writes handed on a megabyte at a time as the processor's are. */
    private static final class Rocks implements ByteStore, AutoCloseable {
        private static final int MOST_BYTES = 1 << 20;
        private static final int OVERHEAD_BYTES = 128;
        private static final byte[] DELETED = new byte[0];

        private final Options options = new Options();
        private final WriteOptions writing = new WriteOptions().setDisableWAL(true);
        private final RocksDB rocks;
        private final Map<ByteBuffer, byte[]> waiting = new java.util.HashMap<>();
        private int waitingBytes;
        private long gets;

        Rocks(Path directory) throws Exception {
            Files.createDirectories(directory);
            options.setCreateIfMissing(true)
                    .setCompactionStyle(CompactionStyle.UNIVERSAL)
                    .setOptimizeFiltersForHits(true)
                    .setTableFormatConfig(
                            new BlockBasedTableConfig().setBlockSize(4096).setFilterPolicy(new BloomFilter()))
                    .setIncreaseParallelism(2);
            new SmallRocks().setConfig("events", options, Map.of());
            rocks = RocksDB.open(options, directory.toString());
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            gets++;
            byte[] there = waiting.get(ByteBuffer.wrap(key));
            if (there != null) {
                return there == DELETED ? null : there;
            }
            try {
                return rocks.get(key);
            } catch (RocksDBException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            waiting.put(ByteBuffer.wrap(key), value);
            waitingBytes += key.length + value.length + OVERHEAD_BYTES;
            if (waitingBytes >= MOST_BYTES) {
                handOn();
            }
        }

        @Override
        public void delete(byte[] key) {
            put(key, DELETED);
        }

        @Override
        public List<byte[]> keys(byte[] from, byte[] to, int most) {
            handOn();
            List<byte[]> keys = new ArrayList<>();
            try (RocksIterator entry = rocks.newIterator()) {
                for (entry.seek(from);
                        entry.isValid() && keys.size() < most && Arrays.compareUnsigned(entry.key(), to) < 0;
                        entry.next()) {
                    keys.add(entry.key());
                }
            }
            return keys;
        }

        private void handOn() {
            TreeMap<byte[], byte[]> ordered = new TreeMap<>(Arrays::compareUnsigned);
            waiting.forEach((key, value) -> ordered.put(key.array(), value));
            try (WriteBatch batch = new WriteBatch()) {
                for (Map.Entry<byte[], byte[]> entry : ordered.entrySet()) {
                    if (entry.getValue() == DELETED) {
                        batch.delete(entry.getKey());
                    } else {
                        batch.put(entry.getKey(), entry.getValue());
                    }
                }
                rocks.write(writing, batch);
            } catch (RocksDBException e) {
                throw new IllegalStateException(e);
            }
            waiting.clear();
            waitingBytes = 0;
        }

        @Override
        public void close() {
            rocks.close();
            writing.close();
            options.close();
        }
    }
}
