package dev.annals.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;

/** A service that posts events of a tenant of its own through the gateway, each until it is accepted, whatever dies meanwhile. */
final class PostedEvents implements AutoCloseable {
    static final String TENANT = "posted";

    private final RunningAnnals annals;
    private final Thread thread;
    private volatile boolean ended;
    private volatile long accepted;

    private PostedEvents(RunningAnnals annals) {
        this.annals = annals;
        this.thread = new Thread(this::post, "posted-events");
    }

    static PostedEvents start(RunningAnnals annals) {
        PostedEvents posted = new PostedEvents(annals);
        posted.thread.start();
        return posted;
    }

    /** Posts no further event, and gives the number of those that were accepted. */
    long end() throws InterruptedException {
        ended = true;
        thread.join();
        return accepted;
    }

    private void post() {
        for (long n = 0; !ended; n++) {
            while (!isAccepted(n)) {
                pause();
            }
            accepted = n + 1;
            pause();
        }
    }

    private boolean isAccepted(long n) {
        String event =
                "{\"id\":\"p-%d\",\"source\":\"posted\",\"tenant\":\"%s\",\"time\":\"2026-01-31T12:00:00Z\",\"object\":{\"type\":\"team\",\"id\":\"%d\"},\"after\":{\"n\":%d}}"
                        .formatted(n, TENANT, n % 50, n);
        try {
            HttpResponse<String> answer = annals.post("/annals/v1/changes", event);
            return answer.statusCode() == 202;
        } catch (IOException e) {
            // Whoever was to answer is dead. Repeating is safe: the id is the same.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.interrupt();
        thread.join();
    }
}
