package dev.annals.dialect.sdelements;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A reader that passes every question on, and in which something may happen when activities are asked for.
 *
 * @param happening gets the question and gives the answer
 */
record Passing(AuditReader to, UnaryOperator<Supplier<Answer<Page<Activity>>>> happening) implements AuditReader {
    @Override
    public Answer<Page<Activity>> activities(String tenant, Query query) {
        return happening.apply(() -> to.activities(tenant, query)).get();
    }

    @Override
    public Answer<Optional<Activity>> activity(String tenant, long id) {
        return to.activity(tenant, id);
    }

    @Override
    public Answer<List<Activity>> activitiesById(String tenant, List<Long> ids) {
        return to.activitiesById(tenant, ids);
    }

    @Override
    public Answer<Page<Commit>> commits(String tenant, Query query) {
        return to.commits(tenant, query);
    }

    @Override
    public Answer<Long> eachCommit(String tenant, Query query, Consumer<Commit> consumer) {
        return to.eachCommit(tenant, query, consumer);
    }

    @Override
    public Answer<List<String>> values(String tenant, Field field, String prefix, int limit) {
        return to.values(tenant, field, prefix, limit);
    }
}
