package dev.annals.dialect.annals;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the times of filters: an instant such as {@code 2026-01-31T12:00:00Z}, a local time or a date in the time zone of the request, or a time before
 * now such as {@code 24h}. Years 0001 to 9999; finer than microseconds is cut.
 */
record Times(ZoneId zone, Instant now) {
    static final String EXPECTED =
            "a date or time such as 2026-01-31, 2026-01-31T12:00 or 2026-01-31T12:00:00Z, or a time ago such as 30m, 24h, 7d or 2w";

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhdw])");
    private static final int LONGEST = 64;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    /** The instant of a text; empty when the text is no time. */
    Optional<Instant> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher ago = AGO.matcher(text);
        try {
            Instant time = ago.matches() ? now.minus(span(ago.group(1), ago.group(2))) : written(text);
            int year = time.atZone(java.time.ZoneOffset.UTC).getYear();
            return year < FIRST_YEAR || year > LAST_YEAR
                    ? Optional.empty()
                    : Optional.of(time.truncatedTo(java.time.temporal.ChronoUnit.MICROS));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration span(String number, String unit) {
        long count = Long.parseLong(number);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }

    private Instant written(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        return offset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }
}
