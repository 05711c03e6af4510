package dev.annals.query;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that one request asks the log. All answers come from the same state of the log and cover only the rows that the
 * asker may see. An answer is exact and complete, or says why there is none.
 *
 * <p>All questions of a session share one time limit and one limit of rows to examine. A question that exceeds a limit by itself is
 * {@link Answer.TooExpensive}; a question for which other questions leave no room is {@link Answer.NotReady}.
 *
 * <p>A tenant that the log has never seen has no documents; that is not an error. Belongs to the thread of its request.
 */
public interface AuditSession extends AutoCloseable {
    /** The activities that a query asks for. */
    Answer<Page<Activity>> activities(Query query);

    /**
     * The activities that a commit of this session names, in the order of the ids given. Waits shortly for ids that the view is
     * about to have; NotReady if they do not come. Read the list in order, as {@link Page#items}.
     */
    Answer<List<Activity>> activitiesById(List<Long> ids);

    /** Whether there is an activity of this id that the asker may not see. */
    Answer<Boolean> hides(long id);

    /** The commits that a query asks for. */
    Answer<Page<Commit>> commits(Query query);

    /**
     * Every commit that a query asks for, one after the other in constant memory; the query's skip and size hold, and size may be up
     * to {@link Integer#MAX_VALUE}. The time that the consumer takes is not the session's.
     *
     * @return how many match in all
     */
    Answer<Long> eachCommit(Query query, Consumer<Commit> consumer);

    /** As {@link #eachCommit}, of activities. */
    Answer<Long> eachActivity(Query query, Consumer<Activity> consumer);

    /** What a survey of the activities finds. */
    Answer<Overview> surveyActivities(Survey survey);

    /** What a survey of the commits finds. */
    Answer<Overview> surveyCommits(Survey survey);

    /** The greatest id of all activities, also of those that the asker may not see; 0 when there is none. For asking whether something is new, never to be shown. */
    Answer<Long> greatestActivity();

    /** The greatest number of all commits, likewise. */
    Answer<Long> greatestCommit();

    /** The distinct values of a field that begin so, in order, at most {@code limit}. For dialects that need to know which types or names occur. */
    Answer<List<String>> values(Field field, String prefix, int limit);

    /** Whether a text or id field of some activity has this value. */
    Answer<Boolean> has(Field field, String value);

    /** Releases the state of the log. Pages of this session cannot be read any more. Closing twice is harmless. */
    @Override
    void close();
}
