package dev.annals.bench;

import dev.annals.codec.ActivityAvro;
import dev.annals.dialect.Dialects;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.OpenedIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the AWX dialect costs over HTTP on a large log; prints, asserts nothing.
 *
 * <p>Arguments: how many activities (2,000,000), and a directory to keep the index in, which may be that of {@link QueryBench}.
 */
public final class AwxBench {
    private static final String LIST = "/api/v2/activity_stream/";

    private AwxBench() {}

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
                        Dialects.INDEXING.document(activity, ActivityAvro.encode(activity)),
                        new SourceOffset("bench", 0, id));
            }
            serve(new OpenedIndexes(activities, commits), Math.max(has, documents));
        }
    }

    private static void serve(OpenedIndexes indexes, long documents) throws IOException, InterruptedException {
        try (TimedApi api = TimedApi.serve(indexes, "Authorization")) {
            TimedApi.print("%,d activities", documents);
            long middle = documents / 2 / 25;
            api.time("first page", LIST);
            api.time("first page of half of them", LIST + "?operation=update");
            api.time("first page of three filters", LIST + "?operation=update&actor__username=user77&object1=host");
            api.time("first page of a day", LIST + "?timestamp__gte=2024-01-01&timestamp__lt=2024-01-02");
            api.time("200 rows", LIST + "?page_size=200");
            api.time("page in the middle", LIST + "?page=" + middle);
            api.time("page in the middle, by id", LIST + "?order_by=id&page=" + middle);
            api.time("last page of half of them", LIST + "?operation=update&page=last");
            api.time("an object's trail", "/api/v2/hosts/16/activity_stream/");
            api.time("a user's trail", "/api/v2/users/77/activity_stream/");
            api.time("one activity", LIST + documents / 3 + "/");
            api.time("in a text, one in ten thousand", LIST + "?search=" + BenchActivities.RARE.substring(2, 9));
            api.time("ordered by the actor's name", LIST + "?order_by=actor__username,-id&operation=delete");
            api.time("only the count", LIST + "?operation__in=update,delete&page_size=1");
        }
    }
}
