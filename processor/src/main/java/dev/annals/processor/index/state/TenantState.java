package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Keys;

/**
 * What is known of a tenant's written documents.
 *
 * @param ordinal the tenant's number on disk
 * @param count how many documents there are
 * @param sealedChunks how many chunks have all their documents in segments. Of this one and later ones some may be open: the last of them
 *     grows, and full ones before it are being finished
 * @param times the order by time
 */
public record TenantState(int ordinal, long count, int sealedChunks, TimeOrder times) {
    static TenantState empty(int ordinal) {
        return new TenantState(ordinal, 0, 0, TimeOrder.EMPTY);
    }

    /** The last chunk that has documents, or the first one. */
    public int lastChunk() {
        return Keys.chunkOf(count);
    }

    /** How many chunks have all their documents and are not finished. */
    public int fullChunks() {
        return Keys.chunkOf(count + 1) - sealedChunks;
    }

    public TenantState withSealed(int chunks) {
        return new TenantState(ordinal, count, chunks, times);
    }
}
