package dev.annals.processor.index.settings;

import java.nio.file.Path;

/** An index was written by another release, in a format that this one does not read. */
public final class UnknownFormat extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public UnknownFormat(Path directory, int format, int expected) {
        super("the index in " + directory + " has format " + format + " (expected: " + expected
                + "); use the release that wrote it, or build it again from the log with `annals view rebuild`");
    }
}
