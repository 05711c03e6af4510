package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** The {@link AuditReader} over the indexes. Thread-safe. */
public final class IndexAuditReader implements AuditReader {
    private static final int ROWS_AT_ONCE = 500;
    /** So many rows are read about as fast as a dictionary is scanned. */
    private static final int FEW = 200;

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final Duration WAIT_FOR_MEMBERS = Duration.ofSeconds(2);
    private static final long WAIT_STEP_MILLIS = 5;

    private final IndexAccess access;
    private final Duration budget;
    private final RowDecoder<Activity> activities;
    private final RowDecoder<Commit> commits;
    private final int few;

    /**
     * A reader.
     *
     * @param indexing how the activities were indexed
     * @param activityCodec an activity from its record bytes
     * @param commitCodec a commit from its record bytes
     * @param budget how long one question may take; a question that takes longer is too expensive
     */
    public IndexAuditReader(
            IndexAccess access,
            ActivityIndexing indexing,
            Function<byte[], Activity> activityCodec,
            Function<byte[], Commit> commitCodec,
            Duration budget) {
        this(access, indexing, activityCodec, commitCodec, budget, FEW);
    }

    /** A reader that takes so many documents, instead of {@value #FEW}, for few. */
    IndexAuditReader(
            IndexAccess access,
            ActivityIndexing indexing,
            Function<byte[], Activity> activityCodec,
            Function<byte[], Commit> commitCodec,
            Duration budget,
            int few) {
        this.few = few;
        this.access = access;
        this.budget = budget;
        this.activities = RowDecoder.activities(indexing, activityCodec);
        this.commits = RowDecoder.commits(commitCodec);
    }

    @Override
    public Answer<Page<Activity>> activities(String tenant, Query query) {
        return ask(Log.ACTIVITIES, tenant, index -> page(index, activities, query));
    }

    @Override
    public Answer<Page<Commit>> commits(String tenant, Query query) {
        return ask(Log.COMMITS, tenant, index -> page(index, commits, query));
    }

    @Override
    public Answer<Optional<Activity>> activity(String tenant, long id) {
        return ask(
                Log.ACTIVITIES,
                tenant,
                index -> id < 1 || id > index.count()
                        ? Optional.empty()
                        : Optional.of(activities.decode().apply(index.row(id))));
    }

    @Override
    public Answer<List<Activity>> activitiesById(String tenant, List<Long> ids) {
        long greatest = ids.stream().mapToLong(Long::longValue).max().orElse(0);
        long[] numbers = ids.stream().mapToLong(Long::longValue).toArray();
        long deadline = System.nanoTime() + WAIT_FOR_MEMBERS.toNanos();
        while (true) {
            Answer<Optional<List<Activity>>> answer = ask(
                    Log.ACTIVITIES,
                    tenant,
                    index -> greatest > index.count()
                            ? Optional.empty()
                            : Optional.of(rows(index, activities, numbers)));
            if (!(answer instanceof Answer.Ready<Optional<List<Activity>>> ready)) {
                return failed(answer);
            }
            if (ready.value().isPresent()) {
                return new Answer.Ready<>(ready.value().get());
            }
            if (System.nanoTime() > deadline || !paused()) {
                return new Answer.NotReady<>(
                        "activity " + greatest + " of tenant " + tenant + " is not indexed yet", RETRY_SOON);
            }
        }
    }

    @Override
    public Answer<Long> eachCommit(String tenant, Query query, Consumer<Commit> consumer) {
        Answer<RoaringBitmap> found =
                ask(Log.COMMITS, tenant, index -> new Planner<>(index, commits, few).matching(query.filter()));
        if (!(found instanceof Answer.Ready<RoaringBitmap> ready)) {
            return failed(found);
        }
        // What matched stays what it is while the log grows, so a slow consumer holds no snapshot.
        RoaringBitmap matching = ready.value();
        long count = matching.getLongCardinality();
        long end = Math.min(count, query.skip() + query.size());
        for (long at = query.skip(); at < end; at += ROWS_AT_ONCE) {
            Query part = new Query(Filter.ALL, query.order(), at, (int) Math.min(ROWS_AT_ONCE, end - at));
            Answer<List<Commit>> rows = ask(Log.COMMITS, tenant, index -> items(index, commits, matching, part));
            if (!(rows instanceof Answer.Ready<List<Commit>> some)) {
                return failed(rows);
            }
            some.value().forEach(consumer);
        }
        return new Answer.Ready<>(count);
    }

    @Override
    public Answer<List<String>> values(String tenant, Field field, String prefix, int limit) {
        return ask(Log.ACTIVITIES, tenant, index -> new DistinctValues<>(index, activities).of(field, prefix, limit));
    }

    private <T> Page<T> page(IndexSnapshot index, RowDecoder<T> documents, Query query) {
        RoaringBitmap matching = new Planner<>(index, documents, few).matching(query.filter());
        return new Page<>(matching.getLongCardinality(), items(index, documents, matching, query), index.position());
    }

    private <T> List<T> items(IndexSnapshot index, RowDecoder<T> documents, RoaringBitmap matching, Query query) {
        if (query.size() == 0) {
            return List.of();
        }
        Planner<T> planner = new Planner<>(index, documents, few);
        long[] numbers =
                new Sorter<>(index, documents, planner, query.order(), few).page(matching, query.skip(), query.size());
        return rows(index, documents, numbers);
    }

    private static <T> List<T> rows(IndexSnapshot index, RowDecoder<T> documents, long[] numbers) {
        List<T> items = new ArrayList<>(numbers.length);
        for (int from = 0; from < numbers.length; from += ROWS_AT_ONCE) {
            long[] some = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + ROWS_AT_ONCE));
            index.rows(some).forEach(row -> items.add(documents.decode().apply(row)));
        }
        return items;
    }

    private <R> Answer<R> ask(Log log, String tenant, Function<IndexSnapshot, R> question) {
        Reading<R> reading;
        try {
            reading = access.read(log, tenant, Deadline.after(budget, System::nanoTime), question);
        } catch (QueryTimeout e) {
            return new Answer.TooExpensive<>(
                    "the question takes longer than " + budget.toMillis() + " ms; ask a narrower one");
        }
        if (reading instanceof Reading.Done<R> done) {
            return new Answer.Ready<>(done.value());
        }
        Reading.NotReady<R> notReady = (Reading.NotReady<R>) reading;
        return new Answer.NotReady<>(notReady.reason(), notReady.retryAfter());
    }

    private static <R> Answer<R> failed(Answer<?> answer) {
        if (answer instanceof Answer.NotReady<?> notReady) {
            return new Answer.NotReady<>(notReady.reason(), notReady.retryAfter());
        }
        if (answer instanceof Answer.TooExpensive<?> tooExpensive) {
            return new Answer.TooExpensive<>(tooExpensive.reason());
        }
        throw new IllegalStateException("a value was taken for a failure");
    }

    private static boolean paused() {
        try {
            Thread.sleep(WAIT_STEP_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
