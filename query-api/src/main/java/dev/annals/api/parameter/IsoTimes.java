package dev.annals.api.parameter;

import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times of ISO 8601: a date alone, or a date, {@code T} or a space, hours and minutes, seconds, a fraction after a point or
 * a comma, and {@code Z} or an offset. A space before the offset stands for a {@code +} that a client did not encode. Immutable.
 */
public final class IsoTimes {
    private static final int NANO_DIGITS = 9;
    private static final int NANOS_PER_MICRO = 1000;

    private final Pattern form;

    private IsoTimes(Pattern form) {
        this.form = form;
    }

    /**
     * A reader of months, days and hours with two digits each.
     *
     * @param fractionDigits most digits of a fraction of a second
     */
    public static IsoTimes strict(int fractionDigits) {
        return new IsoTimes(form("(\\d{4})-(\\d\\d)-(\\d\\d)", "\\d\\d", fractionDigits, ""));
    }

    /**
     * A reader that also takes months, days and hours with one digit, a year alone, a year and a month, and a date with {@code Z}.
     *
     * @param fractionDigits most digits of a fraction of a second
     */
    public static IsoTimes lenient(int fractionDigits) {
        return new IsoTimes(form("(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?", "\\d{1,2}", fractionDigits, "|([Zz])"));
    }

    private static Pattern form(String date, String hour, int fractionDigits, String afterDate) {
        return Pattern.compile(
                date + "(?:[Tt ](?<hour>" + hour + "):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,"
                        + fractionDigits + "}))?)?(?<offset>[Zz]|[-+ ]\\d\\d(?::?\\d\\d)?)?" + afterDate + ")?");
    }

    /** The time that a text names; empty when it names none, such as the 30th of February. */
    public Optional<IsoTime> read(String text) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean dated = matcher.group("hour") == null;
        if (!dated && (matcher.group(2) == null || matcher.group(3) == null)) {
            // Hours are those of a day, so the day must be there.
            return Optional.empty();
        }
        try {
            String fraction = matcher.group("fraction") == null ? "" : matcher.group("fraction");
            String nanos = (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
            LocalDate date = LocalDate.of(number(matcher.group(1)), or1(matcher.group(2)), or1(matcher.group(3)));
            LocalTime time = LocalTime.of(
                    number(matcher.group("hour")),
                    number(matcher.group("minute")),
                    number(matcher.group("second")),
                    Integer.parseInt(nanos));
            boolean finer = fraction.length() > NANO_DIGITS
                    && fraction.substring(NANO_DIGITS).chars().anyMatch(digit -> digit != '0');
            String end = text.substring(text.length() - 1);
            String zone = dated ? (end.equalsIgnoreCase("Z") ? end : null) : matcher.group("offset");
            return Optional.of(new IsoTime(date.atTime(time), finer, offset(zone)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The time that a named text means, or the refusal of what means none.
     *
     * @param name of the parameter or key
     */
    public Parsed<IsoTime> parse(String name, String text) {
        return read(text)
                .map(Parsed::of)
                .orElseGet(() -> Parsed.refused(Failure.Unfit.of(
                        text,
                        "{" + name + ": ISO-8601 timestamp}",
                        name + " is not an ISO-8601 timestamp (expected: one such as 2019-11-01T21:32:39Z).")));
    }

    private static Optional<ZoneOffset> offset(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.equalsIgnoreCase("Z")) {
            return Optional.of(ZoneOffset.UTC);
        }
        String digits = text.substring(1).replace(":", "");
        int sign = text.charAt(0) == '-' ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(
                sign * Integer.parseInt(digits.substring(0, 2)),
                digits.length() > 2 ? sign * Integer.parseInt(digits.substring(2)) : 0));
    }

    private static int or1(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /**
     * A time as it was written.
     *
     * @param local with nanoseconds
     * @param finer whether the text names a time after {@code local} by less than a nanosecond
     * @param offset empty when the text has none
     */
    public record IsoTime(LocalDateTime local, boolean finer, Optional<ZoneOffset> offset) {
        /** The instant; a text without an offset is UTC. */
        public Instant instant() {
            return local.toInstant(offset.orElse(ZoneOffset.UTC));
        }

        /** Whether this time is later than another. */
        public boolean isAfter(IsoTime other) {
            int order = instant().compareTo(other.instant());
            return order > 0 || (order == 0 && finer && !other.finer);
        }

        /** Whether the time lies between two microseconds. */
        public boolean isBetweenMicros() {
            return finer || local.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MICRO != 0;
        }

        /** The last whole microsecond since the epoch that is not after the time. */
        public long floorMicros() {
            return micros(instant());
        }

        /** The first whole microsecond since the epoch that is not before the time. */
        public long ceilMicros() {
            return floorMicros() + (isBetweenMicros() ? 1 : 0);
        }
    }

    /** Whole microseconds from the epoch to an instant. */
    public static long micros(Instant time) {
        // Not ChronoUnit.MICROS.between: Java 17 counts nanoseconds there, whose number overflows 292 years from the
        // epoch.
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.get(ChronoField.MICRO_OF_SECOND));
    }
}
