package dev.annals.ingest.publish;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes event ids: UUIDs of version 7 (RFC 9562), the milliseconds of the clock and 74 random bits. The ids of one maker grow: within a millisecond, and when the clock is set back, the random bits are counted on. Thread-safe.
 */
public final class EventIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long TWELVE_BITS = 0xFFFL;
    private static final long SIXTY_TWO_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long millis = -1;
    private long high;
    private long low;

    public EventIds(InstantSource clock) {
        this.clock = clock;
    }

    /** The next id. */
    public synchronized String next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            high = random.nextLong() & TWELVE_BITS;
            low = random.nextLong() & SIXTY_TWO_BITS;
        } else if (low < SIXTY_TWO_BITS) {
            low++;
        } else if (high < TWELVE_BITS) {
            low = 0;
            high++;
        } else {
            low = 0;
            high = 0;
            millis++;
        }
        return new UUID(millis << 16 | VERSION | high, VARIANT | low).toString();
    }
}
