package dev.annals.processor.stage.group;

import dev.annals.model.Commit;

/** Numbers commits when they close, and writes them. */
public interface CommitNumbering {
    /** The number that the tenant's next commit gets. */
    long next(String tenant);

    /** Seals and writes the commit that has this number. Its hash is still {@link dev.annals.model.Hash#ZERO}. */
    void take(Commit commit);
}
