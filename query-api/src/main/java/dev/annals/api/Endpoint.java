package dev.annals.api;

/** Answers the requests of one route. Thread-safe; waits for the reader at most, never for other requests. */
@FunctionalInterface
public interface Endpoint {
    /** The reply to a request whose caller is known and may use the route. */
    Reply answer(Request request);
}
