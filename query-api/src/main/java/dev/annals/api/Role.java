package dev.annals.api;

/** What the owner of a token may do. */
public enum Role {
    /** Brings events in and reads nothing. */
    INGEST,
    /** Reads. */
    READER,
    /** Collects the measures of the service and reads nothing else. */
    METRICS,
    /** Everything, in every tenant. */
    ADMIN;

    /** Whether this role opens a route of that access. */
    public boolean may(Access access) {
        return switch (access) {
            case OPEN -> true;
            case READ -> this == READER || this == ADMIN;
            case INGEST -> this == INGEST || this == ADMIN;
            case METRICS -> this == METRICS || this == ADMIN;
            case ADMIN -> this == ADMIN;
        };
    }
}
