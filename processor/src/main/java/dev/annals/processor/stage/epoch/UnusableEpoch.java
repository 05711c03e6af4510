package dev.annals.processor.stage.epoch;

import org.apache.kafka.common.KafkaException;

/** This process cannot process the log under its epoch. Stops the task, because other settings would produce another history. */
public final class UnusableEpoch extends KafkaException {
    private static final long serialVersionUID = 1L;

    public UnusableEpoch(String message) {
        super(message);
    }

    public UnusableEpoch(String message, Throwable cause) {
        super(message, cause);
    }
}
