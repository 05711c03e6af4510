package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.ByteKey;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the writer knows to be in {@link Family#TERMS} already, within bounds. For the writer alone. */
public final class KnownTerms {
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
