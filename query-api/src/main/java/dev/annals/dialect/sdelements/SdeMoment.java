package dev.annals.dialect.sdelements;

import dev.annals.api.parameter.IsoTimes;
import dev.annals.api.parameter.IsoTimes.IsoTime;
import dev.annals.model.Activity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
    private static final IsoTimes TIMES = IsoTimes.lenient(12);
    private static final Pattern WITH_OFFSET =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?[+-]\\d\\d:\\d\\d");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    /** The moment of a text; empty when it is none. */
    static Optional<SdeMoment> parse(String text, ZoneId zone) {
        return TIMES.read(text)
                .map(time ->
                        of(time, time.offset().<ZoneId>map(offset -> offset).orElse(zone)));
    }

    private static SdeMoment of(IsoTime time, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time.local());
        if (offsets.isEmpty()) {
            long jump =
                    IsoTimes.micros(zone.getRules().getTransition(time.local()).getInstant());
            return new SdeMoment(jump, jump);
        }
        Instant first = time.local().toInstant(offsets.get(0));
        Instant last = time.local().toInstant(offsets.get(offsets.size() - 1));
        return new SdeMoment(IsoTimes.micros(first) + (time.isBetweenMicros() ? 1 : 0), IsoTimes.micros(last));
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
