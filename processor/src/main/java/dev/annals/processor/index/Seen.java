package dev.annals.processor.index;

/** What the writer knows to be in {@link Family#TERMS} already. For the writer alone. */
final class Seen {
    private static final int REMEMBERED = 1 << 16;

    private final Database database;
    private final SeenKeys terms = new SeenKeys(REMEMBERED);
    private final SeenKeys words = new SeenKeys(REMEMBERED);

    Seen(Database database) {
        this.database = database;
    }

    /** Whether a term may be new. To write it again costs no more than to look it up, so it is not looked up. */
    boolean isNewTerm(ByteKey key) {
        return terms.isNew(key);
    }

    /** Whether a word is new. With it go all its parts, so it is worth a look. */
    boolean isNewWord(ByteKey key) {
        return words.isNew(key) && database.get(Family.TERMS, database.latest(), key.bytes()) == null;
    }
}
