package dev.annals.launcher.importing;

import dev.annals.launcher.Problem;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source of lines with a name for messages: a file, packed or not, or a stream. What is packed is known by its first bytes.
 *
 * @param bytes its size as it is stored; -1 when it is not known
 */
public record EventFile(String name, Opener opener, long bytes) {
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
            // A pipe, such as a shell's process substitution, has no size, and only a FileInputStream reads it: the
            // streams of
            // Files ask for a position, which a pipe does not have.
            long bytes = Files.isRegularFile(file) ? Files.size(file) : -1;
            return new EventFile(file.toString(), () -> new FileInputStream(file.toFile()), bytes);
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
        boolean packed = GzipMembers.begin(stored.read(), stored.read());
        stored.reset();
        return packed ? new GzipMembers(stored) : stored;
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
