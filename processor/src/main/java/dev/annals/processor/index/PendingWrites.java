package dev.annals.processor.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Documents that have been appended but not written: their rows, and the numbers to be added to each term, gathered so that a term that many
 * of them carry is written once.
 */
final class PendingWrites {
    private final Names fields;
    private final List<byte[]> rowKeys = new ArrayList<>();
    private final List<byte[]> rows = new ArrayList<>();
    private final Map<PendingTerm, LowHalves> terms = new HashMap<>();
    private final Map<Integer, Times> times = new HashMap<>();

    private record PendingTerm(int tenant, int chunk, int field, ByteKey value) {}

    /** Low halves of numbers, two bytes each. */
    private static final class LowHalves {
        private byte[] bytes = new byte[8];
        private int length;
        private int last = -1;

        void add(int low) {
            if (low == last) {
                return;
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) low;
            bytes[length++] = (byte) (low >>> 8);
            last = low;
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

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
        times.computeIfAbsent(tenant, t -> new Times()).add(document.timeMicros(), (int) number);
        for (Term term : document.terms()) {
            add(tenant, number, fields.intern(term.field()), term.value());
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
                    add(tenant, number, longField, TextWords.bytes(gram));
                }
            } else {
                add(tenant, number, wordField, TextWords.bytes(word.text()));
            }
        }
    }

    private void add(int tenant, long number, int field, byte[] value) {
        PendingTerm term = new PendingTerm(tenant, Keys.chunkOf(number), field, new ByteKey(value));
        terms.computeIfAbsent(term, t -> new LowHalves()).add((int) number & 0xFFFF);
    }

    /** Adds everything but the order by time to a batch. */
    void writeTo(WriteBatch batch, Database database, SeenKeys seen) throws RocksDBException {
        ColumnFamilyHandle rowFamily = database.handle(Family.ROWS);
        for (int i = 0; i < rows.size(); i++) {
            batch.put(rowFamily, rowKeys.get(i), rows.get(i));
        }
        WordFields wordFields = new WordFields();
        ColumnFamilyHandle open = database.handle(Family.OPEN);
        ColumnFamilyHandle distinct = database.handle(Family.TERMS);
        byte[] nothing = new byte[0];
        for (Map.Entry<PendingTerm, LowHalves> entry : terms.entrySet()) {
            PendingTerm term = entry.getKey();
            byte[] value = term.value().bytes();
            batch.merge(
                    open,
                    Keys.open(term.tenant(), term.chunk(), term.field(), value),
                    entry.getValue().toBytes());
            ByteKey key = new ByteKey(Keys.term(term.tenant(), term.field(), value));
            if (seen.isNew(key)) {
                batch.put(distinct, key.bytes(), nothing);
                if (wordFields.has(term.field())) {
                    writeGrams(term, batch, database);
                }
            }
        }
    }

    private static void writeGrams(PendingTerm term, WriteBatch batch, Database database) throws RocksDBException {
        byte[] word = term.value().bytes();
        ColumnFamilyHandle grams = database.handle(Family.GRAMS);
        for (String gram : TextWords.grams(TermCodec.decodeText(word, 0))) {
            batch.put(grams, Keys.gram(term.tenant(), term.field(), TextWords.bytes(gram), word), new byte[0]);
        }
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
    }

    private final class WordFields {
        private final BitSet words = new BitSet();

        WordFields() {
            fields.all().forEach((name, ordinal) -> words.set(ordinal, TextWords.isWordField(name)));
        }

        boolean has(int field) {
            return words.get(field);
        }
    }
}
