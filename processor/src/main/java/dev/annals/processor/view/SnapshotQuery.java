package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import java.util.Optional;
import org.apache.kafka.streams.query.Query;

/**
 * Asks an {@link IndexStateStore} for a snapshot, which the asker closes. None is taken of an index that has not come to {@code least}, because
 * each snapshot makes an index that catches up write the little that it has just gathered.
 *
 * @param tenant whose documents; empty to learn whether a snapshot could be had, which writes nothing
 * @param deadline the time that the questions to the snapshot may take
 * @param least the offset of the log that the index must have come to
 */
record SnapshotQuery(Optional<String> tenant, Deadline deadline, long least) implements Query<Pin> {}
