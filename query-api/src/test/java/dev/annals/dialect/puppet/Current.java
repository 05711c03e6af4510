package dev.annals.dialect.puppet;

import dev.annals.api.ChangeSink;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The reader and the sink of the test that runs just now, so that all tests share a server. */
final class Current implements AuditReader, ChangeSink {
    volatile AuditReader reader;
    volatile ChangeSink sink;

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

    @Override
    public Answer<?> publish(List<ChangeEvent> events) {
        return sink.publish(events);
    }
}
