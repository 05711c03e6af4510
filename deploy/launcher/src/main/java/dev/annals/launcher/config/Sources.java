package dev.annals.launcher.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the values of settings come from, first to last: flags, environment, file, default. Empty text counts as not set. */
public final class Sources {
    private static final String DEFAULT = "the default";

    private final Map<Setting, String> flags;
    private final Map<String, String> environment;
    private final Map<Setting, String> file;

    public Sources(Map<Setting, String> flags, Map<String, String> environment, Map<Setting, String> file) {
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
    }

    /** A value and the place where it was found, for messages. */
    record Value(Setting setting, String text, String origin) {}

    Value value(Setting setting) {
        @Nullable String flag = flags.get(setting);
        if (flag != null && !flag.isBlank()) {
            return new Value(setting, flag.strip(), "the flag " + setting.flag());
        }
        @Nullable String variable = environment.get(setting.environment());
        if (variable != null && !variable.isBlank()) {
            return new Value(setting, variable.strip(), "the environment variable " + setting.environment());
        }
        @Nullable String line = file.get(setting);
        if (line != null && !line.isBlank()) {
            return new Value(setting, line.strip(), "the configuration file");
        }
        return new Value(setting, setting.defaultText(), DEFAULT);
    }

    /** The text of a setting; empty when it is not set and has no default. */
    public Optional<String> text(Setting setting) {
        return Optional.of(value(setting).text()).filter(text -> !text.isEmpty());
    }

    /** The text that somebody set; empty when there is none but the default. */
    public Optional<String> given(Setting setting) {
        Value value = value(setting);
        return Optional.of(value.text()).filter(text -> !value.origin().equals(DEFAULT));
    }

    /** A setting that has a default. */
    public String required(Setting setting) {
        return text(setting).orElseThrow(() -> new InvalidSetting(setting.key() + " is not set"));
    }

    /** A whole number from least to most. */
    public int integer(Setting setting, int least, int most) {
        Value value = value(setting);
        String expected = "a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(value.text());
            if (number < least || number > most) {
                throw new InvalidSetting(value, expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new InvalidSetting(value, expected);
        }
    }

    /** A port, 0 for any free one. */
    public int port(Setting setting) {
        return integer(setting, 0, 65_535);
    }

    /** A time span such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 24h} or {@code 7d}, from least to most. */
    public Duration duration(Setting setting, Duration least, Duration most) {
        Value value = value(setting);
        Duration span = TimeSpan.parse(value.text()).orElseThrow(() -> new InvalidSetting(value, TimeSpan.EXPECTED));
        if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
            throw new InvalidSetting(value, "from " + least.toMillis() + "ms to " + most.toDays() + "d");
        }
        return span;
    }

    /** A path, relative to the working directory. */
    public Optional<Path> path(Setting setting) {
        Value value = value(setting);
        try {
            return text(setting).map(Path::of);
        } catch (InvalidPathException e) {
            throw new InvalidSetting(value, "a path");
        }
    }

    /** A time zone by its name or offset; empty when it is not set. */
    public Optional<ZoneId> zone(Setting setting) {
        Value value = value(setting);
        try {
            return text(setting).map(ZoneId::of);
        } catch (DateTimeException e) {
            throw new InvalidSetting(value, "a time zone such as Europe/Oslo, UTC or +02:00");
        }
    }

    /** A value that must match a pattern, which is explained in words. */
    public String matching(Setting setting, String pattern, String expected) {
        Value value = value(setting);
        if (!value.text().matches(pattern)) {
            throw new InvalidSetting(value, expected);
        }
        return value.text();
    }
}
