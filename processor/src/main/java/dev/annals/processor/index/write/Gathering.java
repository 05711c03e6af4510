package dev.annals.processor.index.write;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.state.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where documents wait to be written: some are being gathered, and before them there may be a load that has been handed over to be written. So
 * the one who appends gathers while another thread writes, and waits only when it is a whole load ahead.
 *
 * <p>Threads: one appends; one at a time takes loads, and says {@link #done} of each before the next.
 */
public final class Gathering {
    /** So much is never too much, however little of the budget is left. */
    private static final long ALWAYS_BYTES = 4L << 20;

    private static final int LAST_OF_CHUNK = IndexSettings.CHUNK_DOCUMENTS - 1;

    /** Fair, since one who appends takes it for each document and would otherwise keep others waiting. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition taken = lock.newCondition();
    private final Names fields;
    private final Names tenantNames;
    private final Map<Integer, Long> counts;
    private final IndexSettings settings;
    private final MemoryBudget budget;
    private final Runnable requireUsable;
    private boolean endOfChunk;
    private PendingWrites gathered;
    /* Taken from the budget. While a load is written its size changes, so that it cannot be asked what is to be given back. */
    private long gatheredBytes;
    private long handedOverBytes;
    private @Nullable PendingWrites handedOver;
    private @Nullable PendingWrites spare;

    /**
     * An empty one.
     *
     * @param counts how many documents each tenant, given by ordinal, has already
     * @param settings how many documents make a full load; fewer when the budget is exceeded, or when they end a chunk
     * @param requireUsable passes while documents can be taken
     */
    public Gathering(
            Names fields,
            Names tenantNames,
            Map<Integer, Long> counts,
            IndexSettings settings,
            MemoryBudget budget,
            Runnable requireUsable) {
        this.fields = fields;
        this.tenantNames = tenantNames;
        this.counts = new HashMap<>(counts);
        this.settings = settings;
        this.budget = budget;
        this.requireUsable = requireUsable;
        this.gathered = empty();
    }

    /**
     * Adds a document, unless its tenant has it already.
     *
     * @return whether a load has been handed over with it, for somebody to take
     */
    public boolean add(IndexedDocument document, SourceOffset source) {
        lock.lock();
        try {
            requireUsable.run();
            int tenant = tenantNames.intern(document.tenant());
            long count = counts.getOrDefault(tenant, 0L);
            if (document.number() > count + 1) {
                throw new IllegalStateException("document " + document.number() + " of tenant " + document.tenant()
                        + " after document " + count + " (expected: " + (count + 1)
                        + "); records of the log are missing in between");
            }
            if (document.number() == count + 1) {
                gathered.add(tenant, document);
                budget.take(gathered.bytes() - gatheredBytes);
                gatheredBytes = gathered.bytes();
                counts.put(tenant, count + 1);
                // The next load may then have the next chunk whole, which makes the fewest segments.
                endOfChunk |= (document.number() & LAST_OF_CHUNK) == LAST_OF_CHUNK;
            }
            gathered.advance(source);
            return handOverWhenFull();
        } finally {
            lock.unlock();
        }
    }

    /** Takes note of a source record that made no document. */
    public void advance(SourceOffset source) {
        lock.lock();
        try {
            requireUsable.run();
            gathered.advance(source);
        } finally {
            lock.unlock();
        }
    }

    private boolean handOverWhenFull() {
        while (isFull()) {
            if (handedOver == null) {
                handedOver = swap();
                return true;
            }
            taken.awaitUninterruptibly();
            requireUsable.run();
        }
        return false;
    }

    private boolean isFull() {
        int documents = gathered.documents();
        return documents >= settings.coalesce()
                || endOfChunk
                || (gathered.bytes() >= ALWAYS_BYTES && budget.isExceeded());
    }

    private PendingWrites swap() {
        PendingWrites load = gathered;
        handedOverBytes = gatheredBytes;
        gatheredBytes = 0;
        gathered = spare == null ? empty() : spare;
        spare = null;
        endOfChunk = false;
        return load;
    }

    private PendingWrites empty() {
        return new PendingWrites(fields, settings.segment());
    }

    /** The load that was handed over; null when there is none. */
    @Nullable
    public PendingWrites handedOver() {
        lock.lock();
        try {
            return handedOver;
        } finally {
            lock.unlock();
        }
    }

    /** The load that is next: what was handed over, else what is being gathered, which now is handed over; null when there is nothing. */
    @Nullable
    public PendingWrites next() {
        lock.lock();
        try {
            if (handedOver == null && !gathered.isEmpty()) {
                handedOver = swap();
            }
            return handedOver;
        } finally {
            lock.unlock();
        }
    }

    /** Says that what was handed over has been written, or has failed to be: whoever waits goes on. */
    public void done() {
        lock.lock();
        try {
            dropHandedOver();
        } finally {
            lock.unlock();
        }
    }

    /** Drops everything. Whoever waits looks again whether the store is still usable. */
    public void close() {
        lock.lock();
        try {
            budget.giveBack(gatheredBytes);
            gatheredBytes = 0;
            gathered.clear();
            dropHandedOver();
        } finally {
            lock.unlock();
        }
    }

    private void dropHandedOver() {
        PendingWrites dropped = handedOver;
        if (dropped != null) {
            budget.giveBack(handedOverBytes);
            dropped.clear();
            spare = dropped;
            handedOver = null;
        }
        taken.signalAll();
    }
}
