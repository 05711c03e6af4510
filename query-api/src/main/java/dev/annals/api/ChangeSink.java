package dev.annals.api;

import dev.annals.model.ChangeEvent;
import dev.annals.query.Answer;
import java.util.List;

/** Publishes change events that a dialect received in the form of its product to the log. Thread-safe. */
@FunctionalInterface
public interface ChangeSink {
    /**
     * Publishes events, in this order.
     *
     * @return Ready when the log has acknowledged all of them; NotReady when it did not in time, in which case some may be in
     *     it, and publishing the same events again is safe
     */
    Answer<?> publish(List<ChangeEvent> events);
}
