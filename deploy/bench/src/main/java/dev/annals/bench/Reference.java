package dev.annals.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams itself makes of the same log, with the settings of the processor: the rates to compare Annals with, taken on the same
 * machine within the same minutes. Each reference runs in a JVM of its own with the heap and the collector of the service.
 */
enum Reference {
    /** Each record goes to another topic as it came. */
    PASS_THROUGH {
        @Override
        Topology topology(String log, String output) {
            return new Topology()
                    .addSource(AutoOffsetReset.earliest(), "log", log)
                    .addProcessor("pass", PassThrough::new, "log")
                    .addSink("output", output, "pass");
        }
    },

    /** A stage that keeps each object's last document in RocksDB and writes which top-level fields have changed: nothing else that an audit trail needs. */
    BARE_DIFF {
        @Override
        Topology topology(String log, String output) {
            return new Topology()
                    .addSource(AutoOffsetReset.earliest(), "log", log)
                    .addProcessor("diff", BareDiff::new, "log")
                    .addStateStore(
                            Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(BareDiff.STORE),
                                    Serdes.String(),
                                    Serdes.ByteArray()),
                            "diff")
                    .addSink("output", output, "diff");
        }
    };

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final long STOP_SECONDS = 10;

    abstract Topology topology(String log, String output);

    /** Runs one until it is killed. Arguments: the reference, bootstrap servers, changes topic, state directory. */
    public static void main(String[] args) {
        Reference reference = valueOf(args[0]);
        var settings = ChangeStreamsConfig.of(reference.group(), args[1], Path.of(args[3]), "1")
                .properties();
        settings.put("default.key.serde", Serdes.ByteArraySerde.class);
        settings.put("default.value.serde", Serdes.ByteArraySerde.class);
        new KafkaStreams(reference.topology(args[2], reference.output(args[2])), settings).start();
    }

    /** Changes a second, from the first that was committed to the last; and what each cost the reference's process. */
    Rate measure(String bootstrap, Path directory) throws Exception {
        Topics topics = Topics.DEFAULT;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(output(topics.changes()), topics.partitions(), (short) 1)
                            .configs(Map.of("max.message.bytes", Integer.toString(Topics.LARGEST_RECORD)))))
                    .all()
                    .get();
            Process process = start(bootstrap, topics.changes(), directory);
            try {
                return measure(admin, topics, process);
            } finally {
                process.destroy();
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private Rate measure(Admin admin, Topics topics, Process process) throws Exception {
        long all = ends(admin, topics);
        long first = 0;
        long begun = System.nanoTime();
        for (long done = 0; done < all; ) {
            Thread.sleep(LOOK.toMillis());
            if (!process.isAlive()) {
                throw new IllegalStateException(this + " ended with " + process.exitValue() + " (expected: to go on)");
            }
            done = committed(admin);
            if (first == 0 && done > 0) {
                first = done;
                begun = System.nanoTime();
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Rate((all - first) / seconds, ServiceProcess.seconds(process.toHandle()) * 1e6 / all);
    }

    private static long ends(Admin admin, Topics topics) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = new java.util.HashMap<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            partitions.put(new TopicPartition(topics.changes(), partition), OffsetSpec.latest());
        }
        return admin.listOffsets(partitions).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private long committed(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private Process start(String bootstrap, String log, Path directory) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ServiceProcess.jvmOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Reference.class.getName(),
                name(),
                bootstrap,
                log,
                directory.resolve(group()).toString()));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve(group() + ".err").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String group() {
        return "bench-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private String output(String log) {
        return log + "." + group();
    }

    /**
     * What was measured.
     *
     * @param perSecond changes a second
     * @param micros processor time of the process a change, its start included
     */
    record Rate(double perSecond, double micros) {}

    private static final class PassThrough implements Processor<byte[], byte[], byte[], byte[]> {
        private @Nullable ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context != null) {
                context.forward(record);
            }
        }
    }

    private static final class BareDiff implements Processor<byte[], byte[], byte[], byte[]> {
        static final String STORE = "documents";
        private static final ObjectMapper JSON = new ObjectMapper();

        private @Nullable ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context == null) {
                return;
            }
            try {
                JsonNode event = JSON.readTree(record.value());
                JsonNode object = event.get("object");
                String key =
                        object.get("type").asText() + '/' + object.get("id").asText();
                JsonNode after = event.get("after");
                KeyValueStore<String, byte[]> store = context.getStateStore(STORE);
                byte[] stored = store.get(key);
                ObjectNode answer = JSON.createObjectNode();
                answer.set("actor", event.get("actor"));
                answer.set("object", object);
                answer.set("time", event.get("time"));
                answer.set("changes", changes(stored == null ? JSON.createObjectNode() : JSON.readTree(stored), after));
                store.put(key, JSON.writeValueAsBytes(after));
                context.forward(record.withValue(answer.toString().getBytes(UTF_8)));
            } catch (IOException e) {
                throw new IllegalStateException("the log holds something else than this benchmark's changes", e);
            }
        }

        private static ObjectNode changes(JsonNode before, JsonNode after) throws JsonProcessingException {
            ObjectNode changes = JSON.createObjectNode();
            TreeSet<String> fields = new TreeSet<>();
            before.fieldNames().forEachRemaining(fields::add);
            after.fieldNames().forEachRemaining(fields::add);
            for (String field : fields) {
                JsonNode old = before.path(field);
                JsonNode next = after.path(field);
                if (!old.equals(next)) {
                    ArrayNode pair = changes.putArray(field);
                    pair.add(old.isMissingNode() ? null : old);
                    pair.add(next.isMissingNode() ? null : next);
                }
            }
            return changes;
        }
    }
}
