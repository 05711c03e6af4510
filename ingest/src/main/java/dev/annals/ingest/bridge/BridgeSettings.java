package dev.annals.ingest.bridge;

import dev.annals.topic.Topics;
import java.util.Map;

/**
 * How a bridge reaches its topics.
 *
 * @param bootstrap {@code host:port} of one or more brokers, separated by commas: both the foreign topics and those of Annals are there
 * @param client settings of both Kafka clients that win over all others, such as those of security
 * @param bufferBytes how much waits in memory for the rest of its transactions
 */
public record BridgeSettings(String bootstrap, Topics topics, Map<String, String> client, long bufferBytes) {
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    public BridgeSettings {
        client = Map.copyOf(client);
    }

    /** The usual buffer. */
    public BridgeSettings(String bootstrap, Topics topics, Map<String, String> client) {
        this(bootstrap, topics, client, BUFFER_BYTES);
    }

    /** The consumer group, which also names the producer's transactions. */
    public String group() {
        return topics.prefix() + "-bridge";
    }
}
