package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.index.query.IndexClosing;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.QueryTimeout;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import dev.annals.processor.view.Field.FieldTerms;
import dev.annals.processor.view.IndexAccess;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The audit session over the indexes. The first question about a log takes a snapshot of its index.
 *
 * <p>A commit may name activities that come after the snapshot, because the two logs are indexed in parallel. A numbered activity never
 * changes, so such activities are read from a later snapshot and the answer is the same.
 */
final class IndexAuditSession implements AuditSession {
    private static final int ROWS_AT_ONCE = 500;
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(3);
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final Duration WAIT_FOR_MEMBERS = Duration.ofSeconds(2);
    private static final long WAIT_STEP_MILLIS = 5;

    private final IndexAccess access;
    private final RowDecoder<Activity> activityDocuments;
    private final RowDecoder<Commit> commitDocuments;
    private final Asker asker;
    private final Effort effort;
    private final FieldOrders orders;
    private final int few;
    private final List<IndexSnapshot> pinned = new ArrayList<>(2);

    private @Nullable Source<Activity> activities;
    private @Nullable Source<Activity> members;
    private @Nullable Source<Commit> commits;
    private boolean closed;

    IndexAuditSession(
            IndexAccess access,
            RowDecoder<Activity> activityDocuments,
            RowDecoder<Commit> commitDocuments,
            Asker asker,
            Effort effort,
            FieldOrders orders,
            int few) {
        this.access = access;
        this.activityDocuments = activityDocuments;
        this.commitDocuments = commitDocuments;
        this.asker = asker;
        this.effort = effort;
        this.orders = orders;
        this.few = few;
    }

    @Override
    public Answer<Page<Activity>> activities(Query query) {
        return askActivities(source -> page(source, query));
    }

    @Override
    public Answer<Page<Commit>> commits(Query query) {
        return askCommits(source -> page(source, query));
    }

    @Override
    public Answer<Boolean> hides(long id) {
        return askActivities(source ->
                id >= 1 && id <= source.index().count() && !source.visible().contains((int) id));
    }

    @Override
    public Answer<List<Activity>> activitiesById(List<Long> ids) {
        long[] numbers = ids.stream().mapToLong(Long::longValue).toArray();
        long greatest = ids.stream().mapToLong(Long::longValue).max().orElse(0);
        long deadline = System.nanoTime() + WAIT_FOR_MEMBERS.toNanos();
        Source<Activity> known = members;
        while (known == null || greatest > known.index().count()) {
            Answer<Source<Activity>> later = answered(() -> pin(Log.ACTIVITIES, activityDocuments, Filter.ALL));
            if (!(later instanceof Answer.Ready<Source<Activity>> ready)) {
                return later.map(source -> List.of());
            }
            if (known != null) {
                release(known.index());
            }
            known = ready.value();
            members = known;
            if (greatest > known.index().count() && (System.nanoTime() > deadline || !paused())) {
                return new Answer.NotReady<>(
                        "activity " + greatest + " of tenant " + asker.tenant() + " is not indexed yet", RETRY_SOON);
            }
        }
        Source<Activity> source = known;
        return answered(() -> new Answer.Ready<>(StoredRows.of(source, numbers)));
    }

    @Override
    public Answer<Long> eachCommit(Query query, Consumer<Commit> consumer) {
        return each(this::askCommits, query, consumer);
    }

    @Override
    public Answer<Long> eachActivity(Query query, Consumer<Activity> consumer) {
        return each(this::askActivities, query, consumer);
    }

    @Override
    public Answer<Overview> surveyActivities(Survey survey) {
        return askActivities(source -> new Surveyor<>(source, ActivityFields.TIME).answer(survey));
    }

    @Override
    public Answer<Overview> surveyCommits(Survey survey) {
        return askCommits(source -> new Surveyor<>(source, CommitFields.TIME).answer(survey));
    }

    @Override
    public Answer<Long> greatestActivity() {
        return answered(() -> pin(Log.ACTIVITIES, activityDocuments, Filter.ALL)
                .map(source -> source.index().count()));
    }

    @Override
    public Answer<Long> greatestCommit() {
        return answered(() -> pin(Log.COMMITS, commitDocuments, Filter.ALL)
                .map(source -> source.index().count()));
    }

    /** Asks a question of one log. */
    private interface Asking<T> {
        <R> Answer<R> ask(Function<Source<T>, R> question);
    }

    private static <T> Answer<Long> each(Asking<T> log, Query query, Consumer<T> consumer) {
        Answer<RoaringBitmap> found = log.ask(source -> new Planner<>(source).matching(query.filter()));
        if (!(found instanceof Answer.Ready<RoaringBitmap> ready)) {
            return found.map(RoaringBitmap::getLongCardinality);
        }
        long count = ready.value().getLongCardinality();
        long end = Math.min(count, query.skip() + query.size());
        for (long at = query.skip(); at < end; at += ROWS_AT_ONCE) {
            Query part = new Query(Filter.ALL, query.order(), at, (int) Math.min(ROWS_AT_ONCE, end - at));
            Answer<List<T>> some = log.ask(source -> items(source, ready.value(), new RoaringBitmap(), part));
            if (!(some instanceof Answer.Ready<List<T>> rows)) {
                return some.map(none -> count);
            }
            rows.value().forEach(consumer);
        }
        return new Answer.Ready<>(count);
    }

    @Override
    public Answer<List<String>> values(Field field, String prefix, int limit) {
        return askActivities(source -> new DistinctValues<>(source).of(field, prefix, limit));
    }

    @Override
    public Answer<Boolean> has(Field field, String value) {
        return askActivities(source ->
                RoaringBitmap.intersects(source.index().postings(FieldTerms.term(field, value)), source.visible()));
    }

    private static <T> Page<T> page(Source<T> source, Query query) {
        Planner<T> planner = new Planner<>(source);
        RoaringBitmap matching = planner.matching(query.filter());
        RoaringBitmap twice = query.twice().equals(Filter.NONE)
                ? new RoaringBitmap()
                : RoaringBitmap.and(matching, planner.matching(query.twice()));
        return new Page<>(
                matching.getLongCardinality() + twice.getLongCardinality(),
                items(source, matching, twice, query),
                source.index().position());
    }

    private static <T> List<T> items(Source<T> source, RoaringBitmap matching, RoaringBitmap twice, Query query) {
        if (query.size() == 0) {
            return List.of();
        }
        Sorter<T> sorter = new Sorter<>(source, query.order());
        long[] numbers = twice.isEmpty()
                ? sorter.page(matching, query.skip(), query.size())
                : new Copies(sorter, matching, twice).page(query.skip(), query.size());
        return StoredRows.of(source, numbers);
    }

    private <R> Answer<R> askActivities(Function<Source<Activity>, R> question) {
        return answered(() -> {
            if (activities == null) {
                Answer<Source<Activity>> opened =
                        pin(Log.ACTIVITIES, activityDocuments, asker.scope().activities());
                if (!(opened instanceof Answer.Ready<Source<Activity>> ready)) {
                    return opened.map(question);
                }
                activities = ready.value();
            }
            return new Answer.Ready<>(question.apply(activities));
        });
    }

    private <R> Answer<R> askCommits(Function<Source<Commit>, R> question) {
        return answered(() -> {
            if (commits == null) {
                Answer<Source<Commit>> opened =
                        pin(Log.COMMITS, commitDocuments, asker.scope().commits());
                if (!(opened instanceof Answer.Ready<Source<Commit>> ready)) {
                    return opened.map(question);
                }
                commits = ready.value();
            }
            return new Answer.Ready<>(question.apply(commits));
        });
    }

    private <T> Answer<Source<T>> pin(Log log, RowDecoder<T> documents, Filter scope) {
        if (closed) {
            throw new IllegalStateException("this session has been closed; its request is over");
        }
        Reading<IndexSnapshot> reading = access.pinInTime(log, asker.tenant(), effort);
        if (reading instanceof Reading.NotReady<IndexSnapshot> not) {
            return new Answer.NotReady<>(not.reason(), not.retryAfter());
        }
        IndexSnapshot index = ((Reading.Done<IndexSnapshot>) reading).value();
        pinned.add(index);
        Source<T> whole = new Source<>(log, asker.tenant(), index, documents, index.all(), effort, orders, few);
        return new Answer.Ready<>(scope.equals(Filter.ALL) ? whole : whole.of(new Planner<>(whole).matching(scope)));
    }

    private void release(IndexSnapshot index) {
        pinned.remove(index);
        index.close();
    }

    /** The one place that turns whatever stops a question into an answer. */
    private <R> Answer<R> answered(Supplier<Answer<R>> question) {
        try {
            return effort.during(question);
        } catch (Crowded e) {
            return new Answer.NotReady<>(e.reason(), RETRY_WHEN_BUSY, true);
        } catch (IndexClosing e) {
            return new Answer.NotReady<>("The view is moving; " + e.getMessage() + ".", RETRY_SOON);
        } catch (TooMuch e) {
            return new Answer.TooExpensive<>(e.reason());
        } catch (QueryTimeout e) {
            return new Answer.TooExpensive<>(
                    "The question takes longer than " + effort.time().toMillis()
                            + " ms by itself; ask a narrower one, such as for a shorter time or for one object.");
        }
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

    @Override
    public void close() {
        closed = true;
        pinned.forEach(IndexSnapshot::close);
        pinned.clear();
    }
}
