package dev.annals.processor.view;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import java.util.function.Function;
import org.apache.kafka.streams.query.Query;

/**
 * A question to an {@link IndexStateStore}, as interactive queries carry it.
 *
 * @param tenant whose documents
 * @param deadline the time that the question may take
 * @param least the offset of the log that the index must have come to
 * @param behind the answer of an index that has not. No snapshot is taken for it: each would make an index that catches up write the little
 *     it has just gathered
 * @param question answered on the asking thread from one snapshot, which is closed afterwards
 */
record SnapshotQuery<R>(String tenant, Deadline deadline, long least, R behind, Function<IndexSnapshot, R> question)
        implements Query<R> {}
