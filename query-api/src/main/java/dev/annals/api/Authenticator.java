package dev.annals.api;

import java.util.Optional;

/** Knows the owners of tokens. Thread-safe, and asked once for every request, so it answers from memory. */
@FunctionalInterface
public interface Authenticator {
    /** The owner of a token; empty when there is no such token or it was revoked. */
    Optional<Caller> caller(String token);
}
