package dev.annals.api;

/** What the owner of a token may do. */
public enum Role {
    /** Brings events in and reads nothing. */
    INGEST,
    /** Reads. */
    READER,
    /** Everything, in every tenant. */
    ADMIN;

    /** Whether this role opens a route of that access. */
    public boolean may(Access access) {
        return switch (access) {
            case OPEN -> true;
            case READ -> this != INGEST;
            case INGEST -> this != READER;
            case ADMIN -> this == ADMIN;
        };
    }
}
