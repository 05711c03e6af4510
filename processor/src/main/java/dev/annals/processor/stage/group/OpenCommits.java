package dev.annals.processor.stage.group;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open commits in the order of their last members, which is the order in which they fall due: every commit waits the same gap, and record time does not go back. So the first one is always the next to close, and no closing is a search.
 */
final class OpenCommits {
    private final Map<CommitKey, OpenCommit> inOrder = new LinkedHashMap<>();
    private long weight;

    /** Takes a commit out; {@code null} when none of that key is open. */
    @Nullable
    OpenCommit take(CommitKey key) {
        OpenCommit commit = inOrder.remove(key);
        if (commit != null) {
            weight -= commit.weight();
        }
        return commit;
    }

    /** Puts a commit last. Its key must not be there. */
    void putLast(OpenCommit commit) {
        inOrder.put(commit.key(), commit);
        weight += commit.weight();
    }

    /** The commit whose last member is the longest ago; {@code null} when none is open. */
    @Nullable
    OpenCommit first() {
        Iterator<OpenCommit> commits = inOrder.values().iterator();
        return commits.hasNext() ? commits.next() : null;
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /** Members and objects altogether. */
    long weight() {
        return weight;
    }
}
