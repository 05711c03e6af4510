package dev.annals.dialect.annals;

import dev.annals.query.Survey;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long the bars of a histogram are: a number of units of the calendar.
 *
 * @param count 1 or more
 * @param unit from seconds to years
 */
record Interval(int count, ChronoUnit unit) {
    /** The most bars of a histogram whose interval is chosen here. */
    private static final int MOST_OF_AUTO = 100;

    private static final List<Interval> LADDER = List.of(
            new Interval(1, ChronoUnit.SECONDS),
            new Interval(5, ChronoUnit.SECONDS),
            new Interval(15, ChronoUnit.SECONDS),
            new Interval(1, ChronoUnit.MINUTES),
            new Interval(5, ChronoUnit.MINUTES),
            new Interval(15, ChronoUnit.MINUTES),
            new Interval(1, ChronoUnit.HOURS),
            new Interval(3, ChronoUnit.HOURS),
            new Interval(12, ChronoUnit.HOURS),
            new Interval(1, ChronoUnit.DAYS),
            new Interval(1, ChronoUnit.WEEKS),
            new Interval(1, ChronoUnit.MONTHS),
            new Interval(3, ChronoUnit.MONTHS),
            new Interval(1, ChronoUnit.YEARS),
            new Interval(10, ChronoUnit.YEARS),
            new Interval(100, ChronoUnit.YEARS));

    static final String EXPECTED = "auto, second, minute, hour, day, week, month or year";

    /** The interval of that name; empty when there is none. */
    static Optional<Interval> named(String name) {
        return LADDER.stream()
                .filter(interval -> interval.count == 1)
                .filter(interval -> interval.name().equals(name))
                .findFirst();
    }

    /** The shortest interval that divides a time into few enough bars. */
    static Interval fitting(Instant first, Instant last, ZoneId zone) {
        return LADDER.stream()
                .filter(interval ->
                        interval.edges(first, last, zone, MOST_OF_AUTO).size() <= MOST_OF_AUTO + 1)
                .findFirst()
                .orElse(LADDER.get(LADDER.size() - 1));
    }

    /** What it is called in answers. */
    String name() {
        String plural = unit.name().toLowerCase(Locale.ROOT);
        String singular = plural.substring(0, plural.length() - 1);
        return count == 1 ? singular : count + " " + plural;
    }

    /** The beginnings of the bars and the end of the last one, at most one more than a survey may have. */
    List<Instant> edges(Instant first, Instant last, ZoneId zone) {
        return edges(first, last, zone, Survey.MOST_BARS);
    }

    private List<Instant> edges(Instant first, Instant last, ZoneId zone, int most) {
        ZonedDateTime edge = floor(first.atZone(zone));
        List<Instant> edges = new ArrayList<>();
        edges.add(edge.toInstant());
        while (!edge.toInstant().isAfter(last) && edges.size() < most + 2) {
            edge = edge.plus(count, unit);
            edges.add(edge.toInstant());
        }
        return edges;
    }

    private ZonedDateTime floor(ZonedDateTime time) {
        return switch (unit) {
            case SECONDS -> {
                ZonedDateTime second = time.truncatedTo(ChronoUnit.SECONDS);
                yield second.minusSeconds(second.getSecond() % count);
            }
            case MINUTES -> {
                ZonedDateTime minute = time.truncatedTo(ChronoUnit.MINUTES);
                yield minute.minusMinutes(minute.getMinute() % count);
            }
            case HOURS -> {
                ZonedDateTime hour = time.truncatedTo(ChronoUnit.HOURS);
                yield hour.minusHours(hour.getHour() % count);
            }
            case DAYS -> time.toLocalDate().atStartOfDay(time.getZone());
            case WEEKS ->
                time.toLocalDate()
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(time.getZone());
            case MONTHS -> {
                int month = (time.getMonthValue() - 1) / count * count + 1;
                yield time.toLocalDate().withDayOfMonth(1).withMonth(month).atStartOfDay(time.getZone());
            }
            default ->
                time.toLocalDate()
                        .withDayOfYear(1)
                        .withYear(Math.floorDiv(time.getYear(), count) * count)
                        .atStartOfDay(time.getZone());
        };
    }

    /** The interval as a division of a survey. */
    Survey.Division division(ZoneId zone) {
        return (first, last) -> edges(first, last, zone);
    }
}
