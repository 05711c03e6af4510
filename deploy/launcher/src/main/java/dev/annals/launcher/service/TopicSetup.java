package dev.annals.launcher.service;

import dev.annals.launcher.Problem;
import dev.annals.topic.TopicDefinition;
import dev.annals.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Makes the topics that are not there, and refuses to run on topics that would lose or reorder what is in them. */
final class TopicSetup {
    private static final String LARGEST = "max.message.bytes";
    private static final String COMPRESSION = "compression.type";
    private static final String COMPRESSION_LEVEL = "compression.zstd.level";
    /** What earlier releases gave their topics: the broker would unpack what it is sent now and compress it again. */
    private static final String EARLIER_COMPRESSION = "lz4";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;

    private final Admin admin;
    private final String bootstrap;

    TopicSetup(Admin admin, String bootstrap) {
        this.admin = admin;
        this.bootstrap = bootstrap;
    }

    /**
     * The topics as they are: the same prefix, and the number of partitions that they really have. Fails with {@link Problem}
     * when Kafka does not answer or a topic is not as it must be.
     */
    Topics ensure(Topics wanted, Optional<Short> replication) {
        try {
            create(wanted, replication);
            Topics actual = new Topics(wanted.prefix(), partitions(wanted));
            Map<ConfigResource, Config> settings = settings(actual);
            verify(actual, settings);
            compressAnew(settings);
            return actual;
        } catch (ExecutionException e) {
            throw KafkaAnswers.silent(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while making the topics", e);
        }
    }

    private void create(Topics topics, Optional<Short> replication) throws ExecutionException, InterruptedException {
        Set<String> missing = new TreeSet<>(names(topics));
        missing.removeAll(describe(topics).keySet());
        if (missing.isEmpty()) {
            return;
        }
        // Topics made at different times must have as many partitions as those that are there, or tenants would be
        // split.
        int partitions = describe(topics).values().stream()
                .findAny()
                .map(description -> description.partitions().size())
                .orElse(topics.partitions());
        List<NewTopic> fresh = topics.definitions().stream()
                .filter(definition -> missing.contains(definition.name()))
                .map(definition -> new NewTopic(definition.name(), Optional.of(partitions), replication)
                        .configs(definition.settings()))
                .toList();
        for (KafkaFuture<Void> made : admin.createTopics(fresh).values().values()) {
            try {
                made.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** All four, once the broker that is asked has heard of those that were made just now. */
    private Map<String, TopicDescription> describeAll(Topics topics) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, TopicDescription> found = describe(topics);
        while (found.size() < names(topics).size()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Problem("the Kafka at " + bootstrap + " does not show the topics that were made, only "
                        + found.keySet() + "; start again when its brokers agree");
            }
            Thread.sleep(LOOK_MILLIS);
            found = describe(topics);
        }
        return found;
    }

    private int partitions(Topics topics) throws ExecutionException, InterruptedException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        describeAll(topics)
                .forEach((name, description) ->
                        counts.put(name, description.partitions().size()));
        Set<Integer> distinct = Set.copyOf(counts.values());
        if (distinct.size() != 1) {
            throw new Problem("the topics " + counts
                    + " have different numbers of partitions (expected: the same, so that a tenant stays"
                    + " together); make them anew or use another --topic-prefix");
        }
        return distinct.iterator().next();
    }

    private Map<ConfigResource, Config> settings(Topics topics) throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = topics.definitions().stream()
                .map(definition -> resource(definition.name()))
                .toList();
        return admin.describeConfigs(resources).all().get();
    }

    /** Gives topics of an earlier release the compression of this one. What is in them stays as it is. */
    private void compressAnew(Map<ConfigResource, Config> settings) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        settings.forEach((topic, config) -> {
            @Nullable ConfigEntry compression = config.get(COMPRESSION);
            if (compression != null
                    && compression.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                    && EARLIER_COMPRESSION.equals(compression.value())) {
                changes.put(
                        topic,
                        List.of(
                                set(COMPRESSION, Topics.COMPRESSION),
                                set(COMPRESSION_LEVEL, Integer.toString(Topics.COMPRESSION_LEVEL))));
            }
        });
        if (changes.isEmpty()) {
            return;
        }
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            // It only saves the broker some work, which is no reason not to start.
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void verify(Topics topics, Map<ConfigResource, Config> settings) {
        List<String> wrong = new ArrayList<>();
        for (TopicDefinition definition : topics.definitions()) {
            @Nullable Config actual = settings.get(resource(definition.name()));
            if (actual != null) {
                definition.settings().forEach((name, expected) -> {
                    @Nullable ConfigEntry entry = actual.get(name);
                    String seen = entry == null ? "" : String.valueOf(entry.value());
                    if (!suffices(name, expected, seen)) {
                        wrong.add(definition.name() + " has " + name + "=" + seen + " (expected: " + expected + ")");
                    }
                });
            }
        }
        if (!wrong.isEmpty()) {
            throw new Problem("the topics would not keep what is put into them: "
                    + wrong.stream().collect(Collectors.joining(", "))
                    + "; mend them with kafka-configs, or use another --topic-prefix");
        }
    }

    /** Compression is a matter of taste, and larger records do no harm. */
    private static boolean suffices(String name, String expected, String seen) {
        return switch (name) {
            case COMPRESSION, COMPRESSION_LEVEL -> true;
            case LARGEST, Topics.LATEST_TIMESTAMP ->
                seen.matches("\\d{1,19}") && Long.parseLong(seen) >= Long.parseLong(expected);
            default -> seen.equals(expected);
        };
    }

    private Map<String, TopicDescription> describe(Topics topics) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = new LinkedHashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names(topics)).topicNameValues().entrySet()) {
            try {
                found.put(topic.getKey(), topic.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static List<String> names(Topics topics) {
        return topics.definitions().stream().map(TopicDefinition::name).toList();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
