package dev.annals.processor.index.disk;

import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys.ByteKey;
import dev.annals.processor.index.entry.TextWords;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of {@link Family#GRAMS} for words that came together: under each part of a word, the words that have it.
 *
 * <p>An entry's key ends with one word, and its value has further ones, each after its length in a byte. So the few parts that very many new
 * words share cost an entry for a few hundred of them, and a word that comes alone costs what it must.
 */
public final class GramEntries {
    /** Where a value ends and the next entry begins. */
    private static final int MOST_BYTES = 4096;

    private final Map<ByteKey, Entry> growing = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        final byte[] key;
        final ByteArrayOutputStream further = new ByteArrayOutputStream(0);
        byte[] last;

        Entry(byte[] key, byte[] last) {
            this.key = key;
            this.last = last;
        }
    }

    /** Adds a word under each of its parts, given by its key in {@link Family#TERMS}. */
    public void add(byte[] termKey) {
        int start = Keys.TERM_AT;
        int codePoints = 0;
        for (int end = Keys.TERM_AT; end < termKey.length; ) {
            end = nextCodePoint(termKey, end);
            if (++codePoints >= TextWords.GRAM) {
                add(termKey, start, end);
                start = nextCodePoint(termKey, start);
            }
        }
    }

    private static int nextCodePoint(byte[] utf8, int at) {
        int next = at + 1;
        while (next < utf8.length && (utf8[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    private void add(byte[] termKey, int start, int end) {
        ByteKey prefix = new ByteKey(Keys.gramPrefix(termKey, start, end));
        Entry entry = growing.get(prefix);
        if (entry == null || entry.further.size() > MOST_BYTES) {
            entry = new Entry(Keys.gram(prefix.bytes(), termKey), termKey);
            growing.put(prefix, entry);
            entries.add(entry);
        } else if (entry.last != termKey) {
            // A word has at most 24 code points, of four bytes each, so that its length fits into a byte.
            int length = termKey.length - Keys.TERM_AT;
            entry.further.write(length);
            entry.further.write(termKey, Keys.TERM_AT, length);
            entry.last = termKey;
        }
    }

    public void writeTo(Batch batch) {
        entries.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
        for (Entry entry : entries) {
            batch.put(Family.GRAMS, entry.key, entry.further.toByteArray());
        }
    }

    /** The words of an entry, whose key has its word from an index on. */
    public static List<byte[]> words(byte[] key, int wordAt, byte[] value) {
        List<byte[]> words = new ArrayList<>();
        words.add(Arrays.copyOfRange(key, wordAt, key.length));
        for (int at = 0; at < value.length; ) {
            int end = at + 1 + (value[at] & 0xFF);
            words.add(Arrays.copyOfRange(value, at + 1, end));
            at = end;
        }
        return words;
    }
}
