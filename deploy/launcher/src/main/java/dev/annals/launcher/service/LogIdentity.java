package dev.annals.launcher.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Which log a data directory belongs to. It stays there when the service stops, so that a client command that is given this
 * directory never sends anything to the log of another Annals, whoever listens on the port now.
 *
 * @param cluster Kafka's own id of the cluster
 * @param prefix what the names of the topics begin with
 */
public record LogIdentity(String cluster, String prefix) {

    /** The log that the last service with this directory worked with; empty when none ever ran. */
    public static Optional<LogIdentity> in(Path dataDirectory) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(DataDirectory.log(dataDirectory), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty("cluster"))
                .flatMap(cluster -> Optional.ofNullable(properties.getProperty("topic-prefix"))
                        .map(prefix -> new LogIdentity(cluster, prefix)));
    }

    /** Writes it for others to find. */
    void keep(DataDirectory directory) {
        Properties properties = new Properties();
        properties.putAll(Map.of("cluster", cluster, "topic-prefix", prefix));
        PropertiesFile.replace(directory.log(), properties, "The log that this directory belongs to");
    }
}
