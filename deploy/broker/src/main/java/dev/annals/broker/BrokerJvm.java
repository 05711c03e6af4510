package dev.annals.broker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the child JVM of a broker is run.
 *
 * @param classPath the class path, usually this JVM's own
 * @param heapMegabytes its largest heap
 * @param logs the directory for its log files
 * @param startLimit how long it may take until it answers; recovery of a large log after a power cut takes minutes
 */
public record BrokerJvm(String classPath, int heapMegabytes, Path logs, Duration startLimit) {

    /** Enough for tens of thousands of records a second; the rest is the operating system's page cache. */
    public static final int DEFAULT_HEAP_MEGABYTES = 256;

    /** Below this Kafka's log cleaner and request buffers do not fit. */
    public static final int SMALLEST_HEAP_MEGABYTES = 128;

    /** From this version of Java on, what a run leaves for later ones is a cache that has more in it than classes. */
    private static final int WITH_CACHE = 25;

    public BrokerJvm {
        if (heapMegabytes < SMALLEST_HEAP_MEGABYTES) {
            throw new IllegalArgumentException(
                    "broker heap: " + heapMegabytes + " MB (expected: " + SMALLEST_HEAP_MEGABYTES + " or more)");
        }
    }

    /** A JVM like this one, with the default heap. */
    public static BrokerJvm likeThisOne(Path logs) {
        return new BrokerJvm(
                System.getProperty("java.class.path"), DEFAULT_HEAP_MEGABYTES, logs, Duration.ofMinutes(5));
    }

    List<String> command(BrokerSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        // What takes least of a small machine: this collector and compiler start quickest and hold the least, and the
        // work
        // itself is copying bytes.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        // Counters for tools that attach by file, which an idle JVM would bring up to date twenty times a second.
        command.add("-XX:-UsePerfData");
        boolean cached = Runtime.version().feature() >= WITH_CACHE;
        besideTheJar(cached ? "annals-broker.aot" : "annals-broker.jsa")
                .ifPresent(file -> command.add((cached ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file));
        // A class archive that does not fit would be mentioned on standard output, which the parent reads.
        command.add("-Xlog:disable");
        command.add("-XX:ErrorFile=" + logs.resolve("broker-crash-%p.log"));
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Djava.awt.headless=true");
        command.add("-Dannals.logs=" + logs);
        command.add("-Dlogback.configurationFile=dev/annals/broker/logback-broker.xml");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(classPath);
        command.add(BrokerMain.class.getName());
        command.add(settings.directory().toString());
        command.add(Integer.toString(settings.port()));
        return command;
    }

    /** What the build left beside the jar, which halves the start; the JVM passes over what does not fit it. */
    private Optional<Path> besideTheJar(String name) {
        Path file = Path.of(classPath.split(File.pathSeparator, 2)[0]).resolveSibling(name);
        return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }
}
