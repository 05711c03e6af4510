package dev.annals.processor.index.write;

import dev.annals.processor.index.disk.ByteKey;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import java.util.ArrayList;
import java.util.List;

/** What the writer knows to be in {@link Family#TERMS} already. For the writer alone. */
public final class Seen {
    private static final int REMEMBERED_TERMS = 1 << 16;
    /** There are many more words than other terms, and one that is forgotten is looked up. */
    private static final int REMEMBERED_WORDS = 1 << 18;

    private final Database database;
    private final SeenKeys terms = new SeenKeys(REMEMBERED_TERMS);
    private final SeenKeys words = new SeenKeys(REMEMBERED_WORDS);

    public Seen(Database database) {
        this.database = database;
    }

    /** Whether a term may be new. To write it again costs no more than to look it up, so it is not looked up. */
    boolean isNewTerm(ByteKey key) {
        return terms.isNew(key);
    }

    /** Those of some words that are new, in their order. With each go all its parts, so it is worth a look. */
    List<byte[]> newWords(List<ByteKey> keys) {
        List<byte[]> unknown = new ArrayList<>();
        for (ByteKey key : keys) {
            if (words.isNew(key)) {
                unknown.add(key.bytes());
            }
        }
        return database.missing(Family.TERMS, unknown);
    }
}
