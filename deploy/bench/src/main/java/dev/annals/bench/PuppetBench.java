package dev.annals.bench;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.dialect.Dialects;
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
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.CommitIndexing;
import dev.annals.processor.view.OpenedIndexes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the Puppet dialect costs over HTTP on a large log: totals, first and late pages, and CSV of everything.
 *
 * <p>Arguments: how many commits (a million). Half of them are of the service that is asked for.
 */
public final class PuppetBench {
    private static final String TENANT = "default";
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private PuppetBench() {}

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
                        Dialects.INDEXING.document(activity, ActivityAvro.encode(activity)),
                        new SourceOffset("annals.activities", 0, number));
                Commit commit = commit(activity);
                commitIndex.append(
                        CommitIndexing.document(commit, CommitAvro.encode(commit)),
                        new SourceOffset("annals.commits", 0, number));
            }
            TimedApi.print("indexed %,d commits in %.1f s", commits, (System.nanoTime() - started) / 1e9);
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
        try (TimedApi api = TimedApi.serve(indexes, "X-Authentication")) {
            String events = "/activity-api/v2/events?service_id=classifier";
            long late = commits * 9L / 10;
            api.time("total of a filter (limit=1, asc)", events + "&limit=1&order=asc");
            api.time(
                    "total of two users or a group",
                    "/activity-api/v2/events?limit=1&query=%5B%7B%22subject_id%22:7%7D,%7B%22subject_id%22:8%7D,"
                            + "%7B%22object_type%22:%22node_groups%22,%22object_id%22:%2217%22%7D%5D");
            api.time(
                    "total of a part of an address",
                    "/activity-api/v2/events?limit=1&query=%5B%7B%22ip_address%22:%2210.0.7%22%7D%5D");
            api.time("first page of 100", events + "&limit=100");
            api.time("first page of 1000", events);
            api.time("100 at offset " + late, "/activity-api/v2/events?limit=100&offset=" + late);
            api.time("100 at offset " + late + ", asc", "/activity-api/v2/events?order=asc&limit=100&offset=" + late);
            api.time("1000 at offset " + late, "/activity-api/v2/events?offset=" + late);
            csv(api, "/activity-api/v2/events.csv?limit=" + commits);
            csv(api, "/activity-api/v2/events.csv?limit=" + commits);
        }
    }

    /** Reads everything and keeps nothing; memory is measured after a collection, while rows are on their way. */
    private static void csv(TimedApi api, String path) throws IOException, InterruptedException {
        long processor = TimedApi.processorNanos();
        long started = System.nanoTime();
        long rows = -1;
        long bytes = 0;
        long mostHeap = 0;
        long nextLook = 0;
        try (InputStream in = api.open(path)) {
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
        double busy = (TimedApi.processorNanos() - processor) / 1e9;
        TimedApi.print(
                "CSV of everything: %,d rows, %,d bytes in %.1f s = %,.0f rows/s (%.1f s of processor time), at most"
                        + " %d MiB of heap after collection",
                rows, bytes, seconds, rows / seconds, busy, mostHeap >> 20);
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
}
