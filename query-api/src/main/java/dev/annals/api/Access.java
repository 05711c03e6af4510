package dev.annals.api;

/** What a caller must be allowed to do to use a route. */
public enum Access {
    /** Anybody, without credentials. */
    OPEN,
    /** Readers and administrators. */
    READ,
    /** Those that bring events in, and administrators. */
    INGEST,
    /** Those that collect measures, and administrators. */
    METRICS,
    /** Administrators. */
    ADMIN
}
