package dev.annals.processor.index.settings;

import org.jspecify.annotations.Nullable;

/**
 * What one store may use.
 *
 * @param coalesce how many documents are gathered in memory before they are written, 1 or more; fewer when they
 *     are large or end a chunk
 * @param segment how many documents of one chunk in one write are finished at once, 1 to 32,768; fewer are put with others of
 *     their chunk first, so that no chunk has very many segments
 * @param postingsCacheBytes memory for decoded postings and time entries
 * @param writeBufferBytes memory for what is written but not yet in sorted files
 * @param shared native memory shared with other stores; absent for memory of the store's own, twice the write buffer
 * @param maxOpenFiles how many files may be open at once, -1 for no limit
 */
public record IndexSettings(
        int coalesce,
        int segment,
        long postingsCacheBytes,
        long writeBufferBytes,
        @Nullable NativeMemory shared,
        int maxOpenFiles) {
    private static final long MEBIBYTE = 1024L * 1024L;
    /** How many consecutive numbers of a tenant share a chunk of postings. */
    public static final int CHUNK_DOCUMENTS = 1 << 16;

    private static final int LARGEST_SEGMENT = CHUNK_DOCUMENTS / 2;

    /** Refuses settings that cannot work. */
    public IndexSettings {
        if (coalesce < 1) {
            throw new IllegalArgumentException("coalesce: " + coalesce + " (expected: 1 or more documents)");
        }
        if (segment < 1 || segment > LARGEST_SEGMENT) {
            throw new IllegalArgumentException(
                    "segment: " + segment + " (expected: 1 to " + LARGEST_SEGMENT + " documents)");
        }
        requirePositive("postings cache bytes", postingsCacheBytes);
        requirePositive("write buffer bytes", writeBufferBytes);
        if (maxOpenFiles < 16 && maxOpenFiles != -1) {
            throw new IllegalArgumentException("max open files: " + maxOpenFiles + " (expected: -1, or 16 or more)");
        }
    }

    /** Settings for a store on a small machine: 65,536 documents a write, 64 MiB for each of the caches and buffers, native memory of its own. */
    public static IndexSettings defaults() {
        return new IndexSettings(65_536, 2_048, 64 * MEBIBYTE, 64 * MEBIBYTE, null, 512);
    }

    /** These settings with another number of documents a write. */
    public IndexSettings withCoalesce(int documents) {
        return new IndexSettings(documents, segment, postingsCacheBytes, writeBufferBytes, shared, maxOpenFiles);
    }

    /** These settings with another number of documents that make a segment. */
    public IndexSettings withSegment(int documents) {
        return new IndexSettings(coalesce, documents, postingsCacheBytes, writeBufferBytes, shared, maxOpenFiles);
    }

    /** These settings with native memory shared with other stores, and at most so much heap for decoded postings and time entries. */
    public IndexSettings sharing(NativeMemory memory, long mostPostingsCacheBytes) {
        return new IndexSettings(
                coalesce,
                segment,
                Math.min(postingsCacheBytes, mostPostingsCacheBytes),
                writeBufferBytes,
                memory,
                maxOpenFiles);
    }

    private static void requirePositive(String name, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(name + ": " + bytes + " (expected: 1 or more)");
        }
    }
}
