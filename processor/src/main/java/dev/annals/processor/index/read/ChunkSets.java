package dev.annals.processor.index.read;

import dev.annals.processor.index.disk.ChunkCodec;
import java.util.Arrays;
import org.roaringbitmap.Container;
import org.roaringbitmap.RoaringBitmap;

/** The union of many chunks of postings while it is being put together. Not for several threads. */
final class ChunkSets {
    private static final long[] NONE = {};

    /** By chunk; {@link #NONE} for chunks without anything. */
    private long[][] chunks = new long[0][];

    long[] bits(int chunk) {
        if (chunk >= chunks.length) {
            int known = chunks.length;
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, 2 * known));
            Arrays.fill(chunks, known, chunks.length, NONE);
        }
        long[] bits = chunks[chunk];
        if (bits.length == 0) {
            bits = new long[ChunkCodec.WORDS];
            chunks[chunk] = bits;
        }
        return bits;
    }

    /** The union, up to and with the last number; nothing may be added afterwards. */
    RoaringBitmap toBitmap(long last) {
        RoaringBitmap union = new RoaringBitmap();
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            long[] bits = chunks[chunk];
            Container container = bits.length == 0 ? null : ChunkCodec.fromBits(bits);
            if (container != null) {
                union.append((char) chunk, container);
            }
        }
        Segments.cut(union, last);
        return union;
    }
}
