package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
