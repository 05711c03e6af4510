package dev.annals.launcher.command;

import dev.annals.launcher.config.ConfigFile;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import dev.annals.launcher.service.DataDirectory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
        CommandLine line = new CommandLine(new UpCommand(terminal));
        for (Setting setting : Setting.values()) {
            String standard = setting.defaultText().isEmpty() ? "" : " (default: " + setting.defaultText() + ")";
            line.getCommandSpec()
                    .addOption(OptionSpec.builder(setting.flag())
                            .paramLabel(setting.label())
                            .type(String.class)
                            .description(setting.description() + standard)
                            .build());
        }
        return line;
    }

    @Override
    public Integer call() throws Exception {
        UpSettings settings = UpSettings.of(sources());
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            Logs.toFiles(directory.logs(), root != null && root.isVerbose());
            return new Foreground(terminal, directory).run(settings, sample);
        }
    }

    private Sources sources() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Optional.ofNullable(specification.commandLine().getParseResult())
                    .map(parsed -> parsed.matchedOptionValue(setting.flag(), ""))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> flags.put(setting, value));
        }
        Map<Setting, String> file = configFile().map(ConfigFile::read).orElse(Map.of());
        return new Sources(flags, terminal.environment(), file);
    }

    private Optional<Path> configFile() {
        return Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(terminal.environment().get("ANNALS_CONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of));
    }
}
