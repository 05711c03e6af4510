package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.query.IndexSnapshots;

/**
 * Indexes that were opened directly, without Kafka Streams: for tools and tests. Always ready. The caller closes them.
 *
 * @param activities where snapshots of the activities come from
 * @param commits where snapshots of the commits come from
 */
public record OpenedIndexes(IndexSnapshots activities, IndexSnapshots commits) implements IndexAccess {
    @Override
    public Reading<Integer> readiness() {
        return new Reading.Done<>(Log.values().length);
    }

    @Override
    public Reading<IndexSnapshot> pin(Log log, String tenant, Deadline deadline) {
        IndexSnapshots snapshots = switch (log) {
            case ACTIVITIES -> activities;
            case COMMITS -> commits;
        };
        return new Reading.Done<>(snapshots.snapshot(tenant, deadline));
    }
}
