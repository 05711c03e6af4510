package dev.annals.api;

import dev.annals.query.Answer;

/** Knows how far everything has come. Thread-safe. */
@FunctionalInterface
public interface StatusReader {
    /** The counts of all tenants, or why they cannot be had just now. */
    Answer<Status> status();

    /** Ready when every query is answered, which may be long before all counts can be had; or why not. */
    default Answer<?> readiness() {
        return status();
    }
}
