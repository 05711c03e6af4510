package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A reader that passes every question on to another one, which can be exchanged: so tests share a server, or something happens in between. */
public class PassingAudit implements AuditReader {
    private volatile AuditReader reader;

    public PassingAudit(AuditReader reader) {
        this.reader = reader;
    }

    /** Passes questions on to this one from now on. */
    public final void passTo(AuditReader other) {
        reader = other;
    }

    @Override
    public Answer<Page<Activity>> activities(String tenant, Query query) {
        return reader.activities(tenant, query);
    }

    @Override
    public Answer<Optional<Activity>> activity(String tenant, long id) {
        return reader.activity(tenant, id);
    }

    @Override
    public Answer<List<Activity>> activitiesById(String tenant, List<Long> ids) {
        return reader.activitiesById(tenant, ids);
    }

    @Override
    public Answer<Page<Commit>> commits(String tenant, Query query) {
        return reader.commits(tenant, query);
    }

    @Override
    public Answer<Long> eachCommit(String tenant, Query query, Consumer<Commit> consumer) {
        return reader.eachCommit(tenant, query, consumer);
    }

    @Override
    public Answer<List<String>> values(String tenant, Field field, String prefix, int limit) {
        return reader.values(tenant, field, prefix, limit);
    }
}
