package dev.annals.processor.stage.sequence;

import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The time on a partition, from the timestamps of its records alone. It is kept, so that a restart goes on where the log was.
 *
 * <p>A broker's clock may jump, and under a topic of producers' timestamps anybody sets it. So there are two readings. The {@linkplain #clock() clock}
 * is the latest timestamp; it ignores a step back of up to an hour, and a longer one begins a new clock there. The {@linkplain #elapsed() elapsed time}
 * only grows, by as much as the clock advances; timeouts and horizons are measured in it. A clock that jumps ahead by a year and comes back makes
 * everything due that was waiting, and then continues as before. For one thread.
 */
public final class RecordTime {
    /** The key of this entry in the tenants' store: a control character, which no tenant's name contains. */
    private static final byte[] KEY = {0};

    private static final long NEW_CLOCK_MILLIS = 3_600_000;
    private static final long UNSET = -1;
    private static final long MICROS = 1000;

    private final ByteStore store;
    private long clock = UNSET;
    private long elapsed;

    /** Reads the time back from a store; a new store has none. */
    public RecordTime(ByteStore store) {
        this.store = store;
        byte[] saved = store.get(KEY);
        if (saved != null) {
            ByteBuffer in = ByteBuffer.wrap(saved);
            clock = in.getLong();
            // An earlier release had one time for both.
            elapsed = in.hasRemaining() ? in.getLong() : clock;
        }
    }

    /**
     * Moves on to a record with that timestamp.
     *
     * @param longestStep the most that one record may add to the elapsed time, milliseconds, at least the longest wait. It keeps a hostile clock that
     *     jumps again and again from overflowing the elapsed time
     */
    public void advance(long timestamp, long longestStep) {
        long seen = Math.max(timestamp, 0);
        if (seen <= clock && clock - seen <= NEW_CLOCK_MILLIS) {
            return;
        }
        if (clock != UNSET && seen > clock) {
            elapsed += Math.min(seen - clock, longestStep);
        }
        clock = seen;
        store.put(
                KEY,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(clock)
                        .putLong(elapsed)
                        .array());
    }

    /** What time it is, milliseconds since 1970. */
    public long clock() {
        return Math.max(clock, 0);
    }

    /**
     * When an event counts as having happened, microseconds since 1970: not after the clock, because what the log has taken is past. Else an event dated a year ahead
     * would make all events of its object late for a year.
     */
    public long of(Instant happened) {
        long clockMicros = Math.min(clock(), Long.MAX_VALUE / MICROS - 1) * MICROS + MICROS - 1;
        return Math.min(happened.getEpochSecond() * MICROS * MICROS + happened.getNano() / MICROS, clockMicros);
    }

    /** How much time has passed, milliseconds from some beginning. Never goes back. */
    public long elapsed() {
        return elapsed;
    }
}
