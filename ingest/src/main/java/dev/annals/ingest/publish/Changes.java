package dev.annals.ingest.publish;

import java.time.InstantSource;

/** The changes of one source: each begins here, with an id of its own and the time of the clock. Thread-safe. */
public final class Changes {
    private final String source;
    private final InstantSource clock;
    private final EventIds ids;

    private Changes(String source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.ids = new EventIds(clock);
    }

    /** Those of a service, under the machine's clock. */
    public static Changes from(String source) {
        return from(source, InstantSource.system());
    }

    /** Those of a service, under another clock. */
    public static Changes from(String source, InstantSource clock) {
        return new Changes(source, clock);
    }

    /** A change of an object. */
    public Change of(String objectType, String objectId) {
        return new Change(ids.next(), source, clock.instant(), objectType, objectId);
    }
}
