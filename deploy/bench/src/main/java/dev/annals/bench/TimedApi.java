package dev.annals.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.DialectProvider;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.dialect.Dialects;
import dev.annals.history.HistoryRoutes;
import dev.annals.processor.view.OpenedIndexes;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.IndexAuditSessions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The dialects over real HTTP in this process, and requests to it that are timed and printed. */
final class TimedApi implements AutoCloseable {
    /** With fewer the compiler is still at work beside what is measured. */
    private static final int WARMING_ROUNDS = 1000;

    private static final Duration LONG_ENOUGH_WARM = Duration.ofSeconds(5);
    private static final int ROUNDS = 200;
    private static final int SHOWN = 18;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;
    private final String tokenHeader;

    private TimedApi(ApiServer server, String tokenHeader) {
        this.server = server;
        this.tokenHeader = tokenHeader;
    }

    /**
     * Serves all dialects over indexes.
     *
     * @param tokenHeader the header in which the dialect that is asked looks for a token; anyone may read everything
     */
    static TimedApi serve(OpenedIndexes indexes, String tokenHeader) {
        AuditSessions sessions = new IndexAuditSessions(
                indexes,
                Dialects.INDEXING,
                bytes -> ActivityAvro.decode(bytes).orElseThrow(),
                bytes -> CommitAvro.decode(bytes).orElseThrow(),
                Duration.ofSeconds(30));
        Authenticator anyone = token -> Optional.of(Caller.of(token, null, Role.READER));
        ApiServer server = new ApiServer(
                        ApiSettings.local(0),
                        anyone,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        Dialects.open(new DialectProvider.Services(
                                sessions,
                                events -> new Answer.Ready<>(events.size()),
                                anyone,
                                Clock.systemUTC(),
                                ZoneOffset.UTC,
                                Map.of())),
                        List.of(new HistoryRoutes(sessions, Clock.systemUTC())),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
        return new TimedApi(server, tokenHeader);
    }

    /** Asks until it is warm, then some hundred times more, and prints what an answer took. */
    void time(String what, String path) throws IOException, InterruptedException {
        time(what, () -> path);
    }

    /** The same with a path for each request. */
    void time(String what, Supplier<String> paths) throws IOException, InterruptedException {
        String first = get(paths.get());
        long warm = System.nanoTime() + LONG_ENOUGH_WARM.toNanos();
        for (int i = 0; i < WARMING_ROUNDS && System.nanoTime() < warm; i++) {
            get(paths.get());
        }
        double[] millis = new double[ROUNDS];
        long processor = processorNanos();
        for (int i = 0; i < ROUNDS; i++) {
            long started = System.nanoTime();
            get(paths.get());
            millis[i] = (System.nanoTime() - started) / 1e6;
        }
        double each = (processorNanos() - processor) / 1e6 / ROUNDS;
        Arrays.sort(millis);
        print(
                "%-40s p50 %7.2f ms   p99 %7.2f ms   processor time %7.2f ms   %s",
                what,
                millis[ROUNDS / 2],
                millis[ROUNDS * 99 / 100],
                each,
                first.substring(0, Math.min(SHOWN, first.length())).replace('\n', ' '));
    }

    String get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " for " + path);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The body of an answer, as it comes. */
    InputStream open(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header(tokenHeader, "Bearer bench")
                .build();
    }

    /** Of this process, client and all: what remains comparable when the machine is busy with other things. */
    static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() {
        server.close();
    }
}
