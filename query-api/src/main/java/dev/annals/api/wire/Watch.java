package dev.annals.api.wire;

import java.time.Duration;

/** Looks at something again and again, for as long as the server runs. */
@FunctionalInterface
public interface Watch {
    /** Runs a look that never waits, with that pause between one and the next. */
    void every(Duration pause, Runnable look);
}
