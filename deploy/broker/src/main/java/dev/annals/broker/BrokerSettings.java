package dev.annals.broker;

import java.nio.file.Path;

/**
 * Where one embedded broker keeps its log and where it listens.
 *
 * @param directory the broker's log directory; made and formatted on first start
 * @param port the port on 127.0.0.1, 0 for any free port
 */
public record BrokerSettings(Path directory, int port) {

    /** The only address an embedded broker listens on: it has no authentication of its own. */
    public static final String HOST = "127.0.0.1";

    public BrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("broker port: " + port + " (expected: 0 to 65535)");
        }
        directory = directory.toAbsolutePath().normalize();
    }

    /** The same settings with the port that 0 stood for. */
    BrokerSettings withPort(int actual) {
        return new BrokerSettings(directory, actual);
    }
}
