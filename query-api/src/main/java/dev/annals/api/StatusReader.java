package dev.annals.api;

import dev.annals.query.Answer;

/** Knows how far everything has come. Thread-safe. */
@FunctionalInterface
public interface StatusReader {
    /** The counts of all tenants, or why they cannot be had just now. */
    Answer<Status> status();
}
