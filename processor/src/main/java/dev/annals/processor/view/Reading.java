package dev.annals.processor.view;

import java.time.Duration;

/** The result of reading from an index: the answer, or why there is none at the moment. */
public sealed interface Reading<R> {
    /** The answer. */
    record Done<R>(R value) implements Reading<R> {}

    /** The index is being built, moved or is not here; ask again after a while. */
    record NotReady<R>(String reason, Duration retryAfter) implements Reading<R> {}
}
