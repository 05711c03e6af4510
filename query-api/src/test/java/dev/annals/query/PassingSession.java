package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.function.Consumer;

/** A session that passes every question on to another one, so that something may happen in between. */
public class PassingSession implements AuditSession {
    private final AuditSession session;

    public PassingSession(AuditSession session) {
        this.session = session;
    }

    @Override
    public Answer<Page<Activity>> activities(Query query) {
        return session.activities(query);
    }

    @Override
    public Answer<List<Activity>> activitiesById(List<Long> ids) {
        return session.activitiesById(ids);
    }

    @Override
    public Answer<Boolean> hides(long id) {
        return session.hides(id);
    }

    @Override
    public Answer<Page<Commit>> commits(Query query) {
        return session.commits(query);
    }

    @Override
    public Answer<Long> eachCommit(Query query, Consumer<Commit> consumer) {
        return session.eachCommit(query, consumer);
    }

    @Override
    public Answer<Long> eachActivity(Query query, Consumer<Activity> consumer) {
        return session.eachActivity(query, consumer);
    }

    @Override
    public Answer<Overview> surveyActivities(Survey survey) {
        return session.surveyActivities(survey);
    }

    @Override
    public Answer<Overview> surveyCommits(Survey survey) {
        return session.surveyCommits(survey);
    }

    @Override
    public Answer<Long> greatestActivity() {
        return session.greatestActivity();
    }

    @Override
    public Answer<Long> greatestCommit() {
        return session.greatestCommit();
    }

    @Override
    public Answer<List<String>> values(Field field, String prefix, int limit) {
        return session.values(field, prefix, limit);
    }

    @Override
    public Answer<Boolean> has(Field field, String value) {
        return session.has(field, value);
    }

    @Override
    public void close() {
        session.close();
    }
}
