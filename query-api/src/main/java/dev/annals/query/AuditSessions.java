package dev.annals.query;

/** Opens audit sessions. Thread-safe. */
@FunctionalInterface
public interface AuditSessions {
    /** A session for one request. It reads nothing before its first question, and the caller closes it. */
    AuditSession open(Asker asker);
}
