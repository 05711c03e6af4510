package dev.annals.launcher.command;

import dev.annals.launcher.Problem;
import dev.annals.launcher.service.KafkaAnswers;
import dev.annals.launcher.service.LogIdentity;
import dev.annals.launcher.service.Running;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log that an import goes to. What is named by a flag wins over the environment, and that over what runs with the data
 * directory. Whenever a data directory is named or used, the Kafka must be the one that the directory belongs to.
 *
 * @param expected the cluster that must answer; empty when nothing says which one
 */
record ImportTarget(String bootstrap, String prefix, Path directory, Optional<LogIdentity> expected) {
    private static final String STANDARD_BOOTSTRAP = "127.0.0.1:9092";

    /** Finds the target. Fails with {@link Problem} when the directory that was named has no Annals and nothing else says where. */
    static ImportTarget of(
            DataOption data, Map<String, String> environment, @Nullable String bootstrap, @Nullable String prefix) {
        Path directory = data.directory(environment);
        Optional<LogIdentity> identity = LogIdentity.in(directory);
        Optional<String> named = Optional.ofNullable(bootstrap)
                .or(() -> data.isFlagged()
                        ? Optional.empty()
                        : Optional.ofNullable(environment.get("ANNALS_BOOTSTRAP"))
                                .filter(value -> !value.isBlank()));
        boolean byDirectory = data.isNamed(environment) || named.isEmpty();
        Optional<LogIdentity> expected = byDirectory ? identity : Optional.empty();
        String kafka = named.or(() -> Running.in(directory).map(Running::bootstrap))
                .orElseGet(() -> standard(directory, data.isNamed(environment) || identity.isPresent()));
        return new ImportTarget(kafka, prefix(directory, expected, prefix), directory, expected);
    }

    String topic() {
        return new Topics(prefix, Topics.DEFAULT.partitions()).changes();
    }

    /** Returns when the right Kafka answers and has the topic. Fails with {@link Problem}. */
    void require(Map<String, String> client) {
        expected.ifPresent(log -> {
            String cluster = KafkaAnswers.cluster(bootstrap, client);
            if (!cluster.equals(log.cluster())) {
                throw new Problem("the Kafka at " + bootstrap + " is that of another Annals: its cluster is " + cluster
                        + ", and the data directory " + directory + " belongs to " + log.cluster()
                        + "; nothing was sent. Start the right one with `annals up --data " + directory
                        + "`, or name the Kafka with --bootstrap and no --data");
            }
        });
        KafkaAnswers.requireTopic(bootstrap, client, topic());
    }

    private static String standard(Path directory, boolean mustRun) {
        if (mustRun) {
            throw new Problem("no Annals runs with the data directory " + directory
                    + "; start it with `annals up --data " + directory
                    + "`, or name the Kafka with --bootstrap; nothing was sent");
        }
        return STANDARD_BOOTSTRAP;
    }

    private static String prefix(Path directory, Optional<LogIdentity> expected, @Nullable String named) {
        String prefix =
                named != null ? named : expected.map(LogIdentity::prefix).orElse(Topics.DEFAULT.prefix());
        if (expected.isPresent() && !expected.get().prefix().equals(prefix)) {
            throw new Problem("--topic-prefix " + prefix + " is not that of the data directory " + directory
                    + " (expected: " + expected.get().prefix()
                    + "); leave it away, or name the Kafka with --bootstrap and no --data");
        }
        return prefix;
    }
}
