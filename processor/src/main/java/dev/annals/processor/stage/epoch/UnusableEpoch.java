package dev.annals.processor.stage.epoch;

import org.apache.kafka.common.KafkaException;

/** An epoch of the log under which this process cannot go on. It stops the task: going on under other settings would make another history. */
public final class UnusableEpoch extends KafkaException {
    private static final long serialVersionUID = 1L;

    public UnusableEpoch(String message) {
        super(message);
    }

    public UnusableEpoch(String message, Throwable cause) {
        super(message, cause);
    }
}
