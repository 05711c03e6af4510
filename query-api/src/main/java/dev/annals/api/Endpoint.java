package dev.annals.api;

/** Answers the requests of one route. Thread-safe; may wait for the index, never for other requests. */
@FunctionalInterface
public interface Endpoint {
    /** The reply to a request whose caller is known and may use the route. */
    Reply answer(Request request);
}
