package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.ByteKey;
import dev.annals.processor.index.disk.Family;
import dev.annals.processor.index.disk.GramEntries;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourcePartition;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.Text;
import dev.annals.processor.index.entry.TextFold;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.state.Names;
import dev.annals.processor.index.state.TimeEntries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Documents that have been appended but not written: their rows, and the numbers to be added to each term, gathered so that a term that many
 * of them carry is written once; and how far their sources have been read. For one thread at a time.
 */
public final class PendingWrites {
    private static final byte[] NOTHING = {};

    private final Names fields;
    private final int segment;
    private final List<byte[]> rowKeys = new ArrayList<>();
    private final List<byte[]> rows = new ArrayList<>();
    private final PendingTerms terms = new PendingTerms();
    private final Map<Integer, Times> times = new HashMap<>();
    private final Map<SourcePartition, Long> offsets = new HashMap<>();
    private long rowBytes;

    private static final class Times {
        private long[] times = new long[16];
        private int[] numbers = new int[16];
        private int size;

        void add(long time, int number) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            times[size] = time;
            numbers[size++] = number;
        }
    }

    /**
     * Without any documents yet.
     *
     * @param segment so many documents of one chunk, or more, are written in their finished form
     */
    public PendingWrites(Names fields, int segment) {
        this.fields = fields;
        this.segment = segment;
    }

    /** About how much memory the pending writes take. */
    long bytes() {
        return rowBytes + terms.bytes();
    }

    int documents() {
        return rows.size();
    }

    /** Whether there is neither a document nor an offset to be written. */
    boolean isEmpty() {
        return offsets.isEmpty();
    }

    /** Takes note of how far a source has been read. */
    void advance(SourceOffset source) {
        offsets.merge(source.source(), source.offset(), Math::max);
    }

    /** Of each source the last offset. */
    Map<SourcePartition, Long> offsets() {
        return offsets;
    }

    public void add(int tenant, IndexedDocument document) {
        long number = document.number();
        rowKeys.add(Keys.row(tenant, number));
        rows.add(document.row());
        rowBytes += document.row().length;
        times.computeIfAbsent(tenant, t -> new Times()).add(document.timeMicros(), (int) number);
        for (Term term : document.terms()) {
            terms.add(tenant, number, fields.intern(term.field()), term.value());
        }
        for (Text text : document.texts()) {
            add(tenant, number, text);
        }
        terms.endDocument();
    }

    private void add(int tenant, long number, Text text) {
        int wordField = fields.intern(TextWords.wordField(text.field()));
        int longField = fields.intern(TextWords.longField(text.field()));
        for (TextWords.Word word : TextWords.of(TextFold.fold(text.text()))) {
            if (word.isLong()) {
                for (String gram : TextWords.grams(word.text())) {
                    terms.add(tenant, number, longField, TextWords.bytes(gram));
                }
            } else {
                terms.add(tenant, number, wordField, TextWords.bytes(word.text()));
            }
        }
    }

    /**
     * Adds everything but the order by time and the offsets to a batch. Rows and segments may be written before the rest: until the rest is
     * written too, nobody sees them.
     */
    public void writeTo(Batch batch, Seen seen) {
        for (int i = 0; i < rows.size(); i++) {
            batch.put(Family.ROWS, rowKeys.get(i), rows.get(i));
            batch.spill();
        }
        Terms writing = new Terms(batch, seen);
        // In order of keys, neighbours are found in the processor's cache while they are sorted in.
        terms.forEachInOrder(writing);
        writing.finish();
    }

    /** Writes segments as they come, and gathers what nobody may see before the rest is written. */
    private final class Terms implements TermTable.Visitor {
        private final Batch batch;
        private final Seen seen;
        private final BitSet wordFields = wordFields();
        private final List<Open> open = new ArrayList<>();
        private final List<byte[]> newTerms = new ArrayList<>();
        private final List<ByteKey> words = new ArrayList<>();
        private byte[] last = NOTHING;
        private boolean inSegment;

        private record Open(byte[] key, byte[] numbers) {}

        Terms(Batch batch, Seen seen) {
            this.batch = batch;
            this.seen = seen;
        }

        @Override
        public void visit(byte[] openKey, byte[] numbers) {
            if (!Keys.sameOpenChunk(openKey, last)) {
                inSegment = documents(Keys.openTenant(openKey), Keys.openChunk(openKey)) >= segment;
                last = openKey;
            }
            if (inSegment) {
                Sealer.putSegment(openKey, numbers, batch);
            } else {
                open.add(new Open(openKey, numbers));
            }
            ByteKey term = new ByteKey(Keys.termOfOpen(openKey));
            if (wordFields.get(Keys.termField(term.bytes()))) {
                words.add(term);
            } else if (seen.isNewTerm(term)) {
                newTerms.add(term.bytes());
            }
        }

        void finish() {
            open.forEach(each -> batch.merge(Family.OPEN, each.key(), each.numbers()));
            newTerms.forEach(term -> batch.put(Family.TERMS, term, NOTHING));
            writeWords(seen.newWords(words), batch);
        }
    }

    private static void writeWords(List<byte[]> words, Batch batch) {
        GramEntries grams = new GramEntries();
        for (byte[] word : words) {
            batch.put(Family.TERMS, word, NOTHING);
            grams.add(word);
        }
        grams.writeTo(batch);
    }

    private BitSet wordFields() {
        BitSet words = new BitSet();
        fields.all().forEach((name, ordinal) -> words.set(ordinal, TextWords.isWordField(name)));
        return words;
    }

    /** How many documents of a chunk are in here. */
    private int documents(int tenant, int chunk) {
        long from = firstNumber(tenant);
        long to = from + Objects.requireNonNull(times.get(tenant)).size;
        long chunkFrom = (long) chunk << 16;
        return (int) (Math.min(to, chunkFrom + IndexSettings.CHUNK_DOCUMENTS) - Math.max(from, chunkFrom));
    }

    /** The number of a tenant's first document in here. */
    long firstNumber(int tenant) {
        return Integer.toUnsignedLong(Objects.requireNonNull(times.get(tenant)).numbers[0]);
    }

    /** The new entries of the order by time, by tenant. */
    Map<Integer, TimeEntries> times() {
        Map<Integer, TimeEntries> sorted = new HashMap<>();
        times.forEach((tenant, of) -> sorted.put(tenant, TimeEntries.sorted(of.times, of.numbers, of.size)));
        return sorted;
    }

    void clear() {
        rowKeys.clear();
        rows.clear();
        terms.clear();
        times.clear();
        offsets.clear();
        rowBytes = 0;
    }
}
