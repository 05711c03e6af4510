package dev.annals.processor.stage.group;

import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.processor.stage.group.ClosedCommits.Closed;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.LayeredMemory;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts activities into commits, and closes commits.
 *
 * <p>A commit closes when the producer's {@code commit_size} members are in; when record time reaches its last member plus the gap, which is longer
 * while a size says that members are missing; when it is full and another member comes; and, the oldest first, when too much is open altogether. A
 * member that comes after its commit was due opens another commit, which names the first.
 *
 * <p>Numbers are given in the order of closing. A record closes a bounded number of the commits that are due, in the order in which they fell due, and
 * leaves the rest to the records after it: thousands that fall due at once would outlast the transaction. A commit that is due takes no member any more,
 * closed or not, so which activities are in one commit does not depend on that bound.
 *
 * <p>The open commits live in memory and are saved as they change: a commit of n members costs n small writes. A commit of one member that says so is
 * never saved at all. Everything follows from the order of calls and their record times, so that the same log gives the same commits, however often the
 * process died on the way. For one thread.
 */
public final class CommitGrouping {
    /** Commits that one record closes at most. */
    static final int MOST_CLOSED = 1_000;

    /** Members and objects of the commits that one record closes; the last one may exceed it. */
    private static final long MOST_CLOSED_WEIGHT = 50_000;

    /** So many silences, of any length, let a commit with a size fall due. */
    private static final int SILENCES = 4;

    private final OpenCommits open;
    private final OpenCommitStore store;
    private final ClosedCommits closed;
    private final CommitBounds bounds;
    private final CommitNumbering numbering;
    private int closings;
    private long closedWeight;

    /**
     * Resumes from the stores.
     *
     * @param open where open commits are saved; nothing else may write to it
     * @param closed the memory of closed commits
     */
    public CommitGrouping(ByteStore open, LayeredMemory closed, CommitBounds bounds, CommitNumbering numbering) {
        this.store = new OpenCommitStore(open);
        this.open = store.load();
        this.closed = new ClosedCommits(closed);
        this.bounds = bounds;
        this.numbering = numbering;
    }

    /** Begins a record: closes commits that are due at its record time, which is never before the last one given. */
    public void advance(long now) {
        closings = 0;
        closedWeight = 0;
        OpenCommit first = open.first(bounds);
        while (first != null && isDue(first, now) && mayClose()) {
            close(first, now);
            first = open.first(bounds);
        }
    }

    /** Puts an activity into its commit. */
    public void place(Activity activity, long now) {
        CommitKey key = CommitKey.of(activity);
        OpenCommit commit = open.take(key);
        if (commit != null && isDue(commit, now)) {
            closeTaken(commit, now);
            commit = null;
        }
        if (commit == null) {
            commit = opened(key, activity, now);
        } else if (commit.isFullFor(activity, bounds)) {
            commit = commit.continued(closeTaken(commit, now));
        }
        commit.add(activity, now);
        if (commit.isComplete()) {
            closeTaken(commit, now);
        } else {
            open.putLast(commit);
            store.save(commit);
            keepWithinBounds(now);
        }
    }

    /**
     * Takes note of an event of a sized action that makes no activity, because it changed nothing: the action waits for one member less.
     *
     * @param offset where the event lies in the log
     */
    public void pass(ChangeEvent event, long offset, long now) {
        CommitPart part = event.commit();
        Integer size = part == null ? null : part.size();
        if (part == null || size == null) {
            return;
        }
        CommitKey key = CommitKey.of(event, part);
        OpenCommit commit = open.take(key);
        if (commit != null && isDue(commit, now)) {
            closeTaken(commit, now);
            commit = null;
        }
        if (commit == null) {
            closed.pass(key, now);
            return;
        }
        commit.pass(size, offset, now);
        if (commit.isComplete()) {
            closeTaken(commit, now);
        } else {
            open.putLast(commit);
            store.save(commit);
        }
    }

    /** How much record time has to pass until the next commit is due, 0 when one is due already; empty when none is open. */
    public OptionalLong untilDue(long now) {
        OpenCommit first = open.first(bounds);
        return first == null ? OptionalLong.empty() : OptionalLong.of(Math.max(first.due(bounds) - now, 0));
    }

    /** After how much silence a tick is needed, 0 when a commit is due already; empty when none is open. */
    public OptionalLong untilTick(long now) {
        OptionalLong due = untilDue(now);
        return due.isEmpty() ? due : OptionalLong.of(Math.min(due.getAsLong(), longestStep()));
    }

    /**
     * How much time may pass with one record, milliseconds. A running processor appends ticks to a quiet log, so a long silence in the log means that the
     * processor or the broker was away. However long it lasts, it counts as a part of what a commit with a size waits, and cuts no action in two.
     */
    public long longestStep() {
        return open.awaitMembers()
                ? Math.max(bounds.gap().toMillis(), bounds.sizedGap().toMillis() / SILENCES)
                : Long.MAX_VALUE;
    }

    private boolean isDue(OpenCommit commit, long now) {
        return now >= commit.due(bounds);
    }

    private boolean mayClose() {
        return closings < MOST_CLOSED && closedWeight < MOST_CLOSED_WEIGHT;
    }

    private OpenCommit opened(CommitKey key, Activity activity, long now) {
        Closed earlier = closed.find(key, now);
        return earlier == null
                ? new OpenCommit(key, activity.actor(), null, 0)
                : new OpenCommit(
                        key, activity.actor(), earlier.number() == 0 ? null : earlier.number(), earlier.members());
    }

    private void keepWithinBounds(long now) {
        OpenCommit oldest = open.oldest();
        while (oldest != null && open.weight() > bounds.mostOpen() && mayClose()) {
            close(oldest, now);
            oldest = open.oldest();
        }
    }

    private void close(OpenCommit commit, long now) {
        @Nullable OpenCommit taken = open.take(commit.key());
        if (taken != commit) {
            throw new IllegalStateException("an open commit is not where it was put; CommitGrouping is for one thread");
        }
        closeTaken(commit, now);
    }

    private long closeTaken(OpenCommit commit, long now) {
        closings++;
        closedWeight += commit.weight();
        long number = numbering.next(commit.key().tenant());
        numbering.take(commit.closed(number));
        store.remove(commit);
        closed.note(commit.key(), new Closed(number, commit.membersSoFar()), now);
        return number;
    }
}
