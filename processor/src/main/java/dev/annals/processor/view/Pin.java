package dev.annals.processor.view;

import dev.annals.processor.index.query.IndexSnapshot;

/** What an index says when it is asked for a snapshot. */
sealed interface Pin {
    /** Here it is; the asker closes it. */
    record Taken(IndexSnapshot snapshot) implements Pin {}

    /** One could be had. */
    record Available() implements Pin {}

    /** The index has not come as far as it must. */
    record Behind() implements Pin {}

    /** The index goes no further. */
    record Stopped(StoppedLog log) implements Pin {}
}
