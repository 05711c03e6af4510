package dev.annals.processor.topology;

import dev.annals.codec.ActivityAvro;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.RejectAvro;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.stage.epoch.LogAhead;
import dev.annals.processor.stage.sequence.Counters;
import dev.annals.processor.stage.sequence.TenantLedger;
import dev.annals.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The change topology on one partition under Kafka's test driver: record time is what a test says. */
final class DrivenPipeline implements AutoCloseable {
    static final Topics TOPICS = new Topics("t", 1);
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> changes;
    private final TestOutputTopic<byte[], byte[]> activities;
    private final TestOutputTopic<byte[], byte[]> commits;
    private final TestOutputTopic<byte[], byte[]> rejects;
    private final TestOutputTopic<byte[], byte[]> again;
    private Instant now = START;

    DrivenPipeline(Path directory, PipelineSettings settings) {
        this(directory, TestKeys.KEYS, TestEpochs.ahead(settings));
    }

    DrivenPipeline(Path directory, RedactionKeys keys, LogAhead first) {
        Properties properties =
                ChangeStreamsConfig.of("t", "127.0.0.1:1", directory, "1").properties();
        driver = new TopologyTestDriver(new ChangeTopology(TOPICS, keys, first).get(), properties, START);
        ByteArraySerializer in = new ByteArraySerializer();
        ByteArrayDeserializer out = new ByteArrayDeserializer();
        changes = driver.createInputTopic(TOPICS.changes(), in, in);
        activities = driver.createOutputTopic(TOPICS.activities(), out, out);
        commits = driver.createOutputTopic(TOPICS.commits(), out, out);
        rejects = driver.createOutputTopic(TOPICS.rejects(), out, out);
        again = driver.createOutputTopic(TOPICS.changes(), out, out);
    }

    /** A JSON change under the key {@code default}; single quotes stand for double ones. */
    DrivenPipeline change(String json) {
        return record("default", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new RecordHeaders());
    }

    /** A record that claims to be an epoch. */
    DrivenPipeline epoch(EpochRecord epoch) {
        return epoch(epoch.bytes());
    }

    DrivenPipeline epoch(byte[] value) {
        return record(null, value, new RecordHeaders().add(Topics.EPOCH_HEADER, new byte[] {1}));
    }

    DrivenPipeline record(String key, byte[] value, Headers headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        changes.pipeInput(new TestRecord<>(keyBytes, value, headers, now));
        return this;
    }

    /** Moves record time on for the records that follow. */
    DrivenPipeline after(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    /** Lets the wall clock run while no record comes. */
    DrivenPipeline quiet(Duration duration) {
        for (Duration done = Duration.ZERO; done.compareTo(duration) < 0; done = done.plusMillis(50)) {
            driver.advanceWallClockTime(Duration.ofMillis(50));
        }
        return this;
    }

    List<Activity> activities() {
        return activities.readValuesToList().stream()
                .map(bytes -> ActivityAvro.decode(bytes).orElseThrow())
                .toList();
    }

    List<Header> activityHeaders() {
        return activities.readRecordsToList().stream()
                .flatMap(record -> Stream.of(record.headers().toArray()))
                .toList();
    }

    List<Commit> commits() {
        return commits.readValuesToList().stream()
                .map(bytes -> CommitAvro.decode(bytes).orElseThrow())
                .toList();
    }

    List<Reject> rejects() {
        return rejects.readValuesToList().stream()
                .map(bytes -> RejectAvro.decode(bytes).orElseThrow())
                .toList();
    }

    /** What the pipeline wrote to the changes topic itself. */
    List<TestRecord<byte[], byte[]>> writtenBack() {
        return again.readRecordsToList();
    }

    Counters counters(String tenant) {
        byte[] bytes = driver.<Bytes, byte[]>getKeyValueStore(StateStores.TENANTS)
                .get(Bytes.wrap(tenant.getBytes(StandardCharsets.UTF_8)));
        return TenantLedger.of(bytes).counters();
    }

    /** Lets a tenant, of which nothing came yet, have come to an activity by the ledger of another tenant. */
    DrivenPipeline lastActivity(String tenant, long id, String other) {
        KeyValueStore<Bytes, byte[]> ledgers = driver.getKeyValueStore(StateStores.TENANTS);
        byte[] bytes =
                ledgers.get(Bytes.wrap(other.getBytes(StandardCharsets.UTF_8))).clone();
        ByteBuffer.wrap(bytes).putLong(1, id);
        ledgers.put(Bytes.wrap(tenant.getBytes(StandardCharsets.UTF_8)), bytes);
        return this;
    }

    /** Every byte of every store, as text: for looking for what must not be there. */
    List<String> stateAsText() {
        List<String> texts = new ArrayList<>();
        for (String store : StateStores.names()) {
            driver.<Bytes, byte[]>getKeyValueStore(store).all().forEachRemaining(entry -> {
                texts.add(new String(entry.key.get(), StandardCharsets.ISO_8859_1));
                texts.add(new String(entry.value, StandardCharsets.ISO_8859_1));
            });
        }
        return texts;
    }

    @Override
    public void close() {
        driver.close();
    }
}
