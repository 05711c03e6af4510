package dev.annals.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller in this JVM, one KRaft node on 127.0.0.1, answering from the moment {@link #start} returns.
 *
 * <p>The directory is formatted on first start and carried on from afterwards, also after a kill. Kafka's fault handlers halt
 * the JVM they are in, so a service runs this class in a child ({@link BrokerProcess}); tests may run it beside themselves.
 * Closing is idempotent and safe from any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final BrokerSettings settings;
    private final KafkaRaftServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /** A started broker. Fails with {@link BrokerFailed} when the port is taken or the directory cannot be used. */
    public static EmbeddedBroker start(BrokerSettings requested) {
        BrokerSettings settings = requested.withPort(freePort(requested.port()));
        format(settings);
        KafkaConfig config = new KafkaConfig(BrokerProperties.of(settings, freePort(0)), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(settings, server);
    }

    /** The port that the broker listens on, never 0. */
    public int port() {
        return settings.port();
    }

    /** What Kafka clients call {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return BrokerSettings.HOST + ":" + settings.port();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void format(BrokerSettings settings) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Files.createDirectories(settings.directory());
            // Kafka writes this file last, so a format that was cut short is done again.
            if (Files.exists(settings.directory().resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                return;
            }
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .addDirectory(settings.directory().toString())
                    .setMetadataLogDirectory(settings.directory().toString())
                    .run();
        } catch (Exception e) {
            throw new BrokerFailed(
                    "the broker's directory " + settings.directory() + " cannot be used (" + e.getMessage()
                            + "); name another or mend its permissions",
                    e);
        }
    }

    /** The port wanted, or one that nobody has when 0 is wanted. */
    private static int freePort(int wanted) {
        // Kafka's own answer to a taken port is to halt the JVM; asking first makes it a sentence.
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerFailed(
                    "port " + wanted + " on " + BrokerSettings.HOST
                            + " is taken, so the broker cannot listen on it; choose another (0 = any free port)",
                    e);
        }
    }
}
