package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.ChunkCodec;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.GramEntries;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.disk.Keys.ByteKey;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.entry.TermRange;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.state.Ledger;
import dev.annals.processor.index.state.Ledger.TenantState;
import dev.annals.processor.index.state.PinnedState;
import dev.annals.processor.index.state.TimeEntries;
import dev.annals.processor.index.state.TimeOrder.TimeStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes loads to disk and publishes them, and between two loads seals full chunks.
 *
 * <p>A load that is published is whole and survives the end of the process. Rows and segments are written ahead in pieces that nobody sees
 * until the last batch, which has everything else and the source offsets. Sealing works the same way: finished postings are written in
 * pieces, and the last batch says that the chunk is sealed and removes its open form. Until then documents are found in both forms, which
 * changes no answer, and a process that dies in between seals the chunk again.
 *
 * <p>Threads: one writes; any may {@link #pin}. Errors: after an exception the writer must not be used again, since what is in memory may
 * no longer agree with what is on disk.
 */
public final class LoadWriter {
    /** More full chunks of one tenant than this have to be sealed before the next load: reading grows slower with each. */
    private static final int MOST_FULL_CHUNKS = 2;

    /** So many open keys are sealed at once, so that a load which comes meanwhile waits for milliseconds. */
    private static final int SEALED_AT_ONCE = 4_096;

    private static final byte[] NOTHING = {};

    private final Database database;
    private final TimeStore timeStore;
    private final Ledger ledger;
    private final KnownTerms known;
    private final int segment;
    private final int sealedAtOnce;
    /** The tenants that have full chunks which are not sealed. */
    private final TreeSet<Integer> full = new TreeSet<>();

    private @Nullable Sealing sealing;
    private volatile @Nullable PinnedState current;

    /** A chunk that is being sealed, and how far that has come. */
    private record Sealing(int tenant, int chunk, Cursor open, boolean any) {}

    /**
     * A writer of an open database.
     *
     * @param segment so many documents of one chunk in one load, or more, are written in their finished form
     */
    public LoadWriter(Database database, TimeStore timeStore, Ledger ledger, int segment) {
        this(database, timeStore, ledger, segment, SEALED_AT_ONCE);
    }

    /** The same, which seals so many open keys at once. */
    public LoadWriter(Database database, TimeStore timeStore, Ledger ledger, int segment, int sealedAtOnce) {
        this.sealedAtOnce = sealedAtOnce;
        this.database = database;
        this.timeStore = timeStore;
        this.ledger = ledger;
        this.known = new KnownTerms(database);
        this.segment = segment;
        for (TenantState tenant : ledger.tenants()) {
            take(tenant);
        }
        publish();
    }

    /**
     * Writes a load and publishes it.
     *
     * @return of each source the last offset that is written now
     */
    public Map<SourcePartition, Long> write(Load load) {
        for (int tenant : load.tenants()) {
            requireNext(load.firstNumber(tenant), ledger.tenant(tenant));
        }
        Batch batch = new Batch(database);
        writeAhead(load, batch);
        List<TenantState> grown = new ArrayList<>();
        for (int tenant : load.tenants()) {
            TimeEntries added = load.times(tenant);
            TenantState before = ledger.tenant(tenant);
            TenantState after = new TenantState(
                    tenant,
                    before.count() + added.size(),
                    sealedChunks(before, added.size()),
                    timeStore.add(tenant, before.times(), added, batch));
            ledger.writeCount(after, batch);
            grown.add(after);
        }
        ledger.writeTo(batch, load.offsets());
        database.write(batch);
        grown.forEach(this::take);
        ledger.written(load.offsets());
        return publish();
    }

    private static void requireNext(long number, TenantState tenant) {
        if (number != tenant.count() + 1) {
            throw new IllegalStateException("document " + number + " is to be written after document " + tenant.count()
                    + " of a tenant; loads are out of order");
        }
    }

    /** A chunk that was added as a whole, with all before it sealed, is sealed by that. */
    private static int sealedChunks(TenantState before, int added) {
        long next = before.count() + 1;
        // There is no document 0, so the first chunk is whole from 1 on.
        boolean fromStart = next == 1 || (next & (IndexSettings.CHUNK_DOCUMENTS - 1)) == 0;
        return fromStart && before.fullChunks() == 0 ? Keys.chunkOf(next + added) : before.sealedChunks();
    }

    /** Writes rows and segments, and adds the rest of the documents to the batch. Nobody sees any of it before the batch is written. */
    public void writeAhead(Load load, Batch batch) {
        load.forEachRow((key, row) -> {
            batch.put(Family.ROWS, key, row);
            batch.spill();
        });
        Terms terms = new Terms(load, batch);
        // In order of keys, neighbours are found in the processor's cache while they are sorted in.
        load.forEachTerm(terms);
        terms.finish();
    }

    /** Writes segments as they come, and gathers what nobody may see before the rest is written. */
    private final class Terms implements TermTable.Visitor {
        private final Load load;
        private final Batch batch;
        private final BitSet wordFields = wordFields();
        private final List<Open> open = new ArrayList<>();
        private final List<byte[]> newTerms = new ArrayList<>();
        private final List<ByteKey> words = new ArrayList<>();
        private byte[] last = NOTHING;
        private boolean inSegment;

        private record Open(byte[] key, byte[] numbers) {}

        Terms(Load load, Batch batch) {
            this.load = load;
            this.batch = batch;
        }

        @Override
        public void visit(byte[] openKey, byte[] numbers) {
            if (!Keys.sameOpenChunk(openKey, last)) {
                inSegment = load.documents(Keys.openTenant(openKey), Keys.openChunk(openKey)) >= segment;
                last = openKey;
            }
            if (inSegment) {
                putSegment(openKey, numbers, batch);
            } else {
                open.add(new Open(openKey, numbers));
            }
            ByteKey term = new ByteKey(Keys.termOfOpen(openKey));
            if (wordFields.get(Keys.termField(term.bytes()))) {
                words.add(term);
            } else if (known.isNewTerm(term)) {
                newTerms.add(term.bytes());
            }
        }

        void finish() {
            open.forEach(each -> batch.merge(Family.OPEN, each.key(), each.numbers()));
            newTerms.forEach(term -> batch.put(Family.TERMS, term, NOTHING));
            GramEntries grams = new GramEntries();
            for (byte[] word : known.newWords(words)) {
                batch.put(Family.TERMS, word, NOTHING);
                grams.add(word);
            }
            grams.writeTo(batch);
        }
    }

    private BitSet wordFields() {
        BitSet words = new BitSet();
        ledger.fields().all().forEach((name, ordinal) -> words.set(ordinal, TextWords.isWordField(name)));
        return words;
    }

    /** Adds a segment, the finished form of some documents of an open key, to a batch, which may write what it has. */
    private static void putSegment(byte[] openKey, byte[] numbers, Batch batch) {
        // No document is written twice, so no two segments of a term have the same first one.
        byte[] key = Keys.postingsOfOpen(openKey, ChunkCodec.firstLow(numbers));
        batch.put(Family.POSTINGS, key, ChunkCodec.seal(numbers));
        batch.spill();
    }

    private void take(TenantState tenant) {
        ledger.update(tenant);
        if (tenant.fullChunks() > 0) {
            full.add(tenant.ordinal());
        } else {
            full.remove(tenant.ordinal());
        }
    }

    /** Whether there are full chunks to be sealed. */
    public boolean canSeal() {
        return !full.isEmpty();
    }

    /** Whether there are so many that no load may be written before. */
    public boolean mustSeal() {
        return full.stream().anyMatch(tenant -> ledger.tenant(tenant).fullChunks() > MOST_FULL_CHUNKS);
    }

    /** Seals a part of a full chunk, some milliseconds of work. */
    public void sealSome() {
        Sealing of = sealing == null ? startSealing(ledger.tenant(full.first())) : sealing;
        sealing = of;
        Batch batch = new Batch(database);
        boolean on = of.any;
        for (int i = 0; on && i < sealedAtOnce; i++) {
            putSegment(of.open.key(), of.open.value(), batch);
            on = of.open.step(false);
        }
        if (on) {
            database.write(batch);
            return;
        }
        endSealing();
        if (of.any) {
            byte[] prefix = Keys.openPrefix(of.tenant, of.chunk);
            batch.deleteRange(Family.OPEN, prefix, Keys.after(prefix));
        }
        TenantState sealed = ledger.tenant(of.tenant).withSealed(of.chunk + 1);
        ledger.writeCount(sealed, batch);
        database.write(batch);
        take(sealed);
        publish();
    }

    /** Nothing is added to a full chunk, so that its keys stay what they are while it is being sealed. */
    private Sealing startSealing(TenantState tenant) {
        int chunk = tenant.sealedChunks();
        byte[] prefix = Keys.openPrefix(tenant.ordinal(), chunk);
        Cursor open = new Cursor(database, null, Family.OPEN, prefix, TermRange.afterPrefix(prefix), () -> {});
        return new Sealing(tenant.ordinal(), chunk, open, open.start(false));
    }

    private void endSealing() {
        if (sealing != null) {
            sealing.open.close();
            sealing = null;
        }
    }

    private Map<SourcePartition, Long> publish() {
        PinnedState before = current;
        Map<SourcePartition, Long> offsets = ledger.offsets();
        current = new PinnedState(database, ledger.tenants(), offsets);
        if (before != null) {
            before.release();
        }
        return offsets;
    }

    /**
     * The store as it was last published, held for the caller.
     *
     * @throws IllegalStateException when the writer is closed
     */
    public PinnedState pin() {
        while (true) {
            PinnedState state = current;
            if (state == null) {
                throw new IllegalStateException("the index is closed");
            }
            if (state.tryRetain()) {
                return state;
            }
            // Another has been published since.
        }
    }

    /** Lets go of everything. Readers that hold a pinned state keep the database open until they let go of it. */
    public void close() {
        endSealing();
        PinnedState state = current;
        current = null;
        if (state != null) {
            state.release();
        }
        database.close();
    }

    /** What the writer knows to be in {@link Family#TERMS} already, within bounds. For the writer alone. */
    public static final class KnownTerms {
        private static final int REMEMBERED_TERMS = 1 << 16;
        /** There are many more words than other terms, and one that is forgotten is looked up. */
        private static final int REMEMBERED_WORDS = 1 << 18;

        private final Database database;
        private final Remembered terms = new Remembered(REMEMBERED_TERMS);
        private final Remembered words = new Remembered(REMEMBERED_WORDS);

        public KnownTerms(Database database) {
            this.database = database;
        }

        /** Whether a term may be new. To write it again costs no more than to look it up, so it is not looked up. */
        boolean isNewTerm(ByteKey key) {
            return terms.isNew(key);
        }

        /** Those of some words that are new, in their order. A new word is written with all its parts, so it is worth a look-up. */
        List<byte[]> newWords(List<ByteKey> keys) {
            List<byte[]> unknown = new ArrayList<>();
            for (ByteKey key : keys) {
                if (words.isNew(key)) {
                    unknown.add(key.bytes());
                }
            }
            return database.missing(Family.TERMS, unknown);
        }

        /** A bounded set of keys. It may forget a key, which costs a needless write, but never invents one. */
        private static final class Remembered {
            private static final byte[] NOTHING = {};

            /** Empty where nothing is remembered, as no key is. */
            private final byte[][] slots;

            /** A set of at most so many keys, a power of two. */
            Remembered(int size) {
                slots = new byte[size][];
                Arrays.fill(slots, NOTHING);
            }

            /** Whether the key is not remembered; from now on it is, in place of some other one. */
            boolean isNew(ByteKey key) {
                int hash = key.hashCode() * 0x9E3779B9;
                int slot = (hash ^ hash >>> 16) & (slots.length - 1);
                if (Arrays.equals(slots[slot], key.bytes())) {
                    return false;
                }
                slots[slot] = key.bytes();
                return true;
            }
        }
    }
}
