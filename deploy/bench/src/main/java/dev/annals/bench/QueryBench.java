package dev.annals.bench;

import com.google.re2j.Pattern;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.OpenedIndexes;
import dev.annals.query.Answer;
import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.Filter;
import dev.annals.query.IndexAuditSessions;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Builds an index of activities the way the view does and asks it questions; prints rates and times, asserts nothing.
 *
 * <p>Arguments: how many activities (2,000,000), a directory to keep the index in for the next run (else a temporary one), how many
 * activities are gathered for a write (as the index itself has it).
 * Times are those of the asking thread, elapsed and of the processor: on a busy machine the second says more.
 */
public final class QueryBench {
    private static final int ROUNDS = 21;
    private static final PrintStream OUT = System.out;

    /** The text of what changed, which the index has for the AWX dialect. */
    private static final Field CHANGES = Field.of("changes", Field.Kind.LONG_TEXT);

    private QueryBench() {}

    /** Runs everything once. */
    public static void main(String[] args) throws IOException {
        long documents = args.length > 0 ? Long.parseLong(args[0]) : 2_000_000;
        Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("query-bench");
        IndexSettings settings = IndexSettings.defaults();
        if (args.length > 2) {
            settings = settings.withCoalesce(Integer.parseInt(args[2]));
        }
        long start = System.nanoTime();
        try (IndexedStore activities = IndexedStore.open(directory.resolve("activities"), settings);
                IndexedStore commits = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults())) {
            long has = count(activities);
            OUT.printf("open: %,d activities in %,d ms%n", has, millisSince(start));
            build(activities, has, documents);
            questions(
                    new IndexAuditSessions(
                            new OpenedIndexes(activities, commits),
                            Dialects.INDEXING,
                            bytes -> ActivityAvro.decode(bytes).orElseThrow(),
                            bytes -> CommitAvro.decode(bytes).orElseThrow(),
                            Duration.ofMinutes(2)),
                    Math.max(has, documents));
        }
    }

    private static long count(IndexedStore store) {
        try (var snapshot = store.snapshot(BenchActivities.TENANT)) {
            return snapshot.count();
        }
    }

    private static void build(IndexedStore store, long has, long documents) {
        BenchActivities samples = new BenchActivities();
        int batch = 50_000;
        long elapsed = 0;
        long cpu = 0;
        long bytes = 0;
        for (long first = has + 1; first <= documents; first += batch) {
            byte[][] log = new byte[(int) Math.min(batch, documents - first + 1)][];
            for (int i = 0; i < log.length; i++) {
                log[i] = ActivityAvro.encode(samples.next(first + i));
                bytes += log[i].length;
            }
            long start = System.nanoTime();
            long startCpu = cpuNanos();
            for (int i = 0; i < log.length; i++) {
                Activity activity = ActivityAvro.decode(log[i]).orElseThrow();
                store.append(Dialects.INDEXING.document(activity, log[i]), new SourceOffset("bench", 0, first + i));
            }
            elapsed += System.nanoTime() - start;
            cpu += cpuNanos() - startCpu;
        }
        long built = documents - has;
        if (built > 0) {
            OUT.printf(
                    "catch up: %,d activities of %d bytes, %,.0f/s elapsed, %,.0f/s of one core%n",
                    built, bytes / built, built / (elapsed / 1e9), built / (cpu / 1e9));
        }
    }

    private static void questions(AuditSessions sessions, long documents) {
        Order newest = Order.descending(ActivityFields.ID);
        Order latest = Order.descending(ActivityFields.TIME);
        Filter updates = new Filter.Term(ActivityFields.OPERATION, "update");
        Filter three = new Filter.And(List.of(
                updates,
                new Filter.Term(ActivityFields.ACTOR_USERNAME, "user77"),
                new Filter.Term(ActivityFields.LINK_TYPE, "host")));
        Filter rare = new Filter.Contains(CHANGES, BenchActivities.RARE.substring(2, 9), true);
        long middle = documents / 2;
        Field name = ActivityFields.OBJECT_NAME;

        ask(sessions, "count of half", new Query(updates, newest, 0, 0));
        ask(sessions, "count of three terms", new Query(three, newest, 0, 0));
        ask(sessions, "first page of all, newest first", new Query(Filter.ALL, latest, 0, 25));
        ask(sessions, "first page of half, by id", new Query(updates, newest, 0, 25));
        ask(sessions, "first page of half, newest first", new Query(updates, latest, 0, 25));
        ask(sessions, "first page of three terms, newest first", new Query(three, latest, 0, 25));
        ask(sessions, "page in the middle of all, by id", new Query(Filter.ALL, newest, middle, 25));
        ask(sessions, "page in the middle of all, newest first", new Query(Filter.ALL, latest, middle, 25));
        ask(sessions, "page in the middle of half, newest first", new Query(updates, latest, middle / 2, 25));
        ask(sessions, "a day of half, newest first", new Query(updates.and(day(documents)), latest, 100, 25));
        ask(sessions, "substring, one in 10,000", new Query(rare, newest, 0, 25));
        ask(sessions, "substring and half", new Query(rare.and(updates), latest, 0, 25));
        ask(sessions, "pattern with a rare text", new Query(pattern("quetz.*tl\""), newest, 0, 25));
        ask(sessions, "name contains, ignoring case", new Query(new Filter.Contains(name, "QUE", true), newest, 0, 25));
        ask(sessions, "name begins", new Query(new Filter.Prefix(name, "host q", false), newest, 0, 25));
        ask(sessions, "no second object", new Query(new Filter.Missing(ActivityFields.OBJECT2_ID), newest, 0, 25));
        ask(sessions, "one link with id and name", new Query(link(), newest, 0, 25));
        ask(
                sessions,
                "middle by user name",
                new Query(Filter.ALL, Order.ascending(ActivityFields.ACTOR_USERNAME), middle, 25));
        ask(sessions, "middle by object name", new Query(Filter.ALL, Order.ascending(name), middle, 25));
        ask(sessions, "middle of half by type, then newest", new Query(updates, typeThenTime(), middle / 2, 25));
        ask(
                sessions,
                "middle by commit, of which there are many",
                new Query(Filter.ALL, Order.descending(ActivityFields.COMMIT), middle, 25));
    }

    private static Filter day(long documents) {
        long micros = Long.parseLong("1704067200000000") + documents / 2 * 50_000;
        return new Filter.Range(
                ActivityFields.TIME,
                new Filter.Bound(Long.toString(micros), true),
                new Filter.Bound(Long.toString(micros + Duration.ofDays(1).toNanos() / 1000), false));
    }

    private static Filter pattern(String pattern) {
        return new Filter.Matches(CHANGES, Pattern.compile(pattern));
    }

    private static Filter link() {
        return new Filter.SameLink(
                "host",
                List.of(
                        new Filter.Term(ActivityFields.linkId("host"), "8"),
                        new Filter.Prefix(ActivityFields.linkName("host"), "host", false)));
    }

    private static Order typeThenTime() {
        return new Order(
                List.of(new Order.Key(ActivityFields.OBJECT_TYPE, false), new Order.Key(ActivityFields.TIME, true)));
    }

    private static void ask(AuditSessions sessions, String name, Query query) {
        long[] elapsed = new long[ROUNDS];
        long[] cpu = new long[ROUNDS];
        long count = -1;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long startCpu = cpuNanos();
            Answer<Page<Activity>> answer;
            try (AuditSession session = sessions.open(Asker.of(BenchActivities.TENANT))) {
                answer = session.activities(query);
            }
            elapsed[i] = System.nanoTime() - start;
            cpu[i] = cpuNanos() - startCpu;
            count = answer instanceof Answer.Ready<Page<Activity>> ready
                    ? ready.value().count()
                    : -1;
            if (i > 1 && elapsed[i] > 5_000_000_000L) {
                Arrays.fill(elapsed, i, ROUNDS, elapsed[i]);
                Arrays.fill(cpu, i, ROUNDS, cpu[i]);
                break;
            }
        }
        long cold = elapsed[0];
        Arrays.sort(elapsed);
        Arrays.sort(cpu);
        OUT.printf(
                "%-45s %,12d match  first %9.2f ms, then median %9.2f ms (cpu %9.2f ms)%n",
                name, count, cold / 1e6, elapsed[ROUNDS / 2] / 1e6, cpu[ROUNDS / 2] / 1e6);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
