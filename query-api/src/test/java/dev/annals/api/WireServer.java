package dev.annals.api;

import dev.annals.query.Answer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with one dialect and routes of every kind, under limits that tests reach. */
final class WireServer implements AutoCloseable {
    /** Two threads, and clients that must send or take 2,000 bytes in each second, looked at over half seconds. */
    static final ApiSettings.Limits TIGHT = new ApiSettings.Limits(
            2,
            400,
            0,
            0,
            64 * 1024,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            2000,
            Duration.ofMillis(500),
            3 * 1024 * 1024,
            64L * 1024 * 1024,
            Duration.ofSeconds(1));

    static final int MOST_BYTES = 1024 * 1024;

    /** Bodies that were taken. */
    final AtomicInteger taken = new AtomicInteger();

    /** While it is up, {@code /slow} does not answer. */
    final CountDownLatch barrier = new CountDownLatch(1);

    private final ApiServer server;

    WireServer() {
        this(TIGHT);
    }

    WireServer(ApiSettings.Limits limits) {
        server = new ApiServer(
                        ApiSettings.local(0).limits(limits),
                        token -> token.equals("t") ? Optional.of(Caller.of("x", null, Role.ADMIN)) : Optional.empty(),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(new Loud()),
                        List.of(this::mount),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private void mount(Routes routes) {
        routes.add(Route.post("/take", this::take).body(MOST_BYTES));
        routes.add(Route.post("/open", this::take).access(Access.OPEN));
        routes.add(Route.get("/get", this::take));
        routes.add(Route.get("/large", request -> Reply.ok(Body.text("text/plain", "x".repeat(900_000)))));
        routes.add(Route.get(
                "/huge",
                request -> Reply.ok(new Body("text/plain", out -> {
                    for (int i = 0; i < 1000; i++) {
                        out.write(new byte[100_000]);
                    }
                    return new Answer.Ready<>(true);
                }))));
        routes.add(
                Route.get("/crowded", request -> new Failure.NotReady("Too many ask.", Duration.ofSeconds(3), true)));
        routes.add(Route.get("/slow", request -> {
            try {
                barrier.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.ok(Body.text("text/plain", "at last"));
        }));
    }

    private Reply take(Request request) {
        taken.incrementAndGet();
        return Reply.ok(Body.text("text/plain", request.body().length + " " + request.text()));
    }

    /** Says everything in capitals. */
    private static final class Loud implements Dialect {
        @Override
        public String name() {
            return "loud";
        }

        @Override
        public boolean owns(String path) {
            return path.startsWith("/loud");
        }

        @Override
        public Words words(Failure failure, Request request) {
            String asked = failure instanceof Failure.NoSuchPath ? " " + request.path() : "";
            return Words.of(Body.text("text/loud", (failure.sentence() + asked).toUpperCase(java.util.Locale.ROOT)));
        }

        @Override
        public void mount(Routes routes) {
            routes.add(Route.post("/loud/take", request -> Reply.ok(Body.text("text/loud", "TAKEN"))));
        }
    }

    int port() {
        return server.port();
    }

    /** The head of a request with a token. */
    static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    /** A request with a token and a body. */
    static byte[] request(String method, String path, byte[] body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length;
        byte[] head = head(method, path, all).getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    @Override
    public void close() {
        barrier.countDown();
        server.close();
    }
}
