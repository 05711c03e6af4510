package dev.annals.processor.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents that have been appended but not written: their rows, and the numbers to be added to each term, gathered so that a term that many
 * of them carry is written once.
 */
final class PendingWrites {
    private static final byte[] NOTHING = {};
    private static final int TERM_OVERHEAD_BYTES = 128;

    private final Names fields;
    private final List<byte[]> rowKeys = new ArrayList<>();
    private final List<byte[]> rows = new ArrayList<>();
    private final PendingTerms terms = new PendingTerms();
    private final Map<Integer, Times> times = new HashMap<>();
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

    PendingWrites(Names fields) {
        this.fields = fields;
    }

    /** About how much memory the pending writes take. */
    long bytes() {
        return rowBytes + terms.keyBytes() + (long) TERM_OVERHEAD_BYTES * terms.size();
    }

    int documents() {
        return rows.size();
    }

    /** How many documents of a tenant are pending. */
    int documents(int tenant) {
        Times of = times.get(tenant);
        return of == null ? 0 : of.size;
    }

    void add(int tenant, Document document) {
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

    /** Adds everything but the order by time to a batch. */
    void writeTo(Batch batch, Seen seen) {
        for (int i = 0; i < rows.size(); i++) {
            batch.put(Family.ROWS, rowKeys.get(i), rows.get(i));
        }
        BitSet wordFields = wordFields();
        List<ByteKey> words = new ArrayList<>();
        // In order of keys, neighbours are found in the processor's cache while they are sorted in.
        for (PendingTerms.Entry entry : terms.inOrder()) {
            byte[] openKey = entry.key();
            batch.merge(Family.OPEN, openKey, entry.numbers(), entry.length());
            ByteKey term = new ByteKey(Keys.termOfOpen(openKey));
            if (wordFields.get(Keys.termField(term.bytes()))) {
                words.add(term);
            } else if (seen.isNewTerm(term)) {
                batch.put(Family.TERMS, term.bytes(), NOTHING);
            }
        }
        writeWords(seen.newWords(words), batch);
    }

    private static void writeWords(List<byte[]> words, Batch batch) {
        List<byte[]> grams = new ArrayList<>();
        for (byte[] word : words) {
            batch.put(Family.TERMS, word, NOTHING);
            addGrams(word, grams);
        }
        grams.sort(Arrays::compareUnsigned);
        grams.forEach(gram -> batch.put(Family.GRAMS, gram, NOTHING));
    }

    private static void addGrams(byte[] termKey, List<byte[]> grams) {
        byte[] word = Arrays.copyOfRange(termKey, Keys.TERM_AT, termKey.length);
        for (String gram : TextWords.grams(new String(word, StandardCharsets.UTF_8))) {
            grams.add(Keys.gram(termKey, TextWords.bytes(gram)));
        }
    }

    private BitSet wordFields() {
        BitSet words = new BitSet();
        fields.all().forEach((name, ordinal) -> words.set(ordinal, TextWords.isWordField(name)));
        return words;
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
        rowBytes = 0;
    }
}
