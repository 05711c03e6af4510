package dev.annals.api;

import java.util.Map;
import java.util.Optional;

/**
 * One product's requests and answers, as its existing clients know them.
 *
 * <p>A dialect adds its routes and finds the words for failures: those that the server notices, such as missing credentials, and those
 * with which its own endpoints refuse a request, such as an unknown filter. Thread-safe.
 */
public interface Dialect extends Mount {
    /** Short lower-case name for metrics and logs, such as {@code awx}. */
    String name();

    /** Whether unknown paths like this one are answered in its words. The first dialect in the server's list that owns a path has it. */
    boolean owns(String path);

    /** The body of a failure in the words of the product, and the headers that its clients expect. The failure itself has the status. */
    Words words(Failure failure, Request request);

    /** A token carried in a way that only this dialect's clients use, such as a query parameter or a cookie. */
    default Optional<String> token(Request request) {
        return Optional.empty();
    }

    /** Most bytes of a body that are read before {@link #notAllowed}; 0 to answer without reading the body. */
    default int refusedBodyBytes() {
        return 0;
    }

    /** The answer to a method that a path does not have; a product that reads the body first may refuse the body instead. */
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
