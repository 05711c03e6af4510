package dev.annals.launcher.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The configuration file: Java properties in UTF-8, one line a setting. */
public final class ConfigFile {
    private ConfigFile() {}

    /** What the file sets. Fails with {@link InvalidSetting} when it cannot be read or has a name that nobody knows. */
    public static Map<Setting, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new InvalidSetting("the configuration file " + file + " does not exist");
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSetting("the configuration file " + file + " cannot be read (" + e.getMessage() + ")");
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (String key : properties.stringPropertyNames()) {
            Setting setting = Setting.ofKey(key)
                    .orElseThrow(() -> new InvalidSetting(
                            "'" + key + "' in " + file + " is not a setting (expected: one of " + known() + ")"));
            values.put(setting, properties.getProperty(key).strip());
        }
        return values;
    }

    /** A file that sets nothing and explains everything. */
    public static String documented() {
        StringBuilder text = new StringBuilder("""
                # Annals: every setting of `annals up`, with its default.
                # Give this file with --config FILE or ANNALS_CONFIG. A flag of the same name wins over the environment variable,
                # and that over this file. Remove the # in front of a line to set it.
                """);
        for (Setting setting : Setting.values()) {
            text.append("\n# ").append(setting.description()).append('\n');
            text.append("# Flag ")
                    .append(setting.flag())
                    .append(", environment ")
                    .append(setting.environment());
            text.append("\n#")
                    .append(setting.key())
                    .append('=')
                    .append(setting.defaultText())
                    .append('\n');
        }
        return text.toString();
    }

    private static String known() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
    }
}
