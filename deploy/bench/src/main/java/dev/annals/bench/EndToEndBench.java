package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.broker.BrokerJvm;
import dev.annals.broker.BrokerProcess;
import dev.annals.broker.BrokerSettings;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The whole product on one machine, broker, processor, views and API, as a process beside this one: what a change costs from
 * the log to the answer, how long one takes, how fast a view is built, and how soon a killed service serves again.
 *
 * <p>Prints, asserts nothing. Arguments: changes in the log (1000000), seconds of measuring latency (30), directory (a new
 * temporary one).
 */
public final class EndToEndBench {
    private static final int OBJECTS = 100_000;
    private static final int CHANGES_A_SECOND = 500;
    private static final int WARMING_SECONDS = 30;

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
        try (ServiceProcess service = bench.logToVisible()) {
            bench.latency(service, seconds);
            bench.restart(service, "kill -9 at rest");
        }
        bench.catchUp();
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

    /** From the first activity that can be seen to the last. */
    private ServiceProcess logToVisible() throws Exception {
        ServiceProcess service = ServiceProcess.start(data, httpPort, kafkaPort);
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
        say("log to visible: %,.0f changes/s; %s", (changes - first) / since(begun), service.cpu());
        service.awaitReady();
        return service;
    }

    /** Changes at an even pace; each is timed from its sending to the first answer that shows it. */
    private void latency(ServiceProcess service, int seconds) throws Exception {
        int count = CHANGES_A_SECOND * (WARMING_SECONDS + seconds);
        long[] sentAt = new long[count];
        long[] seenAt = new long[count];
        long base = service.visible();
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> watch(service, base, seenAt));
        try (ChangePublisher publisher =
                new ChangePublisher(PublisherSettings.prompt("127.0.0.1:" + kafkaPort, Topics.DEFAULT.changes()))) {
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begun + i * 1_000_000_000L / CHANGES_A_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sentAt[i] = System.nanoTime();
                var unused = publish(publisher);
            }
            watching.get();
        }
        int warming = CHANGES_A_SECOND * WARMING_SECONDS;
        double[] millis = new double[count - warming];
        for (int i = warming; i < count; i++) {
            millis[i - warming] = (seenAt[i] - sentAt[i]) / 1e6;
        }
        Arrays.sort(millis);
        say(
                "publish to visible at %d/s: p50 %.0f ms, p99 %.0f ms, longest %.0f ms",
                CHANGES_A_SECOND,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
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

    /** How soon after its broker a killed service answers, with everything it had. */
    private void restart(ServiceProcess service, String how) throws Exception {
        long had = service.visible();
        service.kill();
        long begun = System.nanoTime();
        try (ServiceProcess again = ServiceProcess.start(data, httpPort, kafkaPort)) {
            while (!answers(kafkaPort)) {
                Thread.sleep(10);
            }
            double broker = since(begun);
            while (again.visible() < had) {
                Thread.sleep(10);
            }
            double serves = since(begun);
            again.awaitReady();
            say(
                    "%s with %,d activities: broker listens after %.1f s, answers %.1f s later, says ready %.1f s later",
                    how, had, broker, serves - broker, since(begun) - broker);
        }
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
                Topics.DEFAULT, config, TimedApi.INDEXING, IndexSettings.defaults(), IndexSettings.defaults())) {
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
