package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hostile clients beside honest ones, on the whole product as a process beside this one: every {@link Habit} at once, while
 * {@link HonestClients} read and write. Each minute it prints what the honest ones' answers took, the memory of the service and how many connections the
 * hostile ones have had. At the end every event that was taken must be visible.
 *
 * <p>Ends with status 1 when an honest client saw a failure. Arguments: minutes (60), directory (a new temporary one), seed (random).
 */
public final class MixedLoad {
    private static final int FIRST_EVENTS = 100_000;
    private static final int OBJECTS = 20_000;
    private static final Pattern CHANGES = Pattern.compile("\"default\":\\{\"changes\":(\\d+)");
    private static final Pattern LAG = Pattern.compile("\"default\":\\{[^}]*\"lag\":(\\d+)");
    private static final Pattern LIVE = Pattern.compile("(?m)^jvm_gc_live_data_size_bytes ([0-9.E]+)$");
    private static final Pattern THREADS = Pattern.compile("(?m)^jvm_threads_live_threads ([0-9.E]+)$");

    private MixedLoad() {}

    public static void main(String[] args) throws Exception {
        // Before the first client of the JDK's is made.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("annals-load-");
        long seed = args.length > 2 ? Long.parseLong(args[2]) : new Random().nextLong();
        int httpPort = freePort();
        int kafkaPort = freePort();
        say("%d minutes in %s, seed %d", minutes, directory, seed);
        Path data = Files.createDirectories(directory).resolve("data");
        try (ServiceProcess service = ServiceProcess.start(data, httpPort, kafkaPort)) {
            service.awaitReady();
            fill(kafkaPort);
            String other = ServiceProcess.token(data, "hostile");
            try (HonestClients honest = new HonestClients(httpPort, ServiceProcess.TOKEN, FIRST_EVENTS).start()) {
                HostileClients hostile = new HostileClients(httpPort, Habit.of(other), seed);
                Thread attack = new Thread(hostile, "hostile-clients");
                attack.start();
                for (int minute = 1; minute <= minutes; minute++) {
                    Thread.sleep(60_000);
                    say("minute %d: %s", minute, service.residentMemory());
                    report(honest, hostile, false);
                }
                hostile.stop();
                attack.join();
                honest.stop();
                say("in all:");
                report(honest, hostile, true);
                System.exit(settled(honest) && honest.failures() == 0 ? 0 : 1);
            }
        }
    }

    private static void fill(int kafkaPort) {
        Random random = new Random(1);
        try (ChangePublisher publisher =
                new ChangePublisher(PublisherSettings.bulk("127.0.0.1:" + kafkaPort, Topics.DEFAULT.changes()))) {
            for (int i = 0; i < FIRST_EVENTS; i++) {
                var unused = publisher.publish(
                        "default", PipelineBench.change(random, i, OBJECTS).getBytes(UTF_8));
            }
            publisher.flush();
        }
    }

    private static void report(HonestClients honest, HostileClients hostile, boolean inAll)
            throws IOException, InterruptedException {
        String metrics = honest.get("/metrics");
        say(
                "  live heap %s MB, %s threads, metrics of %d bytes, %d events taken, %d failures of honest clients",
                number(LIVE, metrics) / 1_000_000,
                number(THREADS, metrics),
                metrics.length(),
                honest.events(),
                honest.failures());
        System.out.print(honest.times(inAll));
        say("  connections of hostile clients: %s", hostile.connections());
    }

    /** Whether all that was taken becomes visible. */
    private static boolean settled(HonestClients honest) throws IOException, InterruptedException {
        String status = "";
        for (int tries = 0; tries < 60; tries++) {
            status = honest.get("/annals/v1/status");
            if (number(LAG, status) == 0) {
                break;
            }
            Thread.sleep(1000);
        }
        long changes = number(CHANGES, status);
        say("taken %d, on the log %d, lag %d", honest.events(), changes, number(LAG, status));
        return changes == honest.events() && number(LAG, status) == 0;
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? (long) Double.parseDouble(found.group(1)) : -1;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
