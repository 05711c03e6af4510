package dev.annals.dialect.puppet;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that the Puppet activity service reads and prints a moment in. Always UTC going out. */
public final class PuppetTime {
    /** A blank before the offset is a {@code +} that a client forgot to encode. */
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)"
            + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
            + "(?:([Zz])|([-+ ])(\\d\\d)(?::?(\\d\\d))?)?)?");

    private static final DateTimeFormatter CSV_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private PuppetTime() {}

    /** The moment that an ISO-8601 text names: a date, or a date with a time and an offset. Without an offset it is UTC, without a time midnight. Empty when it is none. */
    static Optional<Instant> parse(String text) {
        Matcher m = ISO.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
            LocalTime time = LocalTime.of(number(m, 4), number(m, 5), number(m, 6), nanos(m));
            int sign = "-".equals(m.group(9)) ? -1 : 1;
            ZoneOffset offset = ZoneOffset.ofHoursMinutes(sign * number(m, 10), sign * number(m, 11));
            return Optional.of(date.atTime(time).toInstant(offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Microseconds since the epoch, what lies between two of them taken down. */
    static long floorMicros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.get(ChronoField.MICRO_OF_SECOND));
    }

    /** Microseconds since the epoch, what lies between two of them taken up. */
    static long ceilMicros(Instant time) {
        return floorMicros(time) + (time.truncatedTo(ChronoUnit.MICROS).equals(time) ? 0 : 1);
    }

    /** Whole seconds, cut and not rounded: {@code 2019-03-05T18:52:27Z}. */
    static String json(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As java.sql.Timestamp prints it: {@code 2019-03-05 18:52:27.76}; zeros at the end dropped, a whole second is {@code .0}. */
    public static String csv(Instant time) {
        StringBuilder text = new StringBuilder(29);
        CSV_SECONDS.formatTo(time, text);
        text.append('.');
        int fractionAt = text.length();
        String micros = Integer.toString(time.get(ChronoField.MICRO_OF_SECOND));
        text.append("0".repeat(6 - micros.length())).append(micros);
        int end = text.length();
        while (end > fractionAt + 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        text.setLength(end);
        return text.toString();
    }

    private static int nanos(Matcher m) {
        String fraction = m.group(7);
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
    }

    private static int number(Matcher m, int group) {
        String digits = m.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
