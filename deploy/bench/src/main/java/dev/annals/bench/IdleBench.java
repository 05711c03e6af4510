package dev.annals.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Annals takes of the processors while nobody asks and nothing happens: the service and its broker, each in percent of a core.
 *
 * <p>Prints, asserts nothing. Arguments: seconds before it is measured, in which the compiler ends (60), seconds of measuring (60), directory (a new temporary one;
 * what was in it before is served).
 */
public final class IdleBench {
    private IdleBench() {}

    public static void main(String[] args) throws Exception {
        long settling = args.length > 0 ? Long.parseLong(args[0]) : 60;
        long measured = args.length > 1 ? Long.parseLong(args[1]) : 60;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("annals-bench-");
        try (ServiceProcess service =
                ServiceProcess.start(Files.createDirectories(directory.resolve("data")), freePort(), freePort())) {
            service.awaitReady();
            Thread.sleep(Duration.ofSeconds(settling).toMillis());
            double serviceBefore = service.cpuSeconds();
            double brokerBefore = service.brokerCpuSeconds();
            Thread.sleep(Duration.ofSeconds(measured).toMillis());
            System.out.printf(
                    "idle: service %.2f, broker %.2f percent of a core; %s%n",
                    (service.cpuSeconds() - serviceBefore) * 100 / measured,
                    (service.brokerCpuSeconds() - brokerBefore) * 100 / measured,
                    service.memory());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
