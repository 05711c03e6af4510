package dev.annals.processor.view;

import dev.annals.processor.index.query.IndexSnapshot;

/** The answer of an index to a request for a snapshot. */
sealed interface Pin {
    /** The snapshot. The caller closes it. */
    record Taken(IndexSnapshot snapshot) implements Pin {}

    /** One could be had. */
    record Available() implements Pin {}

    /** The index has not reached the requested offset yet. */
    record Behind() implements Pin {}

    /** The index goes no further. */
    record Stopped(StoppedLog log) implements Pin {}
}
