package dev.annals.processor.stage.group;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open commits in two lists, so that the next one to close is found without a search: commits that wait for the rest of their size, and all others,
 * each list in the order of last members. All commits of one list wait the same gap and record time never goes back, so the next to close is the first
 * of one of the two.
 */
final class OpenCommits {
    private final Map<CommitKey, OpenCommit> sized = new LinkedHashMap<>();
    private final Map<CommitKey, OpenCommit> unsized = new LinkedHashMap<>();
    private long weight;

    /** Takes a commit out; {@code null} when none of that key is open. */
    @Nullable
    OpenCommit take(CommitKey key) {
        OpenCommit commit = unsized.remove(key);
        if (commit == null) {
            commit = sized.remove(key);
        }
        if (commit != null) {
            weight -= commit.weight();
        }
        return commit;
    }

    /** Puts a commit last among its kind. Its key must not be there. */
    void putLast(OpenCommit commit) {
        (commit.awaitsMembers() ? sized : unsized).put(commit.key(), commit);
        weight += commit.weight();
    }

    /** The commit that falls due first; of two that fall due at once the one whose last member came first. {@code null} when none is open. */
    @Nullable
    OpenCommit first(CommitBounds bounds) {
        OpenCommit a = firstOf(unsized);
        OpenCommit b = firstOf(sized);
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int order = Long.compare(a.due(bounds), b.due(bounds));
        return order < 0 || (order == 0 && a.lastOffset() < b.lastOffset()) ? a : b;
    }

    /** The commit whose last member is the longest ago; {@code null} when none is open. */
    @Nullable
    OpenCommit oldest() {
        OpenCommit a = firstOf(unsized);
        OpenCommit b = firstOf(sized);
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.lastOffset() < b.lastOffset() ? a : b;
    }

    private static @Nullable OpenCommit firstOf(Map<CommitKey, OpenCommit> inOrder) {
        Iterator<OpenCommit> commits = inOrder.values().iterator();
        return commits.hasNext() ? commits.next() : null;
    }

    /** Whether any commit waits for the rest of its size. */
    boolean awaitMembers() {
        return !sized.isEmpty();
    }

    /** Members and objects altogether. */
    long weight() {
        return weight;
    }
}
