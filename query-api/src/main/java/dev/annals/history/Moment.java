package dev.annals.history;

import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point on the two clocks: what was known of which time.
 *
 * @param through the last place in the order of time that counts; absent when all do
 * @param position the first activities of the log that count, as a number of them
 */
record Moment(@Nullable Stamp through, long position) {
    /** Everything that happened by a time, the instant included. */
    static Moment at(long micros, long position) {
        return new Moment(new Stamp(micros, Long.MAX_VALUE), position);
    }

    /** All that the log knew at a position. */
    static Moment of(long position) {
        return new Moment(null, position);
    }

    /** Before an activity took place, by all that the log knew at a position. */
    static Moment before(Stamp activity, long position) {
        return new Moment(new Stamp(activity.micros(), activity.id() - 1), position);
    }

    /** Which activities count. */
    Filter filter() {
        List<Filter> parts = new ArrayList<>();
        parts.add(upTo(position));
        Stamp last = through;
        if (last != null) {
            String micros = Long.toString(last.micros());
            Filter byTime = new Filter.Range(ActivityFields.TIME, null, new Filter.Bound(micros, true));
            parts.add(
                    last.id() == Long.MAX_VALUE
                            ? byTime
                            : new Filter.Or(List.of(
                                    new Filter.Range(ActivityFields.TIME, null, new Filter.Bound(micros, false)),
                                    byTime.and(upTo(last.id()))
                                            .and(new Filter.Range(
                                                    ActivityFields.TIME, new Filter.Bound(micros, true), null)))));
        }
        return new Filter.And(parts);
    }

    /** Which activities are later in the order of time, of those that the log knew. */
    Filter later() {
        return upTo(position).and(new Filter.Not(filter()));
    }

    /** Whether all activities up to a place in time, of the first so many of the log, can count. */
    boolean includes(Stamp latest, long lastId) {
        return lastId <= position && (through == null || latest.compareTo(through) <= 0);
    }

    static Filter upTo(long id) {
        return new Filter.Range(ActivityFields.ID, null, new Filter.Bound(Long.toString(id), true));
    }

    static Filter beyond(long id) {
        return new Filter.Range(ActivityFields.ID, new Filter.Bound(Long.toString(id), false), null);
    }
}
