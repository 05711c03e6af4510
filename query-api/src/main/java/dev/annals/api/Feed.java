package dev.annals.api;

import dev.annals.query.Answer;
import java.util.List;

/**
 * What a stream of server-sent events gives, asked again and again for as long as the client stays. Belongs to one thread at a time; it must not wait.
 */
@FunctionalInterface
public interface Feed {
    /**
     * One event.
     *
     * @param id what the client sends back to go on behind it; no line feed in it
     * @param name the kind of event; no line feed in it
     * @param data one line
     */
    record Event(String id, String name, String data) {}

    /** The events since the last call, some at a time; none when nothing has happened. NotReady is asked again, TooExpensive ends the stream. */
    Answer<List<Event>> next();
}
