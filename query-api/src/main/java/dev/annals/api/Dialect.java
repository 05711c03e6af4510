package dev.annals.api;

import java.util.Map;
import java.util.Optional;

/**
 * One product's way of asking and answering, as its existing clients know it.
 *
 * <p>A dialect adds its routes and lends its words to failures that the server notices (no credentials, no such path, not
 * ready). What it refuses by itself, such as an unknown filter, its endpoints answer directly. Thread-safe.
 */
public interface Dialect extends Mount {
    /** Short lower-case name for metrics and logs, such as {@code awx}. */
    String name();

    /** Whether unknown paths like this one are answered in its words. The first dialect in the server's list that owns a path has it. */
    boolean owns(String path);

    /** The body of a failure in its own words, and the headers that its clients expect beside it. The status is not its to choose. */
    Words words(Failure failure, Request request);

    /** A token carried in a way that only this dialect's clients use, such as a query parameter or a cookie. */
    default Optional<String> token(Request request) {
        return Optional.empty();
    }

    /** As many bytes of a body as it reads before {@link #notAllowed}; 0 to answer without reading any. */
    default int refusedBodyBytes() {
        return 0;
    }

    /** What it answers to a method that a path does not have; products that read the body first may refuse that instead. */
    default Reply notAllowed(Request request, Failure.MethodNotAllowed failure) {
        return failure;
    }

    /** Headers of every answer on its paths, failures included. */
    default Map<String, String> headers(Request request) {
        return Map.of();
    }

    /** A failure's body in a dialect's words. */
    record Words(Body body, Map<String, String> headers) {
        /** A body without further headers. */
        public static Words of(Body body) {
            return new Words(body, Map.of());
        }
    }
}
