package dev.annals.launcher.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into lines without ever holding more than one of bounded length. Not thread-safe. */
final class LineReader {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final InputStream in;
    private final int limit;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int from;
    private int to;
    private long number;

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * One line.
     *
     * @param number from 1
     * @param bytes without its end; cut off when it is too long
     */
    record Line(long number, byte[] bytes, boolean tooLong) {}

    /** The next line, or null after the last. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
        boolean tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = lineEnd();
            int kept = Math.min(end - from, limit - begun.size());
            tooLong |= kept < end - from;
            begun.write(block, from, kept);
            boolean ended = end < to;
            from = ended ? end + 1 : to;
            if (ended) {
                break;
            }
        }
        return any ? new Line(++number, withoutReturn(begun.toByteArray()), tooLong) : null;
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(in.read(block), 0);
        }
        return to > 0;
    }

    private int lineEnd() {
        int end = from;
        while (end < to && block[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean windows = line.length > 0 && line[line.length - 1] == '\r';
        return windows ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
