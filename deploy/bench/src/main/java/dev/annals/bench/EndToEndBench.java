package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.broker.BrokerJvm;
import dev.annals.broker.BrokerProcess;
import dev.annals.broker.BrokerSettings;
import dev.annals.dialect.Dialects;
import dev.annals.ingest.publish.ChangePublisher;
import dev.annals.ingest.publish.PublisherSettings;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.processor.view.Reading;
import dev.annals.processor.view.View;
import dev.annals.processor.view.ViewStreamsConfig;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The whole product on one machine, broker, processor, views and API, as a process beside this one: what a change costs from
 * the log to the answer, in changes a second and as a ratio to what Kafka Streams alone makes of the same log ({@link Reference}); how
 * soon a killed service serves again and how long a change takes then; how fast a view is built.
 *
 * <p>Prints, asserts nothing. Arguments: changes in the log (1000000), seconds of measuring latency (30), directory (a new
 * temporary one).
 */
public final class EndToEndBench {
    private static final int OBJECTS = 100_000;
    private static final int[] RATES = {50, 500, 2_000};
    private static final int WARMING_SECONDS = 10;

    private final Path data;
    private final int changes;
    private final int httpPort = freePort();
    private final int kafkaPort = freePort();
    private final Random random = new Random(1);
    private int sent;

    private EndToEndBench(Path directory, int changes) {
        this.data = directory.resolve("data");
        this.changes = changes;
    }

    public static void main(String[] args) throws Exception {
        int changes = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("annals-bench-");
        EndToEndBench bench = new EndToEndBench(directory, changes);
        bench.fillTheLog();
        Map<Reference, Reference.Rate> references = bench.references();
        bench.logToVisible(references);
        bench.disk();
        for (int rate : RATES) {
            bench.latencyAfterAStart(rate, seconds);
        }
        bench.catchUp();
    }

    /** On the same log, with the same broker settings, before the service has seen it. */
    private Map<Reference, Reference.Rate> references() throws Exception {
        Map<Reference, Reference.Rate> rates = new EnumMap<>(Reference.class);
        Path directory = Files.createDirectories(data.resolveSibling("references"));
        try (BrokerProcess broker = broker()) {
            for (Reference reference : Reference.values()) {
                Reference.Rate rate = reference.measure(broker.bootstrapServers(), directory);
                rates.put(reference, rate);
                say(
                        "%s: %,.0f changes/s, %.1f us of processor time a change",
                        reference, rate.perSecond(), rate.micros());
            }
        }
        return rates;
    }

    /** The changes lie in the log before anybody takes them, so that the producer takes nothing from the processor. */
    private void fillTheLog() throws Exception {
        Files.createDirectories(data);
        try (BrokerProcess broker = broker()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                List<NewTopic> topics = Topics.DEFAULT.definitions().stream()
                        .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.settings()))
                        .toList();
                admin.createTopics(topics).all().get();
            }
            long begun = System.nanoTime();
            try (ChangePublisher publisher =
                    new ChangePublisher(PublisherSettings.bulk(broker.bootstrapServers(), Topics.DEFAULT.changes()))) {
                while (sent < changes) {
                    var unused = publish(publisher);
                }
                publisher.flush();
            }
            say("published %,d changes, %,.0f /s", changes, changes / since(begun));
        }
    }

    /** From the first activity that can be seen to the last; as a ratio to each reference, since that is the same on a slow machine. */
    private void logToVisible(Map<Reference, Reference.Rate> references) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(data, httpPort, kafkaPort)) {
            double rate = untilVisible(service);
            references.forEach((reference, other) -> say(
                    "log to visible: %.2f x %s (processor time a change: %.1f x)",
                    rate / other.perSecond(), reference, service.cpuSeconds() * 1e6 / changes / other.micros()));
        }
    }

    /** What a change takes on disk, the service and its broker being stopped; without the references. */
    private void disk() throws IOException {
        long log = bytes(data.resolve("kafka"));
        long state = bytes(data.resolve("state"));
        say(
                "on disk: %d bytes a change, %d of them in Kafka and %d in state and indexes",
                (log + state) / changes, log / changes, state / changes);
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().getFileName().toString().contains("bench-"))
                    .toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private double untilVisible(ServiceProcess service) throws Exception {
        long first = 0;
        long begun = System.nanoTime();
        long before = 0;
        long last = begun;
        for (long seen = 0; seen < changes; ) {
            Thread.sleep(first == 0 ? 20 : 2_000);
            seen = Math.max(0, service.visible());
            if (first == 0 && seen > 0) {
                first = seen;
                begun = System.nanoTime();
            } else if (first > 0) {
                say("  %,10d visible  %,8.0f /s", seen, (seen - before) / since(last));
            }
            before = seen;
            last = System.nanoTime();
        }
        double rate = (changes - first) / since(begun);
        say("log to visible: %,.0f changes/s; %s; %s", rate, service.cpu(), service.memory());
        service.awaitReady();
        return rate;
    }

    /** What a killed service needs to serve again; then changes at an even pace from its first moment, timed after ten seconds. */
    private void latencyAfterAStart(int rate, int seconds) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(data, httpPort, kafkaPort)) {
            restarted(service);
            latency(service, rate, seconds);
            say("%s", service.memory());
            service.kill();
        }
    }

    /** Each change is timed from its sending to the first answer that shows it. */
    private void latency(ServiceProcess service, int rate, int seconds) throws Exception {
        int count = rate * (WARMING_SECONDS + seconds);
        long[] sentAt = new long[count];
        long[] seenAt = new long[count];
        long base = service.visible();
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> watch(service, base, seenAt));
        try (ChangePublisher publisher =
                new ChangePublisher(PublisherSettings.prompt("127.0.0.1:" + kafkaPort, Topics.DEFAULT.changes()))) {
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begun + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sentAt[i] = System.nanoTime();
                var unused = publish(publisher);
            }
            watching.get();
        }
        int warming = rate * WARMING_SECONDS;
        double[] millis = new double[count - warming];
        for (int i = warming; i < count; i++) {
            millis[i - warming] = (seenAt[i] - sentAt[i]) / 1e6;
        }
        Arrays.sort(millis);
        say(
                "publish to visible at %d/s: p50 %.0f ms, p99 %.0f ms, longest %.0f ms",
                rate, millis[millis.length / 2], millis[millis.length * 99 / 100], millis[millis.length - 1]);
    }

    /** Ids are dense, so the count says which have arrived. */
    private static void watch(ServiceProcess service, long base, long[] seenAt) {
        int seen = 0;
        try {
            while (seen < seenAt.length) {
                Thread.sleep(2);
                long visible = service.visible() - base;
                long now = System.nanoTime();
                while (seen < visible && seen < seenAt.length) {
                    seenAt[seen++] = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How soon after its broker a service answers, with everything there is. */
    private void restarted(ServiceProcess service) throws Exception {
        long begun = System.nanoTime();
        while (!answers(kafkaPort)) {
            Thread.sleep(10);
        }
        double broker = since(begun);
        while (service.visible() < sent) {
            Thread.sleep(10);
        }
        double serves = since(begun);
        service.awaitReady();
        say(
                "start with %,d activities: broker listens after %.1f s, answers %.1f s later, says ready %.1f s later",
                sent, broker, serves - broker, since(begun) - broker);
    }

    /** A view that has nothing, beside a broker and nothing else; and then one that has everything. */
    private void catchUp() throws Exception {
        Path state = data.resolveSibling("view");
        try (BrokerProcess broker = broker()) {
            ViewStreamsConfig config = new ViewStreamsConfig("bench-view", broker.bootstrapServers(), state, "1");
            double building = untilVisible(config);
            double opening = untilVisible(config);
            say(
                    "view from nothing: %,d activities in %.1f s, of which %.1f s is its start: %,.0f /s",
                    sent, building, opening, sent / (building - opening));
        }
    }

    private double untilVisible(ViewStreamsConfig config) throws InterruptedException {
        long begun = System.nanoTime();
        try (View view = View.start(
                Topics.DEFAULT, config, Dialects.INDEXING, IndexSettings.defaults(), IndexSettings.defaults())) {
            while (!(view.indexes().read(Log.ACTIVITIES, "default", Deadline.none(), IndexSnapshot::count)
                            instanceof Reading.Done<Long> done
                    && done.value() >= sent)) {
                Thread.sleep(10);
            }
            return since(begun);
        }
    }

    private CompletableFuture<?> publish(ChangePublisher publisher) {
        return publisher.publish(
                "default", PipelineBench.change(random, sent++, OBJECTS).getBytes(UTF_8));
    }

    private BrokerProcess broker() {
        return BrokerProcess.start(
                new BrokerSettings(data.resolve("kafka"), kafkaPort), BrokerJvm.likeThisOne(data.resolve("logs")));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
