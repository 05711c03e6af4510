package dev.annals.processor.index;

/**
 * Chunks that follow each other.
 *
 * @param from the first
 * @param to the one after the last
 */
record ChunkRange(int from, int to) {
    static final ChunkRange NONE = new ChunkRange(0, 0);

    boolean contains(int chunk) {
        return from <= chunk && chunk < to;
    }

    boolean isEmpty() {
        return from >= to;
    }

    /** The chunks all of whose documents are among those from one number to before another. */
    static ChunkRange within(long from, long to) {
        // There is no document 0, so the first chunk is whole from 1 on.
        int first = from <= 1 ? 0 : Keys.chunkOf(from + Keys.CHUNK_DOCUMENTS - 1);
        return new ChunkRange(first, Keys.chunkOf(to));
    }
}
