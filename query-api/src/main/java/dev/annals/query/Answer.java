package dev.annals.query;

import java.time.Duration;

/**
 * What comes back from a reader: the value, or why there is none just now. Failures of normal life are values, so that one
 * place decides their HTTP form.
 */
public sealed interface Answer<T> {
    /** The value. */
    record Ready<T>(T value) implements Answer<T> {}

    /** The view is being built or moved; ask again after a while (503 with Retry-After). */
    record NotReady<T>(String reason, Duration retryAfter) implements Answer<T> {}

    /** The question takes longer than allowed; ask a narrower one (400). */
    record TooExpensive<T>(String reason) implements Answer<T> {}
}
