package dev.annals.launcher.command;

import dev.annals.launcher.config.ConfigFile;
import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import dev.annals.launcher.config.UpSettings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One flag for each setting, on every command that takes the settings of {@code up}. */
final class SettingOptions {
    private SettingOptions() {}

    /** Adds the flags to a command. */
    static CommandLine on(CommandLine line) {
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

    /**
     * The settings that a command was given.
     *
     * @param config the file that a flag names
     */
    static UpSettings of(CommandSpec specification, @Nullable Path config, Map<String, String> environment) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Optional.ofNullable(specification.commandLine().getParseResult())
                    .map(parsed -> parsed.matchedOptionValue(setting.flag(), ""))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> flags.put(setting, value));
        }
        Map<Setting, String> file = Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(environment.get("ANNALS_CONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of))
                .map(ConfigFile::read)
                .orElse(Map.of());
        return UpSettings.of(new Sources(flags, environment, file));
    }
}
