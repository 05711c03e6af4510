package dev.annals.launcher.service;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a running service is reached, left in its directory for client commands on the same machine.
 *
 * @param url of its API
 * @param bootstrap of its Kafka
 * @param process the id of its process
 * @param started when that process began, by which it is told from a later one with the same id; absent where the system does
 *     not say
 */
public record Running(String url, String bootstrap, long process, Optional<Instant> started) {
    /** The kernel gives the start of a process against a clock that is set now and then. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /** What the last service with this directory wrote; empty when it stopped cleanly or none ever ran. */
    public static Optional<Running> in(Path dataDirectory) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(DataDirectory.running(dataDirectory), StandardCharsets.UTF_8)) {
            properties.load(reader);
            return Optional.of(new Running(
                    required(properties, "url"),
                    required(properties, "bootstrap"),
                    Long.parseLong(required(properties, "process")),
                    Optional.ofNullable(properties.getProperty("started"))
                            .map(Long::parseLong)
                            .map(Instant::ofEpochMilli)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** That of this process. */
    static Running here(String url, String bootstrap) {
        ProcessHandle self = ProcessHandle.current();
        return new Running(url, bootstrap, self.pid(), self.info().startInstant());
    }

    /** Whether the process still runs: one that was killed leaves its file behind. */
    public boolean isAlive() {
        return ProcessHandle.of(process)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> isSameStart(handle.info().startInstant()))
                .isPresent();
    }

    /** Whether an address is that of its API, however this machine is named in it. */
    public boolean isAt(URI service) {
        URI own = URI.create(url);
        return "http".equals(service.getScheme())
                && service.getUserInfo() == null
                && port(own) == port(service)
                && service.getHost() != null
                && (service.getHost().equals(own.getHost())
                        || (isHere(own.getHost()) && isLoopback(service.getHost())));
    }

    private static int port(URI address) {
        return address.getPort() < 0 ? 80 : address.getPort();
    }

    /** Whether a service that listens there is reached by the loopback addresses. */
    private static boolean isHere(@Nullable String host) {
        return host == null || isLoopback(host) || host.equals("0.0.0.0") || host.equals("[::]");
    }

    private static boolean isLoopback(String host) {
        return Set.of("127.0.0.1", "localhost", "[::1]").contains(host);
    }

    /** Writes it for others to find. */
    void announce(DataDirectory directory) {
        Properties properties = new Properties();
        properties.putAll(Map.of("url", url, "bootstrap", bootstrap, "process", Long.toString(process)));
        started.ifPresent(instant -> properties.setProperty("started", Long.toString(instant.toEpochMilli())));
        PropertiesFile.replace(directory.running(), properties, "How the running Annals is reached");
    }

    /** Takes it back. */
    static void conceal(DataDirectory directory) {
        try {
            Files.deleteIfExists(directory.running());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory.running(), e);
        }
    }

    private boolean isSameStart(Optional<Instant> seen) {
        return started.isEmpty()
                || seen.isEmpty()
                || Duration.between(started.get(), seen.get()).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }

    private static String required(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }
}
