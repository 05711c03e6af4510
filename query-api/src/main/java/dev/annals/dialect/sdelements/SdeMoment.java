package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment that a client names, in microseconds since the epoch. It is one point in time, except where clocks were set back and
 * the text without an offset names two.
 *
 * <p>The forms are those of the W3C note on dates and times: year, month, day, minute, second, fraction. A text that stops
 * early is the beginning of what it names. Without {@code Z} or an offset it is local time of the configured zone. A local
 * time that clocks skipped is the moment at which they did.
 *
 * @param earliest the first of the moments that the text may mean, up to the next whole microsecond
 * @param latest the last of them, down to the whole microsecond
 */
record SdeMoment(long earliest, long latest) {
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?([Zz])?");

    // A plus that nobody encoded arrives as a space.
    private static final Pattern DATE_TIME = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})[Tt ](\\d{1,2}):(\\d{2})"
            + "(?::(\\d{2})(?:[.,](\\d{1,12}))?)?([Zz]|[+ -]\\d{2}(?::?\\d{2})?)?");
    private static final Pattern WITH_OFFSET =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?[+-]\\d\\d:\\d\\d");
    private static final int MICROSECOND_DIGITS = 6;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    /** The moment of a text; empty when it is none. */
    static Optional<SdeMoment> parse(String text, ZoneId zone) {
        Matcher date = DATE.matcher(text);
        Matcher time = DATE_TIME.matcher(text);
        try {
            if (date.matches()) {
                LocalDateTime local =
                        LocalDateTime.of(number(date, 1, 0), number(date, 2, 1), number(date, 3, 1), 0, 0);
                return Optional.of(of(local, date.group(4) == null ? zone : ZoneOffset.UTC, false));
            }
            if (!time.matches()) {
                return Optional.empty();
            }
            LocalDateTime local = LocalDateTime.of(
                    number(time, 1, 0),
                    number(time, 2, 1),
                    number(time, 3, 1),
                    number(time, 4, 0),
                    number(time, 5, 0),
                    number(time, 6, 0));
            String fraction = time.group(7) == null ? "" : time.group(7);
            String padded = fraction + "0".repeat(MICROSECOND_DIGITS);
            local = local.plus(Long.parseLong(padded.substring(0, MICROSECOND_DIGITS)), ChronoUnit.MICROS);
            boolean more = padded.substring(MICROSECOND_DIGITS).chars().anyMatch(digit -> digit != '0');
            return Optional.of(of(local, zone(time.group(8), zone), more));
        } catch (DateTimeException e) {
            return Optional.empty(); // the 30th of February, hour 24, offset 30
        }
    }

    private static SdeMoment of(LocalDateTime local, ZoneId zone, boolean more) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            long jump = micros(zone.getRules().getTransition(local).getInstant());
            return new SdeMoment(jump, jump);
        }
        long first = micros(local.toInstant(offsets.get(0)));
        long last = micros(local.toInstant(offsets.get(offsets.size() - 1)));
        return new SdeMoment(more ? first + 1 : first, last);
    }

    private static ZoneId zone(@Nullable String written, ZoneId configured) {
        if (written == null) {
            return configured;
        }
        if (written.equalsIgnoreCase("Z")) {
            return ZoneOffset.UTC;
        }
        String digits = written.substring(1).replace(":", "");
        int hours = Integer.parseInt(digits.substring(0, 2));
        int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(2)) : 0;
        int sign = written.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private static int number(Matcher matcher, int group, int otherwise) {
        String digits = matcher.group(group);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static long micros(Instant time) {
        // Not ChronoUnit.MICROS.between: on Java 17 it counts nanoseconds, whose number overflows 292 years from the
        // epoch.
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    /** The time of an activity: the producer's own text when it has an offset, else UTC with microseconds. */
    static String written(Activity activity) {
        String text = activity.timeText();
        if (text != null && WITH_OFFSET.matcher(text).matches() && means(text, activity.time())) {
            return text;
        }
        OffsetDateTime time = activity.time().atOffset(ZoneOffset.UTC);
        return (time.getNano() == 0 ? SECONDS : MICROSECONDS).format(time) + "Z";
    }

    private static boolean means(String text, Instant time) {
        try {
            return OffsetDateTime.parse(text)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS)
                    .equals(time);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
