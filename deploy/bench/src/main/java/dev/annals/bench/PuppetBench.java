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
import dev.annals.dialect.puppet.PuppetDialect;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Wording;
import dev.annals.processor.index.IndexSettings;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.SourceOffset;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.CommitIndexing;
import dev.annals.processor.view.OpenedIndexes;
import dev.annals.query.Answer;
import dev.annals.query.IndexAuditReader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Puppet dialect costs over HTTP on a large log: totals, first and late pages, and CSV of everything.
 *
 * <p>Arguments: how many commits (a million). Half of them are of the service that is asked for.
 */
public final class PuppetBench {
    private static final String TENANT = "default";
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    /** With fewer the compiler is still at work beside what is measured. */
    private static final int WARMING_ROUNDS = 1000;

    private static final int ROUNDS = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private PuppetBench(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** Builds the indexes, asks, prints, and removes them again. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int commits = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("puppet-bench");
        try (IndexedStore activityIndex = IndexedStore.open(directory.resolve("activities"), IndexSettings.defaults());
                IndexedStore commitIndex = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults())) {
            long started = System.nanoTime();
            for (long number = 1; number <= commits; number++) {
                Activity activity = activity(number);
                activityIndex.append(
                        ActivityIndexing.document(activity, ActivityAvro.encode(activity)),
                        new SourceOffset("annals.activities", 0, number));
                Commit commit = commit(activity);
                commitIndex.append(
                        CommitIndexing.document(commit, CommitAvro.encode(commit)),
                        new SourceOffset("annals.commits", 0, number));
            }
            print("indexed %,d commits in %.1f s", commits, (System.nanoTime() - started) / 1e9);
            serve(new OpenedIndexes(activityIndex, commitIndex), commits);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void serve(OpenedIndexes indexes, int commits) throws IOException, InterruptedException {
        IndexAuditReader reader = new IndexAuditReader(
                indexes,
                bytes -> ActivityAvro.decode(bytes).orElseThrow(),
                bytes -> CommitAvro.decode(bytes).orElseThrow(),
                Duration.ofSeconds(30));
        Authenticator anyone = token -> Optional.of(Caller.of(token, null, Role.READER));
        PuppetDialect dialect = new PuppetDialect(
                reader,
                events -> new Answer.Ready<>(events.size()),
                anyone,
                Clock.systemUTC(),
                PuppetDialect.DEFAULT_LIMIT);
        try (ApiServer server = new ApiServer(
                        ApiSettings.local(0),
                        anyone,
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(dialect),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start()) {
            PuppetBench bench = new PuppetBench(server.port());
            String events = "/activity-api/v2/events?service_id=classifier";
            long late = commits * 9L / 10;
            bench.time("total of a filter (limit=1, asc)", events + "&limit=1&order=asc");
            bench.time(
                    "total of two users or a group",
                    "/activity-api/v2/events?limit=1&query=%5B%7B%22subject_id%22:7%7D,%7B%22subject_id%22:8%7D,"
                            + "%7B%22object_type%22:%22node_groups%22,%22object_id%22:%2217%22%7D%5D");
            bench.time(
                    "total of a part of an address",
                    "/activity-api/v2/events?limit=1&query=%5B%7B%22ip_address%22:%2210.0.7%22%7D%5D");
            bench.time("first page of 100", events + "&limit=100");
            bench.time("first page of 1000", events);
            bench.time("100 at offset " + late, "/activity-api/v2/events?limit=100&offset=" + late);
            bench.time("100 at offset " + late + ", asc", "/activity-api/v2/events?order=asc&limit=100&offset=" + late);
            bench.time("1000 at offset " + late, "/activity-api/v2/events?offset=" + late);
            bench.csv("/activity-api/v2/events.csv?limit=" + commits);
            bench.csv("/activity-api/v2/events.csv?limit=" + commits);
        }
    }

    private void time(String what, String path) throws IOException, InterruptedException {
        for (int i = 0; i < WARMING_ROUNDS; i++) {
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
        print(
                "%-40s p50 %6.2f ms   p99 %6.2f ms   processor time %6.2f ms",
                what, millis[ROUNDS / 2], millis[ROUNDS * 99 / 100], each);
    }

    private void get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " for " + path);
        }
    }

    /** Reads everything and keeps nothing; memory is measured after a collection, while rows are on their way. */
    private void csv(String path) throws IOException, InterruptedException {
        long processor = processorNanos();
        long started = System.nanoTime();
        long rows = -1;
        long bytes = 0;
        long mostHeap = 0;
        long nextLook = 0;
        try (InputStream in = client.send(request(path), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    rows += buffer[i] == '\n' ? 1 : 0;
                }
                bytes += read;
                if (rows >= nextLook) {
                    nextLook = rows + 200_000;
                    mostHeap = Math.max(mostHeap, heapAfterCollection());
                }
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        double busy = (processorNanos() - processor) / 1e9;
        print(
                "CSV of everything: %,d rows, %,d bytes in %.1f s = %,.0f rows/s (%.1f s of processor time), at most %d MiB of"
                        + " heap after collection",
                rows, bytes, seconds, rows / seconds, busy, mostHeap >> 20);
    }

    /** Of this process, client and all: what remains comparable when the machine is busy with other things. */
    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("X-Authentication", "bench")
                .build();
    }

    private static Activity activity(long id) {
        String group = Long.toString(id % 5_000);
        return new Activity(
                id,
                TENANT,
                new Origin("bench", Long.toString(id), 0, id, START),
                START.plusMillis(id * 137),
                null,
                id % 2 == 0 ? "classifier" : "rbac",
                null,
                Operation.UPDATE,
                new Actor(Actor.USERS, Long.toString(id % 500), "user " + id % 500, null, null, null),
                new ObjectRef("node_groups", group, "group " + group, null, null),
                null,
                null,
                List.of(),
                List.of(new FieldChange(
                        "description", new JsonText("\"from " + id + "\""), new JsonText("\"to " + id + "\""))),
                false,
                List.of(),
                null,
                Wording.NONE,
                null,
                "10.0." + id % 250 + ".1, 127.0.0.1",
                null,
                Map.of(),
                null,
                Hash.ZERO);
    }

    private static Commit commit(Activity activity) {
        ObjectRef object = activity.object();
        return new Commit(
                activity.id(),
                TENANT,
                activity.serviceId(),
                null,
                activity.actor(),
                List.of(new CommitObject(object.type(), object.id(), object.name())),
                activity.time(),
                activity.ipAddress(),
                List.of(activity.id()),
                null,
                Hash.ZERO);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
