package dev.annals.history;

import dev.annals.model.Activity;
import java.time.Instant;

/**
 * The place of an activity in the order in which things happened: by time, and by id of those that happened at one time.
 *
 * @param micros microseconds since 1970
 */
record Stamp(long micros, long id) implements Comparable<Stamp> {
    /** Before every activity. */
    static final Stamp NONE = new Stamp(Long.MIN_VALUE, 0);

    static Stamp of(Activity activity) {
        return new Stamp(micros(activity.time()), activity.id());
    }

    /** Microseconds since 1970; what is less than a microsecond is cut off. */
    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** The time of the activity. */
    Instant time() {
        return instant(micros);
    }

    boolean isAfter(Stamp other) {
        return compareTo(other) > 0;
    }

    Stamp max(Stamp other) {
        return isAfter(other) ? this : other;
    }

    @Override
    public int compareTo(Stamp other) {
        int byTime = Long.compare(micros, other.micros);
        return byTime != 0 ? byTime : Long.compare(id, other.id);
    }
}
