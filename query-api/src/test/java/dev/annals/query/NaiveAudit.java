package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An {@link AuditReader} over plain lists: every answer by looking at every document. The reference that the planner is
 * compared with, and enough for tests of a dialect.
 */
public final class NaiveAudit implements AuditReader {
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

    @Override
    public Answer<Page<Activity>> activities(String tenant, Query query) {
        return page(ACTIVITIES, ofTenant(tenant), query);
    }

    @Override
    public Answer<Optional<Activity>> activity(String tenant, long id) {
        return new Answer.Ready<>(
                ofTenant(tenant).stream().filter(a -> a.id() == id).findFirst());
    }

    @Override
    public Answer<List<Activity>> activitiesById(String tenant, List<Long> ids) {
        List<Activity> all = ofTenant(tenant);
        return new Answer.Ready<>(ids.stream()
                .map(id -> all.stream()
                        .filter(a -> a.id() == id)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no activity " + id + " of tenant " + tenant)))
                .toList());
    }

    @Override
    public Answer<Page<Commit>> commits(String tenant, Query query) {
        return page(COMMITS, commitsOf(tenant), query);
    }

    @Override
    public Answer<Long> eachCommit(String tenant, Query query, Consumer<Commit> consumer) {
        Page<Commit> page = ((Answer.Ready<Page<Commit>>) commits(tenant, query)).value();
        page.items().forEach(consumer);
        return new Answer.Ready<>(page.count());
    }

    @Override
    public Answer<List<String>> values(String tenant, Field field, String prefix, int limit) {
        return new Answer.Ready<>(ofTenant(tenant).stream()
                .flatMap(a -> NaiveValues.of(a, field).stream())
                .filter(value -> value.startsWith(prefix))
                .distinct()
                .sorted(NaiveFilter.order(field))
                .limit(limit)
                .toList());
    }

    private static <T> Answer<Page<T>> page(NaiveFilter<T> reference, List<T> documents, Query query) {
        List<T> matching = documents.stream()
                .filter(document -> reference.matches(query.filter(), document))
                .sorted(reference.comparator(query.order()))
                .toList();
        List<T> items = matching.stream().skip(query.skip()).limit(query.size()).toList();
        return new Answer.Ready<>(new Page<>(matching.size(), items, documents.size()));
    }

    private List<Activity> ofTenant(String tenant) {
        return activities.stream().filter(a -> a.tenant().equals(tenant)).toList();
    }

    private List<Commit> commitsOf(String tenant) {
        return commits.stream().filter(c -> c.tenant().equals(tenant)).toList();
    }
}
