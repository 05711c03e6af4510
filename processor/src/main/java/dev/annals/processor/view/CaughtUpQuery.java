package dev.annals.processor.view;

import java.util.Optional;
import org.apache.kafka.streams.query.Query;

/**
 * Asks an {@link IndexStateStore} whether it has taken the log up to an offset; the answer is empty when it has not. The store answers at
 * once: it takes no snapshot, so it neither writes nor waits for what it has gathered.
 *
 * @param least the offset of the log that the index must have come to
 */
record CaughtUpQuery(long least) implements Query<Optional<Boolean>> {}
