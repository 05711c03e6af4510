package dev.annals.launcher.config;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span as people write it: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 24h} or {@code 7d}. */
public final class TimeSpan {
    /** What is expected of one, for messages. */
    public static final String EXPECTED = "a number with ms, s, m, h or d";

    private static final Pattern FORM = Pattern.compile("(?<number>\\d{1,9})(?<unit>ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private TimeSpan() {}

    /** The span that a text means; empty when it means none. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Duration unit = Objects.requireNonNull(UNITS.get(parts.group("unit")), "the form has only known units");
        return Optional.of(unit.multipliedBy(Long.parseLong(parts.group("number"))));
    }
}
