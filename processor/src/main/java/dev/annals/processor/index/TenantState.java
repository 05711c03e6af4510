package dev.annals.processor.index;

/**
 * What is known of a tenant's written documents.
 *
 * @param ordinal the tenant's number on disk
 * @param count how many documents there are
 * @param sealedChunks how many chunks are finished. Documents of later chunks are all in the one chunk of this index
 * @param times the order by time
 */
record TenantState(int ordinal, long count, int sealedChunks, TimeOrder times) {
    static TenantState empty(int ordinal) {
        return new TenantState(ordinal, 0, 0, TimeOrder.EMPTY);
    }

    TenantState withSealed(int chunks) {
        return new TenantState(ordinal, count, chunks, times);
    }
}
