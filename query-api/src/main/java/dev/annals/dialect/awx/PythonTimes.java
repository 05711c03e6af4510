package dev.annals.dialect.awx;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.Optional;

/**
 * The ISO 8601 forms that Python's {@code datetime.fromisoformat} reads: calendar and week dates with and without hyphens, any
 * character between date and time, times down to the hour, and offsets down to the microsecond. Times are microseconds since the
 * epoch; without an offset they are UTC.
 */
final class PythonTimes {
    private static final long MICROS = 1_000_000;
    private static final int FRACTION_DIGITS = 6;
    private static final long DAY_SECONDS = 86_400;

    private final String text;
    private int at;

    private PythonTimes(String text) {
        this.text = text;
    }

    /** The time that a text stands for; empty when Python would not read it. */
    static Optional<Long> micros(String text) {
        if (text.length() < 7) {
            return Optional.empty();
        }
        try {
            int separator = Math.min(separator(text), text.length());
            LocalDate date = new PythonTimes(text.substring(0, separator)).date();
            String time = separator < text.length() ? text.substring(separator + 1) : "";
            long days = date.toEpochDay();
            return Optional.of(Math.addExact(
                    Math.multiplyExact(days, DAY_SECONDS * MICROS), time.isEmpty() ? 0 : timeOfDay(time)));
        } catch (DateTimeException | Unreadable e) {
            return Optional.empty();
        }
    }

    /** Where the date ends. Digits after a week are taken for its day, or for the time, as Python takes them. */
    private static int separator(String text) {
        if (text.length() == 7) {
            return 7;
        }
        if (text.charAt(4) == '-') {
            if (text.charAt(5) != 'W') {
                return 10;
            }
            boolean day = text.length() > 9 && text.charAt(8) == '-';
            return day && !(text.length() > 10 && isDigit(text.charAt(10))) ? 10 : 8;
        }
        if (text.charAt(4) != 'W') {
            return 8;
        }
        int end = 7;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end < 9 ? end : end % 2 == 0 ? 7 : 8;
    }

    private LocalDate date() {
        int year = number(4);
        boolean hyphens = skip('-');
        if (skip('W')) {
            int week = number(2);
            int day = 1;
            if (at < text.length()) {
                require(skip('-') == hyphens);
                day = number(1);
            }
            require(at == text.length() && year > 0);
            return week(year, week, day);
        }
        int month = number(2);
        require(skip('-') == hyphens);
        int day = number(2);
        require(at == text.length() && year > 0);
        return LocalDate.of(year, month, day);
    }

    private static LocalDate week(int year, int week, int day) {
        LocalDate inYear = LocalDate.of(year, 1, 4);
        require(week >= 1
                && week <= inYear.range(IsoFields.WEEK_OF_WEEK_BASED_YEAR).getMaximum()
                && day >= 1
                && day <= 7);
        return inYear.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
                .with(java.time.temporal.ChronoField.DAY_OF_WEEK, day);
    }

    /** Microseconds since the day's beginning in UTC. */
    private static long timeOfDay(String text) {
        int zone = zone(text);
        String clock = zone < 0 ? text : text.substring(0, zone);
        long[] parts = new PythonTimes(clock).clock();
        // The constructor checks that hours, minutes and seconds are those of a clock.
        LocalDateTime.of(1970, 1, 1, (int) parts[0], (int) parts[1], (int) parts[2]);
        long local = micros(parts);
        if (zone < 0 || (text.charAt(zone) == 'Z' && zone == text.length() - 1)) {
            return local;
        }
        String offset = text.substring(zone + 1);
        require(offset.length() != 0 && offset.length() != 1 && offset.length() != 3);
        long micros = micros(new PythonTimes(offset).clock());
        require(micros < DAY_SECONDS * MICROS);
        return text.charAt(zone) == '-' ? local + micros : local - micros;
    }

    private static int zone(String text) {
        for (char sign : new char[] {'-', '+', 'Z'}) {
            int found = text.indexOf(sign);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private static long micros(long[] parts) {
        return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * MICROS + parts[3];
    }

    /** Hours, minutes, seconds, microseconds. */
    private long[] clock() {
        long[] parts = new long[4];
        boolean colons = false;
        for (int part = 0; part < 3; part++) {
            parts[part] = number(2);
            boolean colon = at < text.length() && text.charAt(at) == ':';
            if (part == 0) {
                colons = colon;
            }
            if (at == text.length() || part == 2 || isFraction()) {
                break;
            }
            require(colon || !colons);
            at += colons ? 1 : 0;
        }
        if (at < text.length()) {
            require(isFraction());
            at++;
            String digits = text.substring(at);
            require(!digits.isEmpty() && digits.chars().allMatch(c -> isDigit((char) c)));
            String kept = digits.substring(0, Math.min(FRACTION_DIGITS, digits.length()));
            parts[3] = Long.parseLong(kept + "0".repeat(FRACTION_DIGITS - kept.length()));
        }
        return parts;
    }

    private boolean isFraction() {
        return text.charAt(at) == '.' || text.charAt(at) == ',';
    }

    private int number(int digits) {
        require(at + digits <= text.length());
        int number = 0;
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(at++);
            require(isDigit(c));
            number = number * 10 + (c - '0');
        }
        return number;
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void require(boolean readable) {
        if (!readable) {
            throw new Unreadable();
        }
    }

    /** Stops the reading of one text; never leaves this class. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }
}
