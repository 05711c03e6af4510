package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import java.util.Optional;
import org.apache.kafka.streams.query.Query;

/**
 * Asks an {@link IndexStateStore} for a snapshot, which the asker closes. An index that has not reached {@code least} takes no snapshot, because each
 * snapshot would make an index that is catching up write a small load.
 *
 * @param tenant whose documents; empty to learn whether a snapshot could be had, which writes nothing
 * @param deadline the time that the questions to the snapshot may take
 * @param least the offset of the log that the index must have come to
 */
record SnapshotQuery(Optional<String> tenant, Deadline deadline, long least) implements Query<Pin> {}
