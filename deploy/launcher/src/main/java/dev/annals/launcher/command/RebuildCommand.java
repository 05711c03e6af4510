package dev.annals.launcher.command;

import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.service.DataDirectory;
import dev.annals.launcher.service.Rebuilding;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code annals rebuild}: everything anew from the log, for a log that is not the one that was processed before. */
@Command(
        name = "rebuild",
        description = {
            "Deletes activities, commits, rejects and all state, and keeps the log of changes: the next `up` makes them anew from it.",
            "From an unharmed log the same comes of it, byte for byte. From one that lost records, what comes after the loss is numbered otherwise than before."
        },
        sortOptions = false)
final class RebuildCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
    private CommandSpec specification;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file (default: ANNALS_CONFIG, or none).")
    private @Nullable Path config;

    @Option(names = "--yes", description = "Delete without asking.")
    private boolean yes;

    private RebuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command with one flag for each setting. */
    static CommandLine specification(Terminal terminal) {
        return SettingOptions.on(new CommandLine(new RebuildCommand(terminal)));
    }

    @Override
    public Integer call() {
        UpSettings settings = SettingOptions.of(specification, config, terminal.environment());
        Confirmation.of(
                terminal,
                yes,
                "Delete all that was made of " + settings.topics().changes() + ", to make it anew?");
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            Set<String> deleted = Rebuilding.of(settings, directory, terminal.err()::println);
            terminal.out()
                    .println("deleted " + String.join(", ", deleted)
                            + "; `annals up` makes everything anew from "
                            + settings.topics().changes());
        }
        return 0;
    }
}
