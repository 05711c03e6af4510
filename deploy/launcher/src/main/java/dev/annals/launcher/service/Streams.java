package dev.annals.launcher.service;

import org.apache.kafka.streams.KafkaStreams;

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
}
