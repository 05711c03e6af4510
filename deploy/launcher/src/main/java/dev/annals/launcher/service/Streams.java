package dev.annals.launcher.service;

import dev.annals.processor.position.OtherLog;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** What the states of a Kafka Streams client mean here. */
final class Streams {
    private Streams() {}

    /** Whether the client has stopped by itself for good. */
    static boolean isDead(KafkaStreams streams) {
        return switch (streams.state()) {
            case ERROR, PENDING_ERROR, NOT_RUNNING -> true;
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> false;
        };
    }

    /** The first of its causes that is of a kind. */
    static <E extends Throwable> Optional<E> cause(@Nullable Throwable thrown, Class<E> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** What to do when it has failed because its log is another than before; empty when it failed of something else. */
    static Optional<String> otherLog(@Nullable Throwable thrown) {
        return cause(thrown, OtherLog.class).map(failure -> failure.getMessage() + LostPosition.ADVICE);
    }
}
