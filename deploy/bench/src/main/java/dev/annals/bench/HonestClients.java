package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * Clients of every dialect and of the gateway that ask as they should, each at an even pace, and whose every answer must be a success
 * within ten seconds. Thread-safe.
 */
final class HonestClients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int EVENTS_AT_ONCE = 5;
    private static final int OBJECTS = 20_000;
    private static final int MOST_SHOWN = 50;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(16);
    private final URI service;
    private final String token;
    private final List<Kind> kinds = new ArrayList<>();
    private final AtomicLong events;
    private final AtomicLong failures = new AtomicLong();

    /** One kind of request. */
    private final class Kind {
        private final String name;
        private final Supplier<HttpRequest> request;
        private final int expected;
        private final int events;
        private int[] micros = new int[1024];
        private int asked;
        private int reported;

        Kind(String name, int expected, int events, Supplier<HttpRequest> request) {
            this.name = name;
            this.expected = expected;
            this.events = events;
            this.request = request;
        }

        void ask() {
            long began = System.nanoTime();
            try {
                HttpResponse<byte[]> answer = http.send(request.get(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != expected || answer.body().length == 0) {
                    failed(answer.statusCode() + " " + new String(answer.body(), UTF_8));
                } else {
                    HonestClients.this.events.addAndGet(events);
                }
            } catch (IOException e) {
                failed(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            took((int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - began) / 1000));
        }

        private void failed(String seen) {
            if (failures.incrementAndGet() <= MOST_SHOWN) {
                System.out.printf("FAILED %s: %s%n", name, seen.substring(0, Math.min(300, seen.length())));
            }
        }

        private synchronized void took(int time) {
            if (asked == micros.length) {
                micros = Arrays.copyOf(micros, asked * 2);
            }
            micros[asked++] = time;
        }

        /** Since the last time, or in all. */
        synchronized String times(boolean inAll) {
            int[] sorted = Arrays.copyOfRange(micros, inAll ? 0 : reported, asked);
            reported = asked;
            Arrays.sort(sorted);
            return sorted.length == 0
                    ? name + " none"
                    : "%s %d: %.1f/%.1f/%.1f"
                            .formatted(
                                    name,
                                    sorted.length,
                                    sorted[sorted.length / 2] / 1e3,
                                    sorted[sorted.length * 99 / 100] / 1e3,
                                    sorted[sorted.length - 1] / 1e3);
        }
    }

    /**
     * Clients that have not begun.
     *
     * @param first the number of the first event that they send
     */
    HonestClients(int port, String token, int first) {
        this.service = URI.create("http://127.0.0.1:" + port);
        this.token = token;
        this.events = new AtomicLong(first);
    }

    /** Has all of them ask. */
    HonestClients start() {
        read("healthz", 100, "/healthz");
        read("readyz", 1000, "/readyz");
        read("metrics", 5000, "/metrics");
        read("status", 2000, "/annals/v1/status");
        read("awx page", 50, "/api/v2/activity_stream/?order_by=-id");
        read(
                "awx filter",
                100,
                "/api/v2/activity_stream/?object1=host&operation=update&order_by=-timestamp&page_size=50");
        read("sdelements", 100, "/api/v2/activities/?page_size=50");
        read("puppet v1", 100, "/v1/events?service_id=default&limit=50&order=desc");
        read("puppet v2", 200, "/v2/events?limit=20&offset=100");
        read("puppet csv", 1000, "/v1/events.csv?service_id=default&limit=500&order=desc");
        Random random = new Random(5);
        AtomicLong next = new AtomicLong(events.get());
        every(100, new Kind("events", 202, EVENTS_AT_ONCE, () -> post(lines(random, next), false)));
        every(500, new Kind("events packed", 202, EVENTS_AT_ONCE, () -> post(lines(random, next), true)));
        return this;
    }

    private void read(String name, int millis, String target) {
        every(millis, new Kind(name, 200, 0, () -> request(target).GET().build()));
    }

    private void every(int millis, Kind kind) {
        kinds.add(kind);
        var unused = threads.scheduleAtFixedRate(kind::ask, millis, millis, TimeUnit.MILLISECONDS);
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(service.resolve(target))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                // An idle connection may be ended at any moment, and not every client asks again by itself.
                .header("Connection", "close");
    }

    private HttpRequest post(String body, boolean packed) {
        byte[] bytes = body.getBytes(UTF_8);
        HttpRequest.Builder request = request("/annals/v1/changes");
        return (packed ? request.header("Content-Encoding", "gzip") : request)
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed ? gzip(bytes) : bytes))
                .build();
    }

    private static String lines(Random random, AtomicLong next) {
        StringBuilder lines = new StringBuilder();
        synchronized (random) {
            for (int i = 0; i < EVENTS_AT_ONCE; i++) {
                lines.append(PipelineBench.change(random, (int) next.getAndIncrement(), OBJECTS))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** What each kind took, in milliseconds: median, 99th of a hundred, longest. */
    String times(boolean inAll) {
        StringBuilder text = new StringBuilder();
        kinds.forEach(kind -> text.append("  ").append(kind.times(inAll)).append('\n'));
        return text.toString();
    }

    /** Events that were taken, those before the first included. */
    long events() {
        return events.get();
    }

    long failures() {
        return failures.get();
    }

    /** What a path answers now. */
    String get(String target) throws IOException, InterruptedException {
        return http.send(request(target).GET().build(), HttpResponse.BodyHandlers.ofString(UTF_8))
                .body();
    }

    /** Has all of them stop; who has asked gets its answer. */
    void stop() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
            failures.incrementAndGet();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
