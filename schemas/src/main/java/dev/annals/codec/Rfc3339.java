package dev.annals.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time as RFC 3339 text: {@code 2026-01-31T12:00:00.123456Z}. A space may stand for the T. Up to nine digits of fraction, cut to microseconds. Years
 * 0001 to 9999, also after conversion to UTC.
 *
 * @param time in microseconds
 * @param inexact the text says more than the time keeps: an offset other than Z, or digits beyond microseconds
 */
record Rfc3339(Instant time, boolean inexact) {
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    static final String EXPECTED = "RFC 3339 such as 2026-01-31T12:00:00Z, years 0001 to 9999";

    private static final int FRACTION = 19;

    /** The time of a text; {@code null} when it is none. */
    static @Nullable Rfc3339 parse(String s) {
        int length = s.length();
        if (length < 20 || length > 35 || !punctuated(s)) {
            return null;
        }
        int year = digits(s, 0, 4);
        int month = digits(s, 5, 7);
        int day = digits(s, 8, 10);
        int hour = digits(s, 11, 13);
        int minute = digits(s, 14, 16);
        int second = digits(s, 17, 19);
        if ((year | month | day | hour | minute | second) < 0) {
            return null;
        }
        int at = FRACTION;
        int nanos = 0;
        int fraction = 0;
        if (s.charAt(at) == '.') {
            at++;
            while (at < length && s.charAt(at) >= '0' && s.charAt(at) <= '9' && fraction < 10) {
                nanos = fraction < 9 ? nanos * 10 + (s.charAt(at) - '0') : nanos;
                at++;
                fraction++;
            }
            if (fraction == 0 || fraction > 9 || at == length) {
                return null;
            }
            for (int i = fraction; i < 9; i++) {
                nanos *= 10;
            }
        }
        int offset = offsetSeconds(s, at);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        boolean zulu = s.charAt(at) == 'Z' || s.charAt(at) == 'z';
        try {
            Instant time = LocalDateTime.of(year, month, day, hour, minute, second, nanos / 1000 * 1000)
                    .toInstant(ZoneOffset.UTC)
                    .minusSeconds(offset);
            return inRange(time) ? new Rfc3339(time, !zulu || fraction > 6) : null;
        } catch (DateTimeException e) {
            return null; // the 30th of February, hour 24, second 60
        }
    }

    static boolean inRange(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    private static boolean punctuated(String s) {
        char t = s.charAt(10);
        return s.charAt(4) == '-'
                && s.charAt(7) == '-'
                && (t == 'T' || t == 't' || t == ' ')
                && s.charAt(13) == ':'
                && s.charAt(16) == ':';
    }

    /** The offset in seconds; {@code Integer.MIN_VALUE} when the text has no valid offset there. */
    private static int offsetSeconds(String s, int at) {
        char sign = s.charAt(at);
        if ((sign == 'Z' || sign == 'z') && s.length() == at + 1) {
            return 0;
        }
        if ((sign != '+' && sign != '-') || s.length() != at + 6 || s.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(s, at + 1, at + 3);
        int minutes = digits(s, at + 4, at + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    /** -1 when one of them is not an ASCII digit. */
    private static int digits(String s, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = s.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
