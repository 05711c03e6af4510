package dev.annals.launcher.service;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * How a running service is reached, left in its directory for client commands on the same machine.
 *
 * @param url of its API
 * @param bootstrap of its Kafka
 */
public record Running(String url, String bootstrap) {

    /** What the last service with this directory wrote; empty when it stopped cleanly or none ever ran. */
    public static Optional<Running> in(Path dataDirectory) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(DataDirectory.running(dataDirectory), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty("url"))
                .flatMap(url -> Optional.ofNullable(properties.getProperty("bootstrap"))
                        .map(bootstrap -> new Running(url, bootstrap)));
    }

    /** Writes it for others to find. */
    void announce(DataDirectory directory) {
        Properties properties = new Properties();
        properties.setProperty("url", url);
        properties.setProperty("bootstrap", bootstrap);
        StringWriter text = new StringWriter();
        Path fresh = directory.running().resolveSibling("running.properties.new");
        try {
            properties.store(text, "How the running Annals is reached");
            Files.writeString(fresh, text.toString());
            Files.move(fresh, directory.running(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.running(), e);
        }
    }

    /** Takes it back. */
    static void conceal(DataDirectory directory) {
        try {
            Files.deleteIfExists(directory.running());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory.running(), e);
        }
    }
}
