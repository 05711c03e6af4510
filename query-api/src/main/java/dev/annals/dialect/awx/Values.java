package dev.annals.dialect.awx;

import dev.annals.api.Parsed;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of parameters as Django does, with its words for what it cannot read. */
final class Values {
    static final String EMPTY_IN = "cannot provide empty value for __in";

    /** Python's: digits of any script, single underscores between them. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\p{Nd}+(?:_\\p{Nd}+)*");

    private static final int MOST_DIGITS = 4300;
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})[T ](\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,6})\\d{0,6})?)?"
                    + "\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?");
    private static final int MICROSECOND_DIGITS = 6;

    private Values() {}

    /** A whole number of any size; empty when the text is none. */
    static Optional<BigInteger> integer(String text) {
        String number = text.strip();
        if (number.length() > MOST_DIGITS || !INTEGER.matcher(number).matches()) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder(number.length());
        number.codePoints()
                .filter(c -> c != '_' && c != '+')
                .forEach(c -> digits.append(c == '-' ? "-" : Integer.toString(Character.digit(c, 10))));
        return Optional.of(new BigInteger(digits.toString()));
    }

    static Parsed<Boolean> bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> Parsed.of(true);
            case "false", "0", "f" -> Parsed.of(false);
            default -> Parsed.refused(AwxErrors.badRequest("Unable to convert \"" + text + "\" to boolean"));
        };
    }

    static boolean isNull(String text) {
        return text.equalsIgnoreCase("none") || text.equalsIgnoreCase("null");
    }

    /** Whether a time says by itself how far from UTC it is. */
    static boolean hasOffset(String time) {
        int clock = Math.max(time.indexOf('T'), time.indexOf(' '));
        String behind = clock < 0 ? time.substring(Math.min(time.length(), 10)) : time.substring(clock);
        return behind.chars().anyMatch(c -> c == 'Z' || c == '+' || c == '-');
    }

    /** Microseconds since the epoch; a text without an offset is UTC, a date its midnight. */
    static Parsed<Long> micros(String text) {
        Optional<Long> iso = PythonTimes.micros(text);
        if (iso.isPresent()) {
            return Parsed.of(iso.get());
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            try {
                return Parsed.of(micros(
                        LocalDate.of(number(date, 1), number(date, 2), number(date, 3))
                                .atStartOfDay(),
                        ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return Parsed.refused(AwxErrors.invalid(
                        "“" + text + "” value has the correct format (YYYY-MM-DD) but it is an invalid date."));
            }
        }
        Matcher time = DATE_TIME.matcher(text);
        if (!time.matches()) {
            return Parsed.refused(AwxErrors.invalid("“" + text
                    + "” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format."));
        }
        try {
            return Parsed.of(micros(dateTime(time), offset(time.group(8))));
        } catch (DateTimeException e) {
            return Parsed.refused(AwxErrors.invalid("“" + text + "” value has the correct format"
                    + " (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."));
        }
    }

    private static LocalDateTime dateTime(Matcher time) {
        String fraction = time.group(7) == null ? "" : time.group(7);
        int micros = Integer.parseInt(fraction + "0".repeat(MICROSECOND_DIGITS - fraction.length()));
        return LocalDateTime.of(
                number(time, 1),
                number(time, 2),
                number(time, 3),
                number(time, 4),
                number(time, 5),
                number(time, 6),
                micros * 1000);
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static ZoneOffset offset(@org.jspecify.annotations.Nullable String text) {
        if (text == null || text.equals("Z")) {
            return ZoneOffset.UTC;
        }
        String digits = text.substring(1).replace(":", "");
        int hours = Integer.parseInt(digits.substring(0, 2));
        int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(2)) : 0;
        int sign = text.startsWith("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private static long micros(LocalDateTime time, ZoneOffset offset) {
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time)
                - offset.getTotalSeconds() * 1_000_000L;
    }
}
