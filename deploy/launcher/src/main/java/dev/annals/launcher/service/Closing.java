package dev.annals.launcher.service;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts in the order in which they started. Closes them the other way round, all of them, whatever one of them throws. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Remembers a part and gives it back. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Parts that close side by side. */
    static AutoCloseable together(AutoCloseable... parts) {
        return () -> {
            List<Thread> threads = Arrays.stream(parts)
                    .map(part -> new Thread(() -> closeQuietly(part), "annals-closing"))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        };
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            closeQuietly(parts.pop());
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("A part did not close cleanly, reason={}", e.toString());
        }
    }
}
