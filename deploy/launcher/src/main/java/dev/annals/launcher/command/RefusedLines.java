package dev.annals.launcher.command;

import dev.annals.launcher.importing.Importer;
import java.io.PrintStream;
import java.util.Locale;

/** Shows the first lines that are no events, and counts the others: a wrong file must not bury the reason. Not thread-safe. */
final class RefusedLines implements Importer.Refusals {
    /** How many are shown. */
    static final int SHOWN = 100;

    private final PrintStream err;
    private long refused;

    RefusedLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public void refused(String file, long line, String reason) {
        refused++;
        if (refused <= SHOWN) {
            err.println(file + ":" + line + ": " + reason);
        }
    }

    /** Says how many more there were, if there were. */
    void finish() {
        if (refused > SHOWN) {
            err.println(String.format(
                    Locale.ROOT,
                    "annals: %,d more lines were refused; only the first %d are shown",
                    refused - SHOWN,
                    SHOWN));
        }
    }
}
