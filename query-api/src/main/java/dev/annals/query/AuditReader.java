package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the dialects read from: the activities and commits of a tenant. Every answer is a consistent prefix of the log, exact and complete, or says that it cannot be had.
 *
 * <p>Thread-safe. A tenant that the log has never seen has no documents; that is not an error.
 */
public interface AuditReader {
    /** The activities that a query asks for. */
    Answer<Page<Activity>> activities(String tenant, Query query);

    /** One activity by id. */
    Answer<Optional<Activity>> activity(String tenant, long id);

    /** Those activities, in the order of the ids given. Waits shortly for ids that a commit names and that the view is about to have; NotReady if they do not come. */
    Answer<List<Activity>> activitiesById(String tenant, List<Long> ids);

    /** The commits that a query asks for. */
    Answer<Page<Commit>> commits(String tenant, Query query);

    /**
     * Every commit that a query asks for, one after the other in constant memory; the query's skip and size hold, and size may be up to {@link Integer#MAX_VALUE}.
     *
     * @return how many match in all
     */
    Answer<Long> eachCommit(String tenant, Query query, Consumer<Commit> consumer);

    /** The distinct values of a field that begin so, in order, at most {@code limit}. For dialects that must know which types or names occur. */
    Answer<List<String>> values(String tenant, dev.annals.processor.view.Field field, String prefix, int limit);
}
