package dev.annals.ingest.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The many ways in which sources write a time. */
public final class Times {
    /** What is expected of one, for messages. */
    static final String EXPECTED =
            "RFC 3339, a date, or whole seconds, milliseconds, microseconds or nanoseconds since 1970";

    private static final long MOST_SECONDS = 100_000_000_000L;
    private static final long MOST_MILLIS = MOST_SECONDS * 1000;
    private static final long MOST_MICROS = MOST_MILLIS * 1000;

    private Times() {}

    /** The time of a text, in microseconds; without an offset it is in UTC. {@code null} when it is none. */
    public static @Nullable Instant instant(String text) {
        String trimmed = text.strip();
        try {
            if (trimmed.matches("-?\\d{1,19}")) {
                return ofNumber(Long.parseLong(trimmed));
            }
            if (trimmed.length() == 10) {
                return LocalDate.parse(trimmed).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            String iso = trimmed.length() > 10 && trimmed.charAt(10) == ' '
                    ? trimmed.substring(0, 10) + "T" + trimmed.substring(11)
                    : trimmed;
            boolean zoned = iso.endsWith("Z") || iso.endsWith("z") || iso.matches(".*[+-]\\d{2}(:?\\d{2})?");
            Instant exact = zoned && iso.length() > 16
                    ? OffsetDateTime.parse(withColon(iso)).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return exact.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** The time of a number: its size says its unit. */
    static Instant ofNumber(long number) {
        long size = Math.abs(number);
        if (size < MOST_SECONDS) {
            return Instant.ofEpochSecond(number);
        }
        if (size < MOST_MILLIS) {
            return Instant.ofEpochMilli(number);
        }
        return size < MOST_MICROS ? ofMicros(number) : ofMicros(Math.floorDiv(number, 1000L));
    }

    /** The time of so many microseconds since 1970. */
    public static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String withColon(String iso) {
        String upper = iso.endsWith("z") ? iso.substring(0, iso.length() - 1) + "Z" : iso;
        if (upper.matches(".*[+-]\\d{4}")) {
            return upper.substring(0, upper.length() - 2) + ":" + upper.substring(upper.length() - 2);
        }
        return upper.matches(".*[+-]\\d{2}") ? upper + ":00" : upper;
    }
}
