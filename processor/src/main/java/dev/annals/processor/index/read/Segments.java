package dev.annals.processor.index.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.roaringbitmap.Container;
import org.roaringbitmap.RoaringBitmap;

/** The documents of one term while they are being put together from its segments. Not for several threads. */
final class Segments {
    private final List<Segment> segments = new ArrayList<>();

    private record Segment(int chunk, Container numbers) {}

    /** Adds documents of a chunk, in any order. The container is taken over. */
    void add(int chunk, Container numbers) {
        segments.add(new Segment(chunk, numbers));
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Adds everything to a bitmap that has no chunk from the first of these on, up to and with the last number. */
    void appendTo(RoaringBitmap numbers, long last) {
        segments.sort(Comparator.comparingInt(Segment::chunk));
        for (int i = 0; i < segments.size(); ) {
            int chunk = segments.get(i).chunk;
            Container together = segments.get(i).numbers;
            for (i++; i < segments.size() && segments.get(i).chunk == chunk; i++) {
                together = together.ior(segments.get(i).numbers);
            }
            numbers.append((char) chunk, together);
        }
        cut(numbers, last);
    }

    /**
     * Takes numbers above the last one away: a process that was killed while it wrote may have left some of them, and those are to show when
     * their documents do.
     */
    static void cut(RoaringBitmap numbers, long last) {
        if (!numbers.isEmpty() && Integer.toUnsignedLong(numbers.last()) > last) {
            numbers.remove(last + 1, 1L << Integer.SIZE);
        }
    }
}
