package dev.annals.dialect.puppet.wording;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Commits one after the other, each with its events in Puppet's words. The activities of several commits are fetched at once;
 * memory is bounded by one batch and one commit. Can be read once.
 */
public final class CommitStream {
    private static final int BATCH_COMMITS = 500;
    private static final int BATCH_ACTIVITIES = 1000;

    private final AuditSession audit;
    private final Function<Consumer<Commit>, Answer<Long>> commits;
    private final List<Commit> waiting = new ArrayList<>();
    private int waitingActivities;

    private CommitStream(AuditSession audit, Function<Consumer<Commit>, Answer<Long>> commits) {
        this.audit = audit;
        this.commits = commits;
    }

    /** The commits of a page in memory. */
    public static CommitStream of(AuditSession audit, Page<Commit> page) {
        return new CommitStream(audit, each -> {
            page.items().forEach(each);
            return new Answer.Ready<>(page.count());
        });
    }

    /** The commits that a query asks for, however many. */
    public static CommitStream of(AuditSession audit, Query query) {
        return new CommitStream(audit, each -> audit.eachCommit(query, each));
    }

    /** Takes one commit. */
    @FunctionalInterface
    public interface Sink {
        /** Its events are in the order of its activities. */
        void accept(Commit commit, List<PuppetEvent> events) throws IOException;
    }

    /**
     * Gives every commit to the sink.
     *
     * @return how many commits match in all; any other answer than Ready when the stream ended early
     */
    public Answer<Long> each(Sink sink) throws IOException {
        try {
            Answer<Long> total = commits.apply(commit -> take(commit, sink));
            flush(sink);
            return total;
        } catch (BrokenOff e) {
            return e.answer;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void take(Commit commit, Sink sink) {
        int members = commit.activities().size();
        if (members > BATCH_ACTIVITIES) {
            flush(sink);
            large(commit, sink);
            return;
        }
        waiting.add(commit);
        waitingActivities += members;
        if (waiting.size() >= BATCH_COMMITS || waitingActivities >= BATCH_ACTIVITIES) {
            flush(sink);
        }
    }

    private void flush(Sink sink) {
        List<Long> ids = new ArrayList<>(waitingActivities);
        waiting.forEach(commit -> ids.addAll(commit.activities()));
        List<Activity> activities = ids.isEmpty() ? List.of() : fetch(ids);
        int from = 0;
        for (Commit commit : waiting) {
            int to = from + commit.activities().size();
            give(commit, events(activities.subList(from, to)), sink);
            from = to;
        }
        waiting.clear();
        waitingActivities = 0;
    }

    /** Of a very large commit only the words are kept: they are sorted as a whole, and the activities are not. */
    private void large(Commit commit, Sink sink) {
        List<Long> ids = commit.activities();
        List<PuppetEvent> events = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += BATCH_ACTIVITIES) {
            events.addAll(events(fetch(ids.subList(from, Math.min(ids.size(), from + BATCH_ACTIVITIES)))));
        }
        give(commit, events, sink);
    }

    private static List<PuppetEvent> events(List<Activity> activities) {
        List<PuppetEvent> events = new ArrayList<>(activities.size());
        activities.forEach(activity -> events.addAll(PuppetWording.events(activity)));
        return events;
    }

    private static void give(Commit commit, List<PuppetEvent> events, Sink sink) {
        try {
            sink.accept(commit, events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Activity> fetch(List<Long> ids) {
        Answer<List<Activity>> answer = audit.activitiesById(ids);
        if (answer instanceof Answer.Ready<List<Activity>> ready) {
            return ready.value();
        }
        throw new BrokenOff(answer.map(none -> 0L));
    }

    /** Carries an answer without a value out of the loop over commits. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Answer<Long> answer;

        BrokenOff(Answer<Long> answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }
}
