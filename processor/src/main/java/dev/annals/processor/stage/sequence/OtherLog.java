package dev.annals.processor.stage.sequence;

import org.apache.kafka.common.KafkaException;

/** The log at hand is not the one that the state was made from. It stops the task: what was numbered from one log cannot be carried on from another. */
public final class OtherLog extends KafkaException {
    private static final long serialVersionUID = 1L;

    OtherLog(String message) {
        super(message);
    }
}
