package dev.annals.processor.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.codec.CommitAvro;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.model.Reject;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.schema.SchemaSource;
import dev.annals.redact.RedactionKey;
import dev.annals.registry.SchemaRecord;
import dev.annals.topic.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Invented changes that go through a pipeline of their own while the broker starts, so that the JVM has compiled the stages when the first
 * real change comes. The pipeline's state is in memory, and what it writes goes nowhere but to the given reader of activities. Ends by
 * itself after some thousand changes, or when it is told to. For one thread, but for {@link #close}.
 */
public final class Rehearsal implements Runnable, AutoCloseable {
    private static final int MOST_CHANGES = 60_000;
    private static final int OBJECTS = 500;
    private static final int COMMIT_SIZE = 5;
    private static final byte[] TENANT = "default".getBytes(UTF_8);
    private static final Topics TOPICS = new Topics("rehearsal", 1);

    private final Consumer<byte[]> activities;
    private volatile boolean ended;

    /** A rehearsal whose activities, as bytes, go to whoever reads them later, the index for one. */
    public Rehearsal(Consumer<byte[]> activities) {
        this.activities = activities;
    }

    @Override
    public void run() {
        RedactionKey key = RedactionKey.of(new byte[RedactionKey.LENGTH]);
        Epoch epoch = new Epoch(1, "0".repeat(32), KeyCheck.of(key), PipelineSettings.DEFAULT.text());
        ChangePipeline pipeline = new ChangePipeline(
                TOPICS,
                RedactionKeys.of(key),
                partition -> Optional.of(EpochRecord.seal(epoch, key)),
                SchemaSource.NONE,
                new Stores(new Memory(), new Memory(), new Memory(), new Memory(), new Memory()),
                new Nowhere(),
                true);
        for (int n = 0; n < MOST_CHANGES && !ended; n++) {
            pipeline.process(
                    new LogRecord(TOPICS.changes(), 0, n, n, TENANT, change(n).getBytes(UTF_8), new RecordHeaders()));
        }
    }

    /** Ends it after the change at hand. */
    @Override
    public void close() {
        ended = true;
    }

    /** One of several shapes: whole documents with and without secrets, patches, pairs, deletes and associations. */
    private static String change(int n) {
        int object = n * 31 % OBJECTS;
        String head = """
                {"id":"%d","source":"rehearsal","time":"2026-01-31T12:%02d:%02d.%06dZ","service_id":"s%d",\
                "actor":{"type":"users","id":"%d","name":"User %d","username":"user-%d"},\
                "object":{"type":"host","id":"%d","name":"host-%d.example.org"},"ip_address":"10.1.2.%d",\
                "commit_id":"c%d","commit_index":%d,"commit_size":%d,"message":"change number %d",""".formatted(
                        n,
                        n / 60_000 % 60,
                        n / 1_000 % 60,
                        n % 1_000_000,
                        n % 3,
                        n % 200,
                        n % 200,
                        n % 200,
                        object,
                        object,
                        n % 250,
                        n / COMMIT_SIZE,
                        n % COMMIT_SIZE,
                        COMMIT_SIZE,
                        n);
        return head
                + switch (n % 10) {
                    case 0 -> "\"patch\":{\"description\":\"Number %d\",\"enabled\":%b}}".formatted(n, n % 4 == 0);
                    case 1 -> "\"changes\":{\"revision\":[%d,%d],\"name\":[\"a\",\"b\"]}}".formatted(n - 1, n);
                    case 2 ->
                        "\"operation\":\"associate\",\"object2\":{\"type\":\"group\",\"id\":\"%d\",\"name\":\"g\"},\"relationship\":\"hosts\"}"
                                .formatted(n % 20);
                    case 3 -> n % 40 == 3 ? "\"operation\":\"delete\"}" : document(n, "hostname");
                    case 4 -> document(n, "password");
                    default -> document(n, "hostname");
                };
    }

    private static String document(int n, String field) {
        return """
                "after":{"name":"host-%d.example.org","description":"A host of the rehearsal, number %d","enabled":%b,"instance_id":"i-%08x",\
                "inventory":%d,"variables":{"ansible_host":"10.0.%d.%d","ports":[22,80,443],"owner":"team-%d"},"revision":%d,"%s":"value-%d"}}""".formatted(n % OBJECTS, n, n % 3 == 0, n, n % 20, n >> 8 & 255, n & 255, n % 50, n, field, n % 7);
    }

    private final class Nowhere implements Outputs {
        @Override
        public void activity(Activity activity, byte[] bytes, long now) {
            activities.accept(bytes);
        }

        @Override
        public void commit(CommitAvro.Sealed sealed, long now) {
            // What is compiled by writing it is compiled.
        }

        @Override
        public void reject(Reject reject, long now) {
            throw new IllegalStateException(
                    "a change of the rehearsal was rejected (expected: every one to be accepted): " + reject.detail());
        }

        @Override
        public void schema(SchemaRecord schema, long now) {
            throw new IllegalStateException(
                    "a change of the rehearsal needed a schema (expected: every one to be JSON): " + schema.id());
        }

        @Override
        public void forward(LogRecord record, String tenant) {
            throw new IllegalStateException(
                    "a change of the rehearsal was sent on (expected: one partition for all tenants)");
        }
    }

    private static final class Memory implements ByteStore {
        private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

        @Override
        public byte @Nullable [] get(byte[] key) {
            return entries.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            entries.remove(key);
        }

        @Override
        public List<byte[]> keys(byte[] from, byte[] to, int most) {
            return entries.subMap(from, to).keySet().stream().limit(most).toList();
        }
    }
}
