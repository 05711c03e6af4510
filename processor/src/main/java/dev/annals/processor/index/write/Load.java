package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.index.state.Ledger.Names;
import dev.annals.processor.index.state.TimeEntries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are written together: their rows, the numbers to be added to each term, and how far their sources have been read. A term
 * that many of the documents carry is written once.
 *
 * <p>Immutable: nothing is added to a load after {@link Builder#freeze}, and its size stays what it was then.
 */
public final class Load {
    private final List<byte[]> rowKeys;
    private final List<byte[]> rows;
    private final TermTable terms;
    private final Map<Integer, Times> times;
    private final Map<SourcePartition, Long> offsets;
    private final long bytes;
    private final long ticket;

    private Load(Builder of, long ticket) {
        // First: putting the tables of terms together changes how much they take, and what was taken from the budget is
        // given back.
        this.bytes = of.bytes();
        this.rowKeys = of.rowKeys;
        this.rows = of.rows;
        this.terms = of.allTerms();
        this.times = of.times;
        this.offsets = Map.copyOf(of.offsets);
        this.ticket = ticket;
    }

    /** Numbers of one tenant, consecutive and ascending, and the time of each. */
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

    /** What was taken from the memory budget for this load. */
    long bytes() {
        return bytes;
    }

    /** The number of the last append that is in this load. */
    long ticket() {
        return ticket;
    }

    /** Of each source the last offset. */
    Map<SourcePartition, Long> offsets() {
        return offsets;
    }

    void forEachRow(BiConsumer<byte[], byte[]> visitor) {
        for (int i = 0; i < rows.size(); i++) {
            visitor.accept(rowKeys.get(i), rows.get(i));
        }
    }

    /** Visits all terms in the order of their keys. */
    void forEachTerm(TermTable.Visitor visitor) {
        terms.forEachInOrder(visitor);
    }

    /** The tenants, by ordinal. */
    Set<Integer> tenants() {
        return times.keySet();
    }

    /** The number of a tenant's first document. */
    long firstNumber(int tenant) {
        return Integer.toUnsignedLong(of(tenant).numbers[0]);
    }

    /** The entries of a tenant's documents in the order by time. */
    TimeEntries times(int tenant) {
        Times of = of(tenant);
        return TimeEntries.sorted(of.times, of.numbers, of.size);
    }

    /** How many documents of a chunk are in this load. */
    int documents(int tenant, int chunk) {
        long from = firstNumber(tenant);
        long to = from + of(tenant).size;
        long chunkFrom = (long) chunk << 16;
        return (int) (Math.min(to, chunkFrom + IndexSettings.CHUNK_DOCUMENTS) - Math.max(from, chunkFrom));
    }

    private Times of(int tenant) {
        return Objects.requireNonNull(times.get(tenant));
    }

    /**
     * A load that grows. Takes each document whole or not at all. For one thread at a time.
     *
     * <p>In a table of very many terms each look-up waits for memory. So a small table comes first, which stays in the processor's cache;
     * when it is full, its terms move to the large one, each once for all the documents that carried it meanwhile.
     */
    public static final class Builder {
        /** With their keys and numbers these take about half a megabyte. */
        private static final int MOST_RECENT = 1 << 13;

        /** What a document takes apart from its row and terms: objects, references, its time. */
        private static final int DOCUMENT_BYTES = 96;

        /** A key has a length of two bytes, and the term is not all of it. */
        private static final int MOST_TERM_BYTES = 1 << 15;

        private final Names fields;
        private final List<byte[]> rowKeys = new ArrayList<>();
        private final List<byte[]> rows = new ArrayList<>();
        private final TermTable recent = new TermTable();
        private TermTable older = new TermTable();
        private final Map<Integer, Times> times = new HashMap<>();
        private final Map<SourcePartition, Long> offsets = new HashMap<>();
        private long rowBytes;
        private boolean torn;

        /** What a document is found by, with everything resolved that can be refused. */
        private record Found(List<Term> terms, int[] fields, List<Words> words) {}

        private record Words(int wordField, int longField, List<TextWords.Word> words) {}

        /** An empty load whose fields are numbered by the given names. */
        public Builder(Names fields) {
            this.fields = fields;
        }

        /** About how much memory the load takes. Grows with each document, and with nothing else. */
        long bytes() {
            return rowBytes + recent.bytes() + older.bytes();
        }

        int documents() {
            return rows.size();
        }

        /** Whether there is neither a document nor an offset to be written. */
        boolean isEmpty() {
            return offsets.isEmpty();
        }

        /** Whether a document was added only in part, because memory ran out in the middle. Such a load must not be written. */
        boolean isTorn() {
            return torn;
        }

        /** Takes note of how far a source has been read. */
        public void advance(SourceOffset source) {
            offsets.merge(source.source(), source.offset(), Math::max);
        }

        /**
         * Adds the next document of a tenant.
         *
         * @throws IllegalStateException when it has more new field names than the index can take; then nothing of it is added
         */
        public void add(int tenant, IndexedDocument document) {
            Found found = found(document);
            torn = true;
            int number = (int) document.number();
            rowKeys.add(Keys.row(tenant, document.number()));
            rows.add(document.row());
            rowBytes += document.row().length + DOCUMENT_BYTES;
            times.computeIfAbsent(tenant, t -> new Times()).add(document.timeMicros(), number);
            for (int i = 0; i < found.fields.length; i++) {
                recent.add(
                        tenant,
                        document.number(),
                        found.fields[i],
                        found.terms.get(i).value());
            }
            for (Words words : found.words) {
                add(tenant, document.number(), words);
            }
            // Only between two documents, so that no number of a term comes twice.
            if (recent.size() >= MOST_RECENT) {
                older.takeAll(recent);
            }
            torn = false;
        }

        private void add(int tenant, long number, Words of) {
            for (TextWords.Word word : of.words) {
                if (word.isLong()) {
                    for (String gram : TextWords.grams(word.text())) {
                        recent.add(tenant, number, of.longField, TextWords.bytes(gram));
                    }
                } else {
                    recent.add(tenant, number, of.wordField, TextWords.bytes(word.text()));
                }
            }
        }

        private Found found(IndexedDocument document) {
            Found found = foundWithKnownNames(document);
            if (found == null) {
                fields.internAll(names(document));
                found = Objects.requireNonNull(foundWithKnownNames(document));
            }
            return found;
        }

        private @Nullable Found foundWithKnownNames(IndexedDocument document) {
            List<Term> terms = document.terms();
            int[] ordinals = new int[terms.size()];
            boolean known = true;
            for (int i = 0; i < ordinals.length; i++) {
                Term term = terms.get(i);
                if (term.value().length > MOST_TERM_BYTES) {
                    throw new IllegalArgumentException("a term of field '" + term.field() + "' has "
                            + term.value().length + " bytes (expected: at most " + MOST_TERM_BYTES + ")");
                }
                ordinals[i] = fields.find(term.field());
                known &= ordinals[i] >= 0;
            }
            List<Words> words = new ArrayList<>(document.texts().size());
            for (Text text : document.texts()) {
                int wordField = fields.find(TextWords.wordField(text.field()));
                int longField = fields.find(TextWords.longField(text.field()));
                known &= wordField >= 0 && longField >= 0;
                if (known) {
                    words.add(new Words(wordField, longField, TextWords.of(TextFold.fold(text.text()))));
                }
            }
            return known ? new Found(terms, ordinals, words) : null;
        }

        private Set<String> names(IndexedDocument document) {
            Set<String> names = new LinkedHashSet<>();
            for (Term term : document.terms()) {
                names.add(term.field());
            }
            for (Text text : document.texts()) {
                names.add(TextWords.wordField(text.field()));
                names.add(TextWords.longField(text.field()));
            }
            return names;
        }

        private TermTable allTerms() {
            if (older.size() == 0) {
                return recent;
            }
            older.takeAll(recent);
            return older;
        }

        /** The load of what has been added. Nothing can be added afterwards. */
        public Load freeze(long ticket) {
            if (torn) {
                throw new IllegalStateException("a document was added only in part; its load cannot be written");
            }
            torn = true;
            return new Load(this, ticket);
        }
    }
}
