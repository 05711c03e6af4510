package dev.annals.launcher.importing;

import dev.annals.launcher.Problem;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A source of lines with a name for messages: a file, packed or not, or a stream. What is packed is known by its first bytes.
 *
 * @param bytes its size as it is stored; -1 when it is not known
 */
public record EventFile(String name, Opener opener, long bytes) {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** Opens the stored bytes. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file that must be there and be readable. Fails with {@link Problem}. */
    public static EventFile of(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Problem("the file " + file + " cannot be read; is the name right?");
        }
        try {
            return new EventFile(file.toString(), () -> Files.newInputStream(file), Files.size(file));
        } catch (IOException e) {
            throw new Problem("the file " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** A stream that can be read once. */
    public static EventFile of(String name, InputStream stream) {
        return new EventFile(name, () -> stream, -1);
    }

    /** The unpacked bytes; what was taken from the stored ones is counted. */
    InputStream open(Progress progress) throws IOException {
        BufferedInputStream stored = new BufferedInputStream(new Counting(opener.open(), progress));
        stored.mark(2);
        boolean packed = stored.read() == GZIP_FIRST && stored.read() == GZIP_SECOND;
        stored.reset();
        try {
            return packed ? new GZIPInputStream(stored, 64 * 1024) : stored;
        } catch (ZipException e) {
            stored.close();
            throw e;
        }
    }

    private static final class Counting extends FilterInputStream {
        private final Progress progress;

        Counting(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            progress.read(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            progress.read(Math.max(read, 0));
            return read;
        }
    }
}
