package dev.annals.model;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans as people write them: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 24h}, {@code 7d}. */
public final class TimeSpan {
    private static final Pattern TEXT = Pattern.compile("(?<number>\\d{1,15})(?<unit>ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = units();

    private TimeSpan() {}

    /**
     * The span of a text.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Duration parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' (expected: a number with ms, s, m, h or d)");
        }
        try {
            return UNITS.getOrDefault(parts.group("unit"), Duration.ZERO)
                    .multipliedBy(Long.parseLong(parts.group("number")));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' (expected: a span that is not so long)", e);
        }
    }

    /** The text of a span of whole milliseconds, in the largest unit that it is a multiple of, days only from the second one on. */
    public static String text(Duration span) {
        long millis = span.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            long one = unit.getValue().toMillis();
            if (millis % one == 0 && (!unit.getKey().equals("d") || millis > one)) {
                return millis / one + unit.getKey();
            }
        }
        throw new IllegalStateException("every span is a multiple of a millisecond");
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }
}
