package dev.annals.processor.index.disk;

import java.nio.charset.StandardCharsets;

/** The column families of a store, which are told apart by name on disk: renaming one is a change of format. */
public enum Family {
    /** Offsets, counts, names and the format version. RocksDB insists on a family of this name. */
    META("default", 1),
    /** (tenant, number) → record bytes. */
    ROWS("rows", 4),
    /** (tenant, field, term, number) → documents of one chunk, from that number on; a chunk may have several such segments. */
    POSTINGS("postings", 6),
    /** (tenant, chunk, field, term) → the documents of a chunk that came a few at a time and are not in segments yet. */
    OPEN("open", 8),
    /** (tenant, field, term), the distinct terms in order. */
    TERMS("terms", 6),
    /** (tenant, kind, id) → blocks and loose runs of the order by time. */
    TIMES("times", 5),
    /** (tenant, field, three code points, word) → further words; from parts of words to words. */
    GRAMS("grams", 6);

    private final String storedName;
    private final int groupBytes;

    Family(String storedName, int groupBytes) {
        this.storedName = storedName;
        this.groupBytes = groupBytes;
    }

    /** How long the part of a key is that neighbours in one write have in common. */
    int groupBytes() {
        return groupBytes;
    }

    byte[] nameBytes() {
        return storedName.getBytes(StandardCharsets.UTF_8);
    }
}
