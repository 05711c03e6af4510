package dev.annals.processor.view;

import java.time.Duration;

/** What comes of an attempt to read from an index: the answer, or why it cannot be had just now. */
public sealed interface Reading<R> {
    /** The answer. */
    record Done<R>(R value) implements Reading<R> {}

    /** The index is being built, moved or is not here; ask again after a while. */
    record NotReady<R>(String reason, Duration retryAfter) implements Reading<R> {}
}
