package dev.annals.processor.index.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
}
