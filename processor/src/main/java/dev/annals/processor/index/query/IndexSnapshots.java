package dev.annals.processor.index.query;

/** Where snapshots come from. Safe for any number of threads. */
public interface IndexSnapshots {
    /**
     * A snapshot of one tenant that holds everything appended before this call. A tenant that is not known is an empty one.
     *
     * @param tenant whose documents
     * @param deadline the time budget of the query the snapshot is for; long scans throw {@link QueryTimeout} when it is used up
     * @throws IllegalStateException when the store is closed
     */
    IndexSnapshot snapshot(String tenant, Deadline deadline);

    /** A snapshot without a time budget. */
    default IndexSnapshot snapshot(String tenant) {
        return snapshot(tenant, Deadline.none());
    }
}
