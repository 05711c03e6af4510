package dev.annals.launcher.command;

import dev.annals.launcher.config.Setting;
import dev.annals.launcher.config.Sources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data directory a command looks at. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (default: ANNALS_DATA, or data).")
    private @Nullable String data;

    Path directory(Map<String, String> environment) {
        Map<Setting, String> flags = data == null ? Map.of() : Map.of(Setting.DATA, data);
        return new Sources(flags, environment, Map.of()).path(Setting.DATA).orElseThrow();
    }

    /** Whether a person wrote it into this command: then it wins over what the environment says of other places. */
    boolean isFlagged() {
        return data != null && !data.isBlank();
    }

    /** Whether anybody named the directory, so that it is not the default. */
    boolean isNamed(Map<String, String> environment) {
        return isFlagged()
                || Optional.ofNullable(environment.get(Setting.DATA.environment()))
                        .filter(value -> !value.isBlank())
                        .isPresent();
    }
}
