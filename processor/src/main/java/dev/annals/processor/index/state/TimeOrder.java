package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.TermRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A tenant's documents in order of time: blocks that follow each other, and loose runs that have not been merged into them yet.
 *
 * <p>Immutable. Loose runs are what each write adds. Merging them only now and then means that documents that are late, however many and
 * however late, cost a write of a few bytes, not a rewrite of the blocks that they belong to.
 */
public final class TimeOrder {
    static final TimeOrder EMPTY = new TimeOrder(List.of(), List.of());

    private static final int MOST_LOOSE_ENTRIES = 2 * TimeBlock.FULL;
    private static final int MOST_LOOSE_RUNS = 256;

    private final List<TimeBlock> blocks;
    private final List<LooseRun> loose;
    private volatile @Nullable List<TimeBlock> settled;

    /** Entries as one write added them. */
    record LooseRun(long id, TimeEntries entries) {}

    TimeOrder(List<TimeBlock> blocks, List<LooseRun> loose) {
        this.blocks = blocks;
        this.loose = loose;
    }

    List<TimeBlock> blocks() {
        return blocks;
    }

    List<LooseRun> loose() {
        return loose;
    }

    TimeOrder with(LooseRun run) {
        List<LooseRun> more = new ArrayList<>(loose.size() + 1);
        more.addAll(loose);
        more.add(run);
        return new TimeOrder(blocks, more);
    }

    int looseEntries() {
        int entries = 0;
        for (LooseRun run : loose) {
            entries += run.entries().size();
        }
        return entries;
    }

    /** Whether it is time to merge. */
    boolean isCrowded() {
        return loose.size() > MOST_LOOSE_RUNS || looseEntries() > MOST_LOOSE_ENTRIES;
    }

    /** All documents as blocks alone; those that had to be merged for this are {@link TimeBlock#UNSTORED}. Worked out once. */
    public List<TimeBlock> settled(BlockEntries reader) {
        if (loose.isEmpty()) {
            return blocks;
        }
        List<TimeBlock> known = settled;
        if (known == null) {
            known = merged(reader);
            settled = known;
        }
        return known;
    }

    private List<TimeBlock> merged(BlockEntries reader) {
        TimeEntries entries =
                TimeEntries.merge(loose.stream().map(LooseRun::entries).toList());
        List<TimeBlock> merged = new ArrayList<>(blocks.size() + 4);
        int from = 0;
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i == blocks.size() - 1;
            int to = last
                    ? entries.size()
                    : entries.firstAtOrAfter(
                            blocks.get(i + 1).firstTime(), blocks.get(i + 1).firstNumber());
            mergeInto(blocks.get(i), entries, from, to, last, reader, merged);
            from = to;
        }
        if (blocks.isEmpty()) {
            split(entries, true, merged);
        }
        return merged;
    }

    private static void mergeInto(
            TimeBlock block,
            TimeEntries entries,
            int from,
            int to,
            boolean last,
            BlockEntries reader,
            List<TimeBlock> merged) {
        if (from == to) {
            merged.add(block);
            return;
        }
        TimeEntries added = entries.slice(from, to);
        // Loose documents have greater numbers than those in blocks, so at equal times they come after them.
        if (block.size() >= TimeBlock.FULL && added.time(0) >= block.lastTime()) {
            merged.add(block);
            split(added, last, merged);
            return;
        }
        split(reader.of(block).merge(added), last, merged);
    }

    /** Cuts entries into blocks. At the end of the order they are filled up, since more is likely to follow; elsewhere room is left. */
    private static void split(TimeEntries entries, boolean last, List<TimeBlock> into) {
        int size = entries.size();
        int pieces = (size + TimeBlock.FULL - 1) / TimeBlock.FULL;
        int piece = last ? TimeBlock.FULL : (size + pieces - 1) / pieces;
        for (int from = 0; from < size; from += piece) {
            into.add(TimeBlock.of(TimeBlock.UNSTORED, entries.slice(from, Math.min(size, from + piece))));
        }
    }

    /** Where the entries of time blocks come from. */
    @FunctionalInterface
    public interface BlockEntries {
        /** The entries of a block. */
        TimeEntries of(TimeBlock block);
    }

    /**
     * A run of documents that follow each other in order of time, as far as it is kept in memory: its ends and its members, not its entries.
     *
     * <p>Immutable. What changes gets a new id, so entries can be cached by id for ever.
     *
     * @param id the block's key within the tenant; {@link #UNSTORED} when it is only in memory
     * @param firstTime time of its first document
     * @param firstNumber number of its first document
     * @param lastTime time of its last document
     * @param size how many documents, 1 or more
     * @param members their numbers
     * @param resident the entries of a block that is not stored, null for the others
     */
    public record TimeBlock(
            long id,
            long firstTime,
            int firstNumber,
            long lastTime,
            int size,
            RoaringBitmap members,
            @Nullable TimeEntries resident) {
        static final long UNSTORED = -1;

        /** How many documents a full block has. */
        public static final int FULL = 4096;

        private static final int FIXED_BYTES = 3 * Long.BYTES;

        static TimeBlock of(long id, TimeEntries entries) {
            int last = entries.size() - 1;
            return new TimeBlock(
                    id,
                    entries.time(0),
                    entries.number(0),
                    entries.time(last),
                    entries.size(),
                    entries.members(0, entries.size()),
                    entries);
        }

        /** This block with a place on disk instead of its entries in memory. */
        TimeBlock stored(long storedId) {
            return new TimeBlock(storedId, firstTime, firstNumber, lastTime, size, members, null);
        }

        boolean startsAfter(long time, int number) {
            return TimeEntries.compare(firstTime, firstNumber, time, number) > 0;
        }

        byte[] headBytes() {
            ByteBuffer head = ByteBuffer.allocate(FIXED_BYTES + members.serializedSizeInBytes());
            head.putLong(firstTime).putLong(lastTime).putInt(firstNumber).putInt(size);
            members.serialize(head);
            return head.array();
        }

        static TimeBlock fromHead(long id, byte[] head) {
            ByteBuffer in = ByteBuffer.wrap(head);
            long firstTime = in.getLong();
            long lastTime = in.getLong();
            int firstNumber = in.getInt();
            int size = in.getInt();
            RoaringBitmap members = new RoaringBitmap();
            try {
                members.deserialize(in);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "time block " + id + " is damaged; remove the index directory and it is built again", e);
            }
            return new TimeBlock(id, firstTime, firstNumber, lastTime, size, members, null);
        }
    }

    /** How the order by time lies on disk: of each block its head and its entries apart, so that opening reads heads only; and loose runs. */
    public static final class TimeStore {
        static final byte HEAD = 0;
        public static final byte ENTRIES = 1;
        static final byte LOOSE = 2;

        private final Database database;
        private final Caches caches;
        private long nextId;

        public TimeStore(Database database, Caches caches) {
            this.database = database;
            this.caches = caches;
        }

        /** Reads the order of a tenant, at the opening of the store. */
        TimeOrder load(int tenant) {
            List<TimeBlock> blocks = new ArrayList<>();
            List<TimeOrder.LooseRun> loose = new ArrayList<>();
            scan(tenant, HEAD, (id, value) -> blocks.add(TimeBlock.fromHead(id, value)));
            scan(tenant, LOOSE, (id, value) -> loose.add(new TimeOrder.LooseRun(id, TimeEntries.fromBytes(value))));
            blocks.sort(Comparator.comparingLong(TimeBlock::firstTime)
                    .thenComparing(TimeBlock::firstNumber, Integer::compareUnsigned));
            return new TimeOrder(List.copyOf(blocks), List.copyOf(loose));
        }

        /** Adds entries to a tenant's order and to the batch, and gives the order as it is when the batch has been written. */
        public TimeOrder add(int tenant, TimeOrder order, TimeEntries entries, Batch batch) {
            TimeOrder.LooseRun run = new TimeOrder.LooseRun(nextId++, entries);
            TimeOrder grown = order.with(run);
            if (!grown.isCrowded()) {
                batch.put(Family.TIMES, Keys.time(tenant, LOOSE, run.id()), entries.toBytes());
                return grown;
            }
            List<TimeBlock> settled = grown.settled(block -> caches.entries(
                    tenant,
                    block,
                    () -> database.get(Family.TIMES, database.latest(), Keys.time(tenant, ENTRIES, block.id()))));
            List<TimeBlock> stored = new ArrayList<>(settled.size());
            Set<Long> kept = new HashSet<>();
            for (TimeBlock block : settled) {
                stored.add(block.resident() == null ? block : store(tenant, block, block.resident(), batch));
                kept.add(block.id());
            }
            for (TimeBlock block : order.blocks()) {
                if (!kept.contains(block.id())) {
                    batch.delete(Family.TIMES, Keys.time(tenant, HEAD, block.id()));
                    batch.delete(Family.TIMES, Keys.time(tenant, ENTRIES, block.id()));
                }
            }
            for (TimeOrder.LooseRun merged : order.loose()) {
                batch.delete(Family.TIMES, Keys.time(tenant, LOOSE, merged.id()));
            }
            return new TimeOrder(List.copyOf(stored), List.of());
        }

        private TimeBlock store(int tenant, TimeBlock block, TimeEntries entries, Batch batch) {
            TimeBlock stored = block.stored(nextId++);
            batch.put(Family.TIMES, Keys.time(tenant, HEAD, stored.id()), stored.headBytes());
            batch.put(Family.TIMES, Keys.time(tenant, ENTRIES, stored.id()), entries.toBytes());
            return stored;
        }

        private interface Stored {
            void take(long id, byte[] value);
        }

        private void scan(int tenant, byte kind, Stored stored) {
            byte[] prefix = Keys.timePrefix(tenant, kind);
            try (Cursor cursor =
                    new Cursor(database, null, Family.TIMES, prefix, TermRange.afterPrefix(prefix), () -> {})) {
                for (boolean on = cursor.start(false); on; on = cursor.step(false)) {
                    long id = Keys.timeId(cursor.key());
                    nextId = Math.max(nextId, id + 1);
                    stored.take(id, cursor.value());
                }
            }
        }
    }
}
