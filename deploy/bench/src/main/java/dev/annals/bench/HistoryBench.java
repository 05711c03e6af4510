package dev.annals.bench;

import dev.annals.codec.ActivityAvro;
import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Standing;
import dev.annals.model.Wording;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.OpenedIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What an object was at a random instant, who gave it what, and how it differs, over HTTP: of an object with 10 changes and one with 100,000 among as many activities of others.
 * Each object has 20 fields, one in fifty activities has the whole document and one in a hundred is late.
 */
public final class HistoryBench {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final int FIELDS = 20;
    private static final int FEW = 10;

    private final Random random = new Random(5);
    private final BenchActivities others = new BenchActivities();
    private final IndexedStore activities;
    private long id;

    private HistoryBench(IndexedStore activities) {
        this.activities = activities;
    }

    /** Builds the index, asks and prints. The argument is the number of changes of the large object. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int changes = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path directory = Files.createTempDirectory("history-bench");
        try (IndexedStore activities = IndexedStore.open(directory.resolve("activities"), IndexSettings.defaults());
                IndexedStore commits = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults())) {
            HistoryBench bench = new HistoryBench(activities);
            for (int i = 0; i < changes; i++) {
                bench.change("busy", i);
                if (i < FEW) {
                    bench.change("calm", i);
                }
                bench.other();
            }
            bench.ask(new OpenedIndexes(activities, commits), changes);
        }
    }

    private void ask(OpenedIndexes indexes, int changes) throws IOException, InterruptedException {
        try (TimedApi api = TimedApi.serve(indexes, "Authorization")) {
            TimedApi.print("%,d activities", id);
            ask(api, "calm", FEW);
            long started = System.nanoTime();
            api.get("/annals/v1/objects/host/busy");
            TimedApi.print(
                    "the first question about %,d changes: %d ms", changes, (System.nanoTime() - started) / 1_000_000);
            ask(api, "busy", changes);
        }
    }

    private void ask(TimedApi api, String object, int changes) throws IOException, InterruptedException {
        String path = "/annals/v1/objects/host/" + object;
        Supplier<String> instant =
                () -> START.plusSeconds(random.nextInt(changes)).toString();
        String of = String.format(java.util.Locale.ROOT, " of %,d changes", changes);
        api.time("as it was at an instant" + of, () -> path + "?at=" + instant.get());
        api.time("as known at a position" + of, () -> path + "?position=" + random.nextLong(id));
        api.time("both" + of, () -> path + "?at=" + instant.get() + "&position=" + random.nextLong(id));
        api.time("blame" + of, () -> path + "/blame?at=" + instant.get());
        api.time("difference" + of, () -> path + "/diff?from=" + instant.get() + "&to=" + instant.get());
        api.time("newest page of its log" + of, () -> path + "/history");
    }

    private void other() {
        id++;
        append(others.next(id));
    }

    private void change(String object, int at) {
        id++;
        boolean late = random.nextInt(100) == 0 && at > 100;
        boolean whole = at == 0 || (!late && random.nextInt(50) == 0);
        List<FieldChange> changes = new ArrayList<>();
        int count = at == 0 ? FIELDS : 2;
        for (int i = 0; i < count; i++) {
            int field = at == 0 ? i : random.nextInt(FIELDS);
            changes.add(new FieldChange("field" + field, null, value(field)));
        }
        append(new Activity(
                id,
                BenchActivities.TENANT,
                new Origin("bench:history", "event-" + id, 0, id, START),
                START.plusSeconds(at - (late ? random.nextInt(100) : 0)),
                null,
                "default",
                null,
                at == 0 ? Operation.CREATE : Operation.UPDATE,
                new Actor(Actor.USERS, Integer.toString(at % 50), null, "user" + at % 50, null, null),
                new ObjectRef("host", object, object, null, null),
                null,
                null,
                List.of(),
                changes,
                false,
                List.of(),
                null,
                Wording.NONE,
                null,
                null,
                null,
                Map.of(),
                null,
                new Standing(late, whole, false),
                Hash.ZERO));
    }

    private JsonText value(int field) {
        return new JsonText(
                field % 4 == 0
                        ? "{\"a\":" + random.nextInt(100) + ",\"b\":[1,2," + random.nextInt(100) + "]}"
                        : "\"value " + random.nextInt(1000) + "\"");
    }

    private void append(Activity activity) {
        activities.append(
                Dialects.INDEXING.document(activity, ActivityAvro.encode(activity)),
                new SourceOffset("bench", 0, activity.id()));
    }
}
