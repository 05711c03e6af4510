package dev.annals.launcher.command;

import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.service.EpochDifference;
import dev.annals.launcher.service.Reconfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code annals reconfigure}: has the log go on under other settings. */
@Command(
        name = "reconfigure",
        description = {
            "Has the log go on under other settings from here on: shows what will change and appends the next epoch.",
            "Give the settings as to `up`; what is not given stays as it is on the log. Works beside a running Annals and without one."
        },
        sortOptions = false)
final class ReconfigureCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
    private CommandSpec specification;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file (default: ANNALS_CONFIG, or none).")
    private @Nullable Path config;

    @Option(names = "--yes", description = "Append the epoch without asking.")
    private boolean yes;

    private ReconfigureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command with one flag for each setting. */
    static CommandLine specification(Terminal terminal) {
        return SettingOptions.on(new CommandLine(new ReconfigureCommand(terminal)));
    }

    @Override
    public Integer call() {
        UpSettings settings = SettingOptions.of(specification, config, terminal.environment());
        try (Reconfiguration reconfiguration = Reconfiguration.open(settings)) {
            List<EpochDifference> changes = reconfiguration.changes();
            long number = reconfiguration.current();
            if (changes.isEmpty()) {
                terminal.out().println("nothing to change: epoch " + number + " has these settings");
                return 0;
            }
            terminal.out().println("epoch " + number + " to epoch " + (number + 1) + ":");
            for (EpochDifference change : changes) {
                terminal.out().println("  " + change.name() + ": " + change.here() + " to " + change.there());
            }
            Confirmation.of(terminal, yes, "Append epoch " + (number + 1) + "?");
            reconfiguration.append();
            terminal.out()
                    .println("appended epoch " + (number + 1)
                            + "; a start that gives other values for these settings is refused from now on");
            return 0;
        }
    }
}
