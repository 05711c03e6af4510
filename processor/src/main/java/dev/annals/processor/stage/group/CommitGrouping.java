package dev.annals.processor.stage.group;

import dev.annals.model.Activity;
import dev.annals.processor.stage.group.ClosedCommits.Closed;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.RecentMemory;
import org.jspecify.annotations.Nullable;

/**
 * Puts activities into commits, and closes commits.
 *
 * <p>A commit closes when the producer's {@code commit_size} members are in; when record time has come to a gap after its last
 * member (exactly a gap is enough); when it is full and another member comes; and, the oldest first, when too much is open
 * altogether. Numbers are given in the order of closing. A member that comes after its commit was closed opens another one that names it.
 *
 * <p>The open commits live in memory and are saved as they change: a commit of n members costs n small writes. A commit
 * of one member that says so is never saved at all. Everything follows from the order of calls and their record times,
 * so that the same log gives the same commits, however often the process died on the way. For one thread.
 */
public final class CommitGrouping {
    private final OpenCommits open;
    private final OpenCommitStore store;
    private final ClosedCommits closed;
    private final CommitBounds bounds;
    private final long gapMillis;
    private final CommitNumbering numbering;

    /**
     * A grouping that carries on where its stores stand.
     *
     * @param open where open commits are saved; nothing else may write to it
     * @param closed the memory of closed commits
     */
    public CommitGrouping(ByteStore open, RecentMemory closed, CommitBounds bounds, CommitNumbering numbering) {
        this.store = new OpenCommitStore(open);
        this.open = store.load();
        this.closed = new ClosedCommits(closed);
        this.bounds = bounds;
        this.gapMillis = bounds.gap().toMillis();
        this.numbering = numbering;
    }

    /** Closes every commit that is due at a record time, which is never before the last one given. */
    public void advance(long now) {
        OpenCommit first = open.first();
        while (first != null && now - first.lastRecorded() >= gapMillis) {
            close(first, now);
            first = open.first();
        }
    }

    /** Puts an activity into its commit. */
    public void place(Activity activity, long now) {
        CommitKey key = CommitKey.of(activity);
        OpenCommit commit = open.take(key);
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

    /** Whether anything waits for record time to move. */
    public boolean isWaiting() {
        return !open.isEmpty();
    }

    private OpenCommit opened(CommitKey key, Activity activity, long now) {
        Closed earlier = closed.find(key, now);
        return earlier == null
                ? new OpenCommit(key, activity.actor(), null, 0)
                : new OpenCommit(key, activity.actor(), earlier.number(), earlier.members());
    }

    private void keepWithinBounds(long now) {
        OpenCommit first = open.first();
        while (first != null && open.weight() > bounds.mostOpen()) {
            close(first, now);
            first = open.first();
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
        long number = numbering.next(commit.key().tenant());
        numbering.take(commit.closed(number), now);
        store.remove(commit);
        closed.note(commit.key(), new Closed(number, commit.membersSoFar()), now);
        return number;
    }
}
