package dev.annals.launcher.command;

import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.service.DataDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code annals up}: everything on one machine, in the foreground, until it is told to stop. */
@Command(
        name = "up",
        description = {
            "Everything on one machine, in the foreground: broker, topics, processor, views, API.",
            "Prints `ready URL` on standard output once the API answers. Ctrl-C or SIGTERM stops it; started again, it carries"
                    + " on where it was."
        },
        sortOptions = false)
final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @ParentCommand
    private @Nullable Commands root;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the command line before it calls.
    private CommandSpec specification;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file (default: ANNALS_CONFIG, or none). `annals config` prints one.")
    private @Nullable Path config;

    @Option(names = "--sample", description = "Load the bundled sample of real change events, once.")
    private boolean sample;

    private UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command with one flag for each setting. */
    static CommandLine specification(Terminal terminal) {
        return SettingOptions.on(new CommandLine(new UpCommand(terminal)));
    }

    @Override
    public Integer call() throws Exception {
        UpSettings settings = SettingOptions.of(specification, config, terminal.environment());
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            Logs.toFiles(directory.logs(), root != null && root.isVerbose());
            return new Foreground(terminal, directory).run(settings, sample);
        }
    }
}
