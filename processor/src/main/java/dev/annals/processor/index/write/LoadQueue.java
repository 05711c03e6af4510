package dev.annals.processor.index.write;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.MissingDocuments;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.settings.MemoryBudget;
import dev.annals.processor.index.state.Ledger.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where documents wait to be written and questions wait for documents: the only place where the thread that appends, the thread that writes
 * and the threads that ask meet.
 *
 * <p>Documents are gathered into a load. A full load is frozen and handed over to the writer; one that somebody waits for is handed over as
 * soon as the writer is free. Each append has a number, its ticket; a question waits until the ticket of the last append before it is
 * published.
 *
 * <p>States: open, closing (takes no documents, but what has been gathered is still written), failed (drops everything, and says why to
 * whoever comes), ended. There is no way back, and each change wakes all who wait.
 *
 * <p>Threads: one appends, one writes, any may ask and close.
 */
public final class LoadQueue {
    /** A load below this size is never cut short, even when the budget is exhausted. */
    private static final long ALWAYS_BYTES = 4L << 20;

    /** A load of this size is full, whatever the budget: the table of its terms can address four times as much. */
    private static final long MOST_BYTES = 1L << 30;

    private static final int LAST_OF_CHUNK = IndexSettings.CHUNK_DOCUMENTS - 1;

    private enum State {
        OPEN,
        CLOSING,
        FAILED,
        ENDED
    }

    /** Fair, since the thread that appends takes it for each document and would otherwise keep others waiting. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();

    private final Names fields;
    private final Names tenantNames;
    private final Map<Integer, Long> counts;
    private final IndexSettings settings;
    private final MemoryBudget budget;

    private State state = State.OPEN;
    private @Nullable Throwable failure;
    private Load.Builder gathered;
    private long gatheredBytes;
    private boolean endOfChunk;
    /** Frozen, waiting to be written or being written. */
    private @Nullable Load handedOver;

    private long appended;
    private long wanted;
    private long published;

    /**
     * An empty queue.
     *
     * @param counts how many documents each tenant, given by ordinal, has already
     * @param settings how many documents make a full load; fewer when the budget is exceeded, or when they end a chunk
     */
    public LoadQueue(
            Names fields, Names tenantNames, Map<Integer, Long> counts, IndexSettings settings, MemoryBudget budget) {
        this.fields = fields;
        this.tenantNames = tenantNames;
        this.counts = new HashMap<>(counts);
        this.settings = settings;
        this.budget = budget;
        this.gathered = new Load.Builder(fields);
    }

    /**
     * Adds a document whole, or throws and adds nothing. Skips one that its tenant has already and takes its offset alone. Waits while a full
     * load is gathered and the one before it is not written yet.
     */
    public void append(IndexedDocument document, SourceOffset source) {
        lock.lock();
        try {
            awaitRoom();
            int known = tenantNames.find(document.tenant());
            long count = known < 0 ? 0 : counts.getOrDefault(known, 0L);
            if (document.number() > count + 1) {
                throw new MissingDocuments("document " + document.number() + " of tenant " + document.tenant()
                        + " after document " + count + " (expected: " + (count + 1)
                        + "); records of the log are missing in between");
            }
            if (document.number() == count + 1) {
                gather(document);
            }
            gathered.advance(source);
            appended++;
            handOverWhenFull();
        } finally {
            lock.unlock();
        }
    }

    private void gather(IndexedDocument document) {
        int tenant = tenantNames.intern(document.tenant());
        try {
            gathered.add(tenant, document);
        } catch (Throwable e) {
            if (gathered.isTorn()) {
                fail(e);
            }
            throw e;
        }
        budget.take(gathered.bytes() - gatheredBytes);
        gatheredBytes = gathered.bytes();
        counts.put(tenant, document.number());
        // The next load may then have the next chunk whole, which makes the fewest segments.
        endOfChunk |= (document.number() & LAST_OF_CHUNK) == LAST_OF_CHUNK;
    }

    /** Takes note of a source record that made no document. */
    public void advance(SourceOffset source) {
        lock.lock();
        try {
            requireOpen();
            gathered.advance(source);
            appended++;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        requireOpen();
        while (isFull() && handedOver != null) {
            room.awaitUninterruptibly();
            requireOpen();
        }
        handOverWhenFull();
    }

    private void handOverWhenFull() {
        if (isFull() && handedOver == null) {
            handOver();
            work.signalAll();
        }
    }

    private boolean isFull() {
        int documents = gathered.documents();
        return documents >= settings.coalesce()
                || endOfChunk
                || (gatheredBytes >= ALWAYS_BYTES && budget.isExceeded())
                || gatheredBytes >= MOST_BYTES;
    }

    private void handOver() {
        handedOver = gathered.freeze(appended);
        gathered = new Load.Builder(fields);
        gatheredBytes = 0;
        endOfChunk = false;
    }

    /** Passes unless the store is closed or has failed. */
    public void requireOpen() {
        lock.lock();
        try {
            if (state == State.FAILED) {
                throw new IllegalStateException("an earlier write to the index failed; open it again", failure);
            }
            if (state != State.OPEN) {
                throw new IllegalStateException("the index is closed");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything is published that was appended before this call. Holds no lock while it waits.
     *
     * @throws dev.annals.processor.index.query.QueryTimeout when the deadline comes first
     * @throws IllegalStateException when the store closes or fails first
     */
    public void awaitPublished(Deadline deadline) {
        lock.lock();
        try {
            requireOpen();
            long ticket = appended;
            want(ticket);
            long patience = deadline.nanosBetweenChecks();
            while (published < ticket) {
                deadline.check();
                if (patience == Long.MAX_VALUE) {
                    progress.await();
                } else {
                    long ignored = progress.awaitNanos(patience);
                }
                requireOpen();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the index to publish what was appended", e);
        } finally {
            lock.unlock();
        }
    }

    /** Has everything published that was appended before this call, and does not wait for it. */
    public void publishSoon() {
        lock.lock();
        try {
            requireOpen();
            want(appended);
        } finally {
            lock.unlock();
        }
    }

    private void want(long ticket) {
        if (ticket > wanted) {
            wanted = ticket;
            work.signalAll();
        }
    }

    /**
     * The load that is to be written next. The writer reports it by {@link #published}, or ends by {@link #fail}, before it asks again.
     *
     * @param patient whether to wait for one
     * @return null when none is due; with patience only when there will be no more
     */
    public @Nullable Load next(boolean patient) {
        lock.lock();
        try {
            while (true) {
                if (handedOver == null && isDue()) {
                    handOver();
                    room.signalAll();
                }
                if (handedOver != null || state != State.OPEN || !patient) {
                    return handedOver;
                }
                work.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return !gathered.isEmpty() && (wanted > published || state == State.CLOSING || isFull());
    }

    /** Whether no load will follow. */
    public boolean isDrained() {
        lock.lock();
        try {
            return state != State.OPEN && handedOver == null && gathered.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public boolean isOpen() {
        lock.lock();
        try {
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Says that a load is written, and that snapshots taken from now on show it. */
    public void published(Load load) {
        lock.lock();
        try {
            published = load.ticket();
            dropHandedOver();
            room.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops everything, and says why to all who wait or come later. */
    public void fail(Throwable reason) {
        lock.lock();
        try {
            if (state != State.FAILED && state != State.ENDED) {
                state = State.FAILED;
                failure = reason;
                dropAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more documents and no more questions; what has been gathered is still to be written. */
    public void close() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.CLOSING;
                wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and drops what is not written. To be called when the writer ends, too. */
    public void end() {
        lock.lock();
        try {
            if (state != State.FAILED) {
                state = State.ENDED;
            }
            dropAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why the store has failed; null when it has not. */
    public @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void dropAll() {
        budget.giveBack(gatheredBytes);
        gatheredBytes = 0;
        gathered = new Load.Builder(fields);
        endOfChunk = false;
        dropHandedOver();
        wakeAll();
    }

    private void dropHandedOver() {
        if (handedOver != null) {
            budget.giveBack(handedOver.bytes());
            handedOver = null;
        }
    }

    private void wakeAll() {
        room.signalAll();
        work.signalAll();
        progress.signalAll();
    }
}
