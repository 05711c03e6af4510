package dev.annals.topic;

import java.util.Map;

/**
 * A topic as it is to be made.
 *
 * @param settings topic settings in Kafka's own names
 */
public record TopicDefinition(String name, int partitions, Map<String, String> settings) {
    public TopicDefinition {
        settings = Map.copyOf(settings);
    }
}
