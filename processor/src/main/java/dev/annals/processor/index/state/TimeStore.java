package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.TermRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the order by time lies on disk: of each block its head and its entries apart, so that opening reads heads only; and loose runs. */
public final class TimeStore {
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
