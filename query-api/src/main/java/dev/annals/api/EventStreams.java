package dev.annals.api;

import dev.annals.api.wire.EventStream;
import dev.annals.query.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of server-sent events. A thread of those that work on requests asks the feeds of all of them in turn, several times a second. A stream
 * ends after some minutes, so that a client comes with its token anew. Thread-safe.
 */
final class EventStreams implements AutoCloseable {
    /** Most streams at once. */
    static final int MOST = 256;

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** A proxy or a browser takes a silent connection for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    private final Map<EventStream, Open> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ServerThreads threads;
    private volatile boolean closed;

    EventStreams(ServerThreads threads) {
        this.threads = threads;
    }

    /** What is known of a stream. Used by one thread at a time. */
    private static final class Open {
        private final Feed feed;
        private final long began = System.nanoTime();
        private long spoke = began;

        Open(Feed feed) {
            this.feed = feed;
        }
    }

    /** Whether one more may be opened. */
    boolean hasRoom() {
        return !closed && streams.size() < MOST;
    }

    /** Feeds a stream until it ends. */
    void add(EventStream stream, Feed feed) {
        streams.put(stream, new Open(feed));
        // How long a client waits before it comes again; the head of the answer goes out with it.
        stream.offer("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        stream.start();
        wake();
    }

    /** Forgets a stream that has ended. */
    void remove(EventStream stream) {
        streams.remove(stream);
    }

    private void wake() {
        if (asking.compareAndSet(false, true)) {
            threads.later(PAUSE, this::round);
        }
    }

    /** Asks every feed once. While there is no stream, nothing wakes up for the feeds. */
    private void round() {
        try {
            streams.forEach(this::feed);
        } finally {
            asking.set(false);
            if (!streams.isEmpty() && !closed) {
                wake();
            }
        }
    }

    /** Ends all streams, so that a server that stops need not wait for their clients. */
    @Override
    public void close() {
        closed = true;
        streams.keySet().forEach(EventStream::end);
    }

    private void feed(EventStream stream, Open open) {
        long now = System.nanoTime();
        if (now - open.began > LONGEST.toNanos()) {
            stream.end();
            return;
        }
        // A client that is behind gets no more before it has taken what there is.
        if (!stream.isIdle()) {
            return;
        }
        Answer<List<Feed.Event>> answer;
        try {
            answer = open.feed.next();
        } catch (RuntimeException e) {
            LOG.error("A stream of events ends, since its feed failed", e);
            stream.end();
            return;
        }
        StringBuilder text = new StringBuilder();
        if (answer instanceof Answer.Ready<List<Feed.Event>> ready) {
            for (Feed.Event event : ready.value()) {
                text.append("id: ").append(event.id());
                text.append("\nevent: ").append(event.name());
                text.append("\ndata: ").append(event.data()).append("\n\n");
            }
        } else if (answer instanceof Answer.TooExpensive<?>) {
            stream.end();
            return;
        }
        if (text.length() > 0) {
            open.spoke = now;
            if (!stream.offer(text.toString().getBytes(StandardCharsets.UTF_8))) {
                stream.end();
            }
        } else if (now - open.spoke > SILENCE.toNanos()) {
            open.spoke = now;
            stream.offer(HEARTBEAT);
        }
    }
}
