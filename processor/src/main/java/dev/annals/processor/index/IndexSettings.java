package dev.annals.processor.index;

/**
 * What one store may use.
 *
 * @param coalesce how many documents are gathered in memory before they are written, 1 or more; fewer when they
 *     are large or end a chunk
 * @param blockCacheBytes memory for blocks read from disk
 * @param postingsCacheBytes memory for decoded postings and time entries
 * @param writeBufferBytes memory for what is written but not yet in sorted files
 * @param maxOpenFiles how many files may be open at once, -1 for no limit
 */
public record IndexSettings(
        int coalesce, long blockCacheBytes, long postingsCacheBytes, long writeBufferBytes, int maxOpenFiles) {
    private static final long MEBIBYTE = 1024L * 1024L;

    /** Refuses settings that cannot work. */
    public IndexSettings {
        if (coalesce < 1) {
            throw new IllegalArgumentException("coalesce: " + coalesce + " (expected: 1 or more documents)");
        }
        requirePositive("block cache bytes", blockCacheBytes);
        requirePositive("postings cache bytes", postingsCacheBytes);
        requirePositive("write buffer bytes", writeBufferBytes);
        if (maxOpenFiles < 16 && maxOpenFiles != -1) {
            throw new IllegalArgumentException("max open files: " + maxOpenFiles + " (expected: -1, or 16 or more)");
        }
    }

    /** Settings for a store on a small machine: 65,536 documents a write, 64 MiB for each of the caches and buffers. */
    public static IndexSettings defaults() {
        return new IndexSettings(65_536, 64 * MEBIBYTE, 64 * MEBIBYTE, 64 * MEBIBYTE, 512);
    }

    /** These settings with another number of documents a write. */
    public IndexSettings withCoalesce(int documents) {
        return new IndexSettings(documents, blockCacheBytes, postingsCacheBytes, writeBufferBytes, maxOpenFiles);
    }

    private static void requirePositive(String name, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(name + ": " + bytes + " (expected: 1 or more)");
        }
    }
}
