package dev.annals.testing;

import dev.annals.broker.BrokerSettings;
import dev.annals.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker for tests: {@code @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();}
 *
 * <p>One broker serves all test classes of a JVM, started by the first that needs it and stopped after the last, so tests
 * keep apart by their topic names: take them from {@link #newPrefix}. A module that uses it has {@code annals-broker} and
 * the test jar of {@code schemas} at test scope.
 */
public final class EmbeddedKafka implements BeforeAllCallback {

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private volatile Shared shared;

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(EmbeddedKafka.class))
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    /** What Kafka clients call {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return shared.broker().bootstrapServers();
    }

    /** A topic prefix (or application id) that nobody else in this JVM has. */
    public String newPrefix() {
        return "test-" + PREFIXES.incrementAndGet();
    }

    private record Shared(EmbeddedBroker broker, Path directory) implements AutoCloseable {

        static Shared start() {
            try {
                Path directory = Files.createTempDirectory("annals-broker-");
                return new Shared(EmbeddedBroker.start(new BrokerSettings(directory, 0)), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
