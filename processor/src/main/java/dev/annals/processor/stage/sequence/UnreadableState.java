package dev.annals.processor.stage.sequence;

import org.apache.kafka.common.KafkaException;

/** State of this processor that cannot be read. It stops the task, because it is not the fault of the event at hand. */
public final class UnreadableState extends KafkaException {
    UnreadableState(String message, Throwable cause) {
        super(message, cause);
    }
}
