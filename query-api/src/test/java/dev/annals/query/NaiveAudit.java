package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@link AuditSessions} over plain lists: every answer by looking at every document. The reference that the planner is
 * compared with, and enough for tests of a dialect.
 */
public final class NaiveAudit implements AuditSessions {
    private static final NaiveFilter<Activity> ACTIVITIES =
            new NaiveFilter<>(Activity::id, NaiveValues::of, NaiveValues::links);
    private static final NaiveFilter<Commit> COMMITS =
            new NaiveFilter<>(Commit::number, NaiveValues::of, commit -> List.of());

    private final List<Activity> activities = new CopyOnWriteArrayList<>();
    private final List<Commit> commits = new CopyOnWriteArrayList<>();

    /** Appends activities; their ids must be dense per tenant. */
    public NaiveAudit add(Activity... more) {
        activities.addAll(List.of(more));
        return this;
    }

    /** Appends commits; their numbers must be dense per tenant. */
    public NaiveAudit add(Commit... more) {
        commits.addAll(List.of(more));
        return this;
    }

    /** Appends activities; their ids must be dense per tenant. */
    public NaiveAudit addAll(List<Activity> more) {
        activities.addAll(more);
        return this;
    }

    /** A session of a tenant's documents as they are now. */
    public AuditSession open(String tenant) {
        return open(Asker.of(tenant));
    }

    @Override
    public AuditSession open(Asker asker) {
        return new Session(
                activities.stream()
                        .filter(a -> a.tenant().equals(asker.tenant()))
                        .toList(),
                commits.stream().filter(c -> c.tenant().equals(asker.tenant())).toList(),
                asker.scope());
    }

    private record Session(List<Activity> activities, List<Commit> commits, RowScope scope) implements AuditSession {
        @Override
        public Answer<Page<Activity>> activities(Query query) {
            return page(ACTIVITIES, activities, scope.activities(), query);
        }

        @Override
        public Answer<List<Activity>> activitiesById(List<Long> ids) {
            return new Answer.Ready<>(ids.stream()
                    .map(id -> activities.stream()
                            .filter(a -> a.id() == id)
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no activity " + id)))
                    .toList());
        }

        @Override
        public Answer<Boolean> hides(long id) {
            return new Answer.Ready<>(
                    activities.stream().anyMatch(a -> a.id() == id && !ACTIVITIES.matches(scope.activities(), a)));
        }

        @Override
        public Answer<Page<Commit>> commits(Query query) {
            return page(COMMITS, commits, scope.commits(), query);
        }

        @Override
        public Answer<Long> eachCommit(Query query, Consumer<Commit> consumer) {
            return commits(query).map(page -> {
                page.items().forEach(consumer);
                return page.count();
            });
        }

        @Override
        public Answer<Long> eachActivity(Query query, Consumer<Activity> consumer) {
            return activities(query).map(page -> {
                page.items().forEach(consumer);
                return page.count();
            });
        }

        @Override
        public Answer<Overview> surveyActivities(Survey survey) {
            return activities(everything(survey, ActivityFields.TIME))
                    .map(page -> overview(survey, page, NaiveValues::of, Activity::time));
        }

        @Override
        public Answer<Overview> surveyCommits(Survey survey) {
            return commits(everything(survey, CommitFields.TIME))
                    .map(page -> overview(survey, page, NaiveValues::of, Commit::time));
        }

        @Override
        public Answer<Long> greatestActivity() {
            return new Answer.Ready<>((long) activities.size());
        }

        @Override
        public Answer<Long> greatestCommit() {
            return new Answer.Ready<>((long) commits.size());
        }

        private static Query everything(Survey survey, Field time) {
            return new Query(survey.filter(), Order.ascending(time), 0, Integer.MAX_VALUE);
        }

        private static <T> Overview overview(
                Survey survey, Page<T> all, BiFunction<T, Field, List<String>> values, Function<T, Instant> time) {
            List<Overview.Facet> facets = new ArrayList<>();
            for (Survey.Facet facet : survey.facets()) {
                Map<String, Long> counts = new HashMap<>();
                long missing = 0;
                for (T document : all.items()) {
                    List<String> own = values.apply(document, facet.field());
                    missing += own.isEmpty() ? 1 : 0;
                    new HashSet<>(own).forEach(value -> counts.merge(value, 1L, Long::sum));
                }
                counts.keySet().removeIf(value -> !TextFold.contains(value, facet.within()));
                List<Overview.Value> top = counts.entrySet().stream()
                        .map(entry -> new Overview.Value(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong((Overview.Value value) -> -value.count())
                                .thenComparing(Overview.Value::text, NaiveFilter.order(facet.field())))
                        .limit(facet.top())
                        .toList();
                facets.add(new Overview.Facet(top, counts.size(), missing));
            }
            List<Overview.Bar> bars = new ArrayList<>();
            if (survey.division().isPresent() && all.count() > 0) {
                Instant first = time.apply(all.items().get(0));
                Instant last = time.apply(all.items().get(all.items().size() - 1));
                List<Instant> edges = survey.division().get().edges(first, last);
                for (int i = 0; i + 1 < edges.size(); i++) {
                    Instant from = edges.get(i);
                    Instant to = edges.get(i + 1);
                    long count = all.items().stream()
                            .map(time)
                            .filter(at -> !at.isBefore(from) && at.isBefore(to))
                            .count();
                    bars.add(new Overview.Bar(from, to, count));
                }
            }
            return new Overview(all.count(), all.position(), facets, bars);
        }

        @Override
        public Answer<List<String>> values(Field field, String prefix, int limit) {
            return new Answer.Ready<>(activities.stream()
                    .filter(activity -> ACTIVITIES.matches(scope.activities(), activity))
                    .flatMap(a -> NaiveValues.of(a, field).stream())
                    .filter(value -> value.startsWith(prefix))
                    .distinct()
                    .sorted(NaiveFilter.order(field))
                    .limit(limit)
                    .toList());
        }

        @Override
        public Answer<Boolean> has(Field field, String value) {
            return new Answer.Ready<>(activities.stream()
                    .filter(activity -> ACTIVITIES.matches(scope.activities(), activity))
                    .anyMatch(a -> NaiveValues.of(a, field).contains(value)));
        }

        private static <T> Answer<Page<T>> page(
                NaiveFilter<T> reference, List<T> documents, Filter scope, Query query) {
            List<T> matching = documents.stream()
                    .filter(document -> reference.matches(scope, document))
                    .filter(document -> reference.matches(query.filter(), document))
                    .sorted(reference.comparator(query.order()))
                    .toList();
            List<T> items =
                    matching.stream().skip(query.skip()).limit(query.size()).toList();
            return new Answer.Ready<>(new Page<>(matching.size(), items, documents.size()));
        }

        @Override
        public void close() {}
    }
}
