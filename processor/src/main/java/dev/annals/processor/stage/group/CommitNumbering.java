package dev.annals.processor.stage.group;

import dev.annals.model.Commit;

/** Where commits go when they close: the tenant's numbers and the log. */
public interface CommitNumbering {
    /** The number that the tenant's next commit gets. */
    long next(String tenant);

    /** Takes the commit with that number. Its hash is still {@link dev.annals.model.Hash#ZERO}: sealing it is the taker's. */
    void take(Commit commit);
}
