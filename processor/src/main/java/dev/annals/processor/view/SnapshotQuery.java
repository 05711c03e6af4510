package dev.annals.processor.view;

import dev.annals.processor.index.Deadline;
import dev.annals.processor.index.IndexSnapshot;
import java.util.function.Function;
import org.apache.kafka.streams.query.Query;

/**
 * A question to an {@link IndexStateStore}, as interactive queries carry it.
 *
 * @param tenant whose documents
 * @param deadline the time that the question may take
 * @param question answered on the asking thread from one snapshot, which is closed afterwards
 */
record SnapshotQuery<R>(String tenant, Deadline deadline, Function<IndexSnapshot, R> question) implements Query<R> {}
