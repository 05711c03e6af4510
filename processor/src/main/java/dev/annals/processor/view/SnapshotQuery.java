package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import java.util.Optional;
import org.apache.kafka.streams.query.Query;

/**
 * Asks an {@link IndexStateStore} for a snapshot, which the asker closes. The answer is empty when the index has not come to {@code least}:
 * no snapshot is taken then, because a snapshot makes an index that catches up cut a load short.
 *
 * @param tenant whose documents
 * @param deadline the time that the questions to the snapshot may take
 * @param least the offset of the log that the index must have come to
 */
record SnapshotQuery(String tenant, Deadline deadline, long least) implements Query<Optional<IndexSnapshot>> {}
