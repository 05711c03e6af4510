package dev.annals.processor.index;

import java.nio.charset.StandardCharsets;

/** The column families of a store, which are told apart by name on disk: renaming one is a change of format. */
enum Family {
    /** Offsets, counts, names and the format version. RocksDB insists on a family of this name. */
    META("default"),
    /** (tenant, number) → record bytes. */
    ROWS("rows"),
    /** (tenant, field, term, chunk) → the documents of a finished chunk. */
    POSTINGS("postings"),
    /** (tenant, chunk, field, term) → the documents of the chunk that is still growing. */
    OPEN("open"),
    /** (tenant, field, term), the distinct terms in order. */
    TERMS("terms"),
    /** (tenant, kind, id) → blocks and loose runs of the order by time. */
    TIMES("times"),
    /** (tenant, field, three code points, word), from parts of words to words. */
    GRAMS("grams");

    private final String storedName;

    Family(String storedName) {
        this.storedName = storedName;
    }

    byte[] nameBytes() {
        return storedName.getBytes(StandardCharsets.UTF_8);
    }
}
