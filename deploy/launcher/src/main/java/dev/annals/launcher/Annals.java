package dev.annals.launcher;

import dev.annals.launcher.command.Commands;
import dev.annals.launcher.command.Terminal;

/** The command line of Annals. Exit status: 0 done, 1 failed, 2 not understood. */
public final class Annals {
    private Annals() {}

    public static void main(String[] args) {
        System.exit(Commands.of(Terminal.ofThisProcess()).execute(args));
    }
}
