package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.state.Caches;
import dev.annals.processor.index.state.TimeEntries;
import dev.annals.processor.index.state.TimeOrder.TimeBlock;
import dev.annals.processor.index.state.TimeOrder.TimeStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/** Answers questions about time for one snapshot. */
final class TimeReader {
    private final SnapshotReads reads;
    private final Caches caches;

    TimeReader(SnapshotReads reads, Caches caches) {
        this.reads = reads;
        this.caches = caches;
    }

    /** The documents from one time to another, both included. */
    RoaringBitmap between(long from, long to) {
        List<RoaringBitmap> parts = new ArrayList<>();
        for (TimeBlock block : blocks()) {
            if (block.firstTime() > to) {
                break;
            }
            if (block.lastTime() < from) {
                continue;
            }
            if (block.firstTime() >= from && block.lastTime() <= to) {
                parts.add(block.members());
            } else {
                TimeEntries entries = entries(block);
                int first = entries.firstAtOrAfter(from, 0);
                int end = to == Long.MAX_VALUE ? entries.size() : entries.firstAtOrAfter(to + 1, 0);
                parts.add(entries.members(first, Math.max(first, end)));
            }
        }
        return parts.size() == 1 ? parts.get(0) : FastAggregation.naive_or(parts.iterator());
    }

    long[] page(RoaringBitmap matching, long skip, int size, boolean descending) {
        List<TimeBlock> blocks = blocks();
        boolean everything = matching.getLongCardinality() >= reads.tenant().count()
                && matching.contains(1L, reads.tenant().count() + 1);
        long[] page = new long[Math.min(size, TimeBlock.FULL)];
        int filled = 0;
        long toSkip = skip;
        for (int i = 0; i < blocks.size() && filled < size; i++) {
            TimeBlock block = blocks.get(descending ? blocks.size() - 1 - i : i);
            if (toSkip > 0) {
                long here = everything ? block.size() : RoaringBitmap.andCardinality(matching, block.members());
                if (here <= toSkip) {
                    toSkip -= here;
                    continue;
                }
            } else if (!everything && !RoaringBitmap.intersects(matching, block.members())) {
                continue;
            }
            reads.check();
            TimeEntries entries = entries(block);
            for (int j = 0; j < entries.size() && filled < size; j++) {
                int number = entries.number(descending ? entries.size() - 1 - j : j);
                if (!everything && !matching.contains(number)) {
                    continue;
                }
                if (toSkip > 0) {
                    toSkip--;
                    continue;
                }
                if (filled == page.length) {
                    page = Arrays.copyOf(page, (int) Math.min(size, 2L * page.length));
                }
                page[filled++] = Integer.toUnsignedLong(number);
            }
        }
        return Arrays.copyOf(page, filled);
    }

    private List<TimeBlock> blocks() {
        reads.check();
        return reads.tenant().times().settled(this::entries);
    }

    private TimeEntries entries(TimeBlock block) {
        int tenant = reads.tenant().ordinal();
        return caches.entries(
                tenant, block, () -> reads.get(Family.TIMES, Keys.time(tenant, TimeStore.ENTRIES, block.id())));
    }
}
