package dev.annals.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Authenticator;
import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.dialect.awx.AwxDialect;
import dev.annals.processor.index.IndexSettings;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.SourceOffset;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.OpenedIndexes;
import dev.annals.query.Answer;
import dev.annals.query.IndexAuditReader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the AWX dialect costs over HTTP on a large log; prints, asserts nothing.
 *
 * <p>Arguments: how many activities (2,000,000), and a directory to keep the index in, which may be that of {@link QueryBench}.
 */
public final class AwxBench {
    private static final int WARM = 60;
    private static final int ROUNDS = 100;
    private static final String LIST = "/api/v2/activity_stream/";
    private static final PrintStream OUT = System.out;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private AwxBench(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** Builds what is missing of the index, asks and prints. */
    public static void main(String[] args) throws IOException, InterruptedException {
        long documents = args.length > 0 ? Long.parseLong(args[0]) : 2_000_000;
        Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("awx-bench");
        try (IndexedStore activities = IndexedStore.open(directory.resolve("activities"), IndexSettings.defaults());
                IndexedStore commits = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults())) {
            long has;
            try (var snapshot = activities.snapshot(BenchActivities.TENANT)) {
                has = snapshot.count();
            }
            BenchActivities samples = new BenchActivities();
            for (long id = has + 1; id <= documents; id++) {
                var activity = samples.next(id);
                activities.append(
                        ActivityIndexing.document(activity, ActivityAvro.encode(activity)),
                        new SourceOffset("bench", 0, id));
            }
            serve(new OpenedIndexes(activities, commits), Math.max(has, documents));
        }
    }

    private static void serve(OpenedIndexes indexes, long documents) throws IOException, InterruptedException {
        IndexAuditReader reader = new IndexAuditReader(
                indexes,
                bytes -> ActivityAvro.decode(bytes).orElseThrow(),
                bytes -> CommitAvro.decode(bytes).orElseThrow(),
                Duration.ofSeconds(30));
        Authenticator anyone = token -> Optional.of(Caller.of(token, null, Role.READER));
        try (ApiServer server = new ApiServer(
                        ApiSettings.local(0),
                        anyone,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(new AwxDialect(reader, anyone)),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start()) {
            OUT.printf("%,d activities%n", documents);
            AwxBench bench = new AwxBench(server.port());
            long middle = documents / 2 / 25;
            bench.time("first page", LIST);
            bench.time("first page of half of them", LIST + "?operation=update");
            bench.time("first page of three filters", LIST + "?operation=update&actor__username=user77&object1=host");
            bench.time("first page of a day", LIST + "?timestamp__gte=2024-01-01&timestamp__lt=2024-01-02");
            bench.time("200 rows", LIST + "?page_size=200");
            bench.time("page in the middle", LIST + "?page=" + middle);
            bench.time("page in the middle, by id", LIST + "?order_by=id&page=" + middle);
            bench.time("last page of half of them", LIST + "?operation=update&page=last");
            bench.time("an object's trail", "/api/v2/hosts/16/activity_stream/");
            bench.time("a user's trail", "/api/v2/users/77/activity_stream/");
            bench.time("one activity", LIST + documents / 3 + "/");
            bench.time("in a text, one in ten thousand", LIST + "?search=" + BenchActivities.RARE.substring(2, 9));
            bench.time("ordered by the actor's name", LIST + "?order_by=actor__username,-id&operation=delete");
            bench.time("only the count", LIST + "?operation__in=update,delete&page_size=1");
        }
    }

    private void time(String what, String path) throws IOException, InterruptedException {
        String first = get(path);
        for (int i = 0; i < WARM; i++) {
            get(path);
        }
        double[] millis = new double[ROUNDS];
        long processor = processorNanos();
        for (int i = 0; i < ROUNDS; i++) {
            long started = System.nanoTime();
            get(path);
            millis[i] = (System.nanoTime() - started) / 1e6;
        }
        double each = (processorNanos() - processor) / 1e6 / ROUNDS;
        Arrays.sort(millis);
        OUT.printf(
                "%-34s p50 %7.2f ms   p99 %7.2f ms   processor time %7.2f ms   %s%n",
                what,
                millis[ROUNDS / 2],
                millis[ROUNDS * 99 / 100],
                each,
                first.substring(0, Math.min(18, first.length())));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Authorization", "Bearer bench")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " for " + path);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Of this process, client and all: what remains comparable when the machine is busy with other things. */
    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
