package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.broker.BrokerJvm;
import dev.annals.broker.BrokerProcess;
import dev.annals.broker.BrokerSettings;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.processor.topology.TenantCounters;
import dev.annals.redact.RedactionKey;
import dev.annals.topic.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many changes a second the processor takes from the log, by itself: N changes lie in the log, then the processor is
 * started and timed until it has made an activity of each. One tenant, so one partition and one thread. The broker is a
 * child on the same machine. Arguments: N (500000), objects (100000), directory (a new temporary one).
 */
public final class PipelineBench {
    private static final byte[] KEY = "default".getBytes(UTF_8);
    private static final RedactionKey KEY_OF_THE_BENCHMARK = RedactionKey.of(new byte[RedactionKey.LENGTH]);
    private static final int COMMIT_SIZE = 5;
    private static final int INVENTORIES = 20;
    private static final int SECRETS = 10;

    private PipelineBench() {}

    public static void main(String[] args) throws Exception {
        int changes = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        int objects = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("annals-bench-");
        Topics topics = new Topics("annals", 1);
        try (BrokerProcess broker = BrokerProcess.start(
                new BrokerSettings(directory.resolve("kafka"), 0), BrokerJvm.likeThisOne(directory.resolve("logs")))) {
            make(broker.bootstrapServers(), topics);
            long bytes = produce(broker.bootstrapServers(), topics, changes, objects);
            System.out.printf("%,d changes in the log, %d bytes each%n", changes, bytes / changes);
            ChangeStreamsConfig config =
                    ChangeStreamsConfig.of("annals-bench", broker.bootstrapServers(), directory.resolve("state"), "1");
            EpochRecord epoch = EpochRecord.seal(
                    new Epoch(1, "0".repeat(32), KeyCheck.of(KEY_OF_THE_BENCHMARK), PipelineSettings.DEFAULT.text()),
                    KEY_OF_THE_BENCHMARK);
            ChangeTopology topology =
                    new ChangeTopology(topics, RedactionKeys.of(KEY_OF_THE_BENCHMARK), partition -> Optional.of(epoch));
            try (KafkaStreams streams = topology.with(config)) {
                streams.start();
                measure(new TenantCounters(streams), changes, broker);
            }
        }
    }

    private static void make(String bootstrap, Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> definitions = topics.definitions().stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(definitions).all().get();
        }
    }

    private static long produce(String bootstrap, Topics topics, int changes, int objects) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 128 * 1024, "compression.type", "lz4");
        Random random = new Random(1);
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < changes; i++) {
                byte[] value = change(random, i, objects).getBytes(UTF_8);
                bytes += value.length;
                producer.send(new ProducerRecord<>(topics.changes(), KEY, value));
            }
        }
        return bytes;
    }

    /** An edit of a host as an inventory service would send it: the whole document, of which two fields have changed. */
    static String change(Random random, int n, int objects) {
        int object = random.nextInt(objects);
        // Members of a commit share their actor.
        int actor = n / COMMIT_SIZE % 200;
        return """
            {"id":"%d","source":"bench","time":"2026-01-31T12:%02d:%02d.%06dZ","service_id":"inventory","actor":{"type":"users",\
            "id":"%d","name":"User Number %d","username":"user-%d"},"object":{"type":"host","id":"%d","name":"host-%d.example.org"},\
            "after":{"name":"host-%d.example.org","description":"A host of the benchmark, number %d","enabled":%s,"instance_id":"i-%08x",\
            "inventory":%d,"variables":{"ansible_host":"10.0.%d.%d","ports":[22,80,443],"owner":"team-%d"},"revision":%d,\
            "%s":"secret-%d"},"ip_address":"10.1.2.%d","commit_id":"c%d","commit_index":%d,"commit_size":%d}\
            """.formatted(
                        n,
                        n / 60_000_000 % 60,
                        n / 1_000_000 % 60,
                        n % 1_000_000,
                        actor,
                        actor,
                        actor,
                        object,
                        object,
                        object,
                        object,
                        random.nextBoolean(),
                        object,
                        object % INVENTORIES,
                        object >> 8 & 255,
                        object & 255,
                        object % 50,
                        n,
                        // Most documents hold no secret, and masking is for those that do.
                        object % SECRETS == 0 ? "password" : "hostname",
                        object,
                        actor,
                        n / COMMIT_SIZE,
                        n % COMMIT_SIZE,
                        COMMIT_SIZE);
    }

    private static void measure(TenantCounters counters, int changes, BrokerProcess broker)
            throws InterruptedException {
        long begun = 0;
        long last = 0;
        long before = 0;
        Cpu warm = null;
        long warmAt = 0;
        while (before < changes) {
            Thread.sleep(begun == 0 ? 10 : 1000);
            long now = System.nanoTime();
            long done = counters.read()
                    .map(all -> all.getOrDefault("default", Counters.ZERO))
                    .orElse(Counters.ZERO)
                    .changes();
            if (begun == 0 && done > 0) {
                begun = now;
            } else if (begun != 0 && done > before) {
                System.out.printf("%,10d changes  %,8.0f /s%n", done, (done - before) * 1e9 / (now - last));
            }
            if (warm == null && done >= changes / 2) {
                warm = Cpu.now(broker);
                warmAt = done;
            }
            last = now;
            before = done;
        }
        System.out.printf(
                "%,d changes in %.1f s: %,.0f /s%n", changes, (last - begun) / 1e9, changes * 1e9 / (last - begun));
        System.out.println(counters.read().orElseThrow());
        // On a machine that others use too, what a change costs says more than how long it took.
        Cpu end = Cpu.now(broker);
        if (warm != null && warmAt < changes) {
            System.out.println("CPU a change, second half: " + end.minus(warm).each(changes - warmAt));
        }
    }

    /** CPU time so far, nanoseconds: of the stream thread, of the thread that sends for it, and of the broker's process. */
    private record Cpu(long stream, long sender, long broker) {
        static Cpu now(BrokerProcess broker) {
            long process = ProcessHandle.of(broker.pid())
                    .flatMap(handle -> handle.info().totalCpuDuration())
                    .map(Duration::toNanos)
                    .orElse(0L);
            return new Cpu(ofThreads("annals-bench", false), ofThreads("kafka-producer-network-thread", true), process);
        }

        private static long ofThreads(String name, boolean sender) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long nanos = 0;
            for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
                boolean wanted = info != null
                        && info.getThreadName().startsWith(name)
                        && (sender || info.getThreadName().contains("-StreamThread-"));
                nanos += wanted ? threads.getThreadCpuTime(info.getThreadId()) : 0;
            }
            return nanos;
        }

        Cpu minus(Cpu other) {
            return new Cpu(stream - other.stream, sender - other.sender, broker - other.broker);
        }

        String each(long changes) {
            return "stream thread %.1f us, sender %.1f us, broker %.1f us"
                    .formatted(stream / 1e3 / changes, sender / 1e3 / changes, broker / 1e3 / changes);
        }
    }
}
