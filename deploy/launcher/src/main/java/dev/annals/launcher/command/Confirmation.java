package dev.annals.launcher.command;

import dev.annals.launcher.Problem;
import java.io.IOException;
import java.util.Locale;

/** Asks a person before something that cannot be taken back. */
final class Confirmation {
    private static final int MOST_CHARACTERS = 16;

    private Confirmation() {}

    /** Returns when it may be done: {@code --yes} was given, or the person says so. Fails with {@link Problem} otherwise. */
    static void of(Terminal terminal, boolean yes, String question) {
        if (yes) {
            return;
        }
        if (!terminal.interactive()) {
            throw new Problem(
                    "nothing was done: nobody is there to be asked (\"" + question + "\"); give --yes to do it");
        }
        terminal.err().print(question + " [y/N] ");
        terminal.err().flush();
        if (!line(terminal).toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Problem("nothing was done; answer y, or give --yes, to do it");
        }
    }

    private static String line(Terminal terminal) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = terminal.in().read();
                    c >= 0 && c != '\n';
                    c = terminal.in().read()) {
                if (line.length() < MOST_CHARACTERS) {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            throw new Problem("the answer cannot be read; give --yes", e);
        }
        return line.toString().strip();
    }
}
