package dev.annals.dialect.awx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annals.codec.ActivityAvro;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.epoch.KeyCheck;
import dev.annals.epoch.RedactionKeys;
import dev.annals.model.Activity;
import dev.annals.processor.stage.PipelineSettings;
import dev.annals.processor.topology.ChangeStreamsConfig;
import dev.annals.processor.topology.ChangeTopology;
import dev.annals.query.LocalAudit;
import dev.annals.redact.RedactionKey;
import dev.annals.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The change events of a trail that a real AWX 24.6.1 recorded, put through the real topology into a real index. The events give the same ids, 1 to
 * 920, that AWX gave.
 */
final class RecordedTrail {
    private static final Topics TOPICS = new Topics("t", 1);
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private RecordedTrail() {}

    /** A resource of this trail, line by line: {@code events}, {@code records} or {@code answers}. */
    static List<String> lines(String resource) {
        String name = "/awx-oracle/" + resource + ".ndjson.gz";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(
                        Objects.requireNonNull(RecordedTrail.class.getResourceAsStream(name), "no resource " + name)),
                UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An index of what the topology makes of the recorded events, and of further ones after them. */
    static LocalAudit audit(String... further) {
        LocalAudit audit = new LocalAudit();
        return audit.addAll(activities(
                Stream.concat(lines("events").stream(), Stream.of(further)).toList()));
    }

    /** What the topology makes of change events. */
    static List<Activity> activities(List<String> events) {
        Path directory = directory();
        RedactionKey key = RedactionKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ChangeTopology(TOPICS, RedactionKeys.of(key), partition -> Optional.of(epoch(key))).get(),
                ChangeStreamsConfig.of("t", "127.0.0.1:1", directory, "1").properties(),
                START)) {
            TestInputTopic<byte[], byte[]> changes =
                    driver.createInputTopic(TOPICS.changes(), new ByteArraySerializer(), new ByteArraySerializer());
            for (String event : events) {
                changes.pipeInput(new TestRecord<>("default".getBytes(UTF_8), event.getBytes(UTF_8), START));
            }
            List<Activity> activities = driver
                    .createOutputTopic(TOPICS.activities(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList()
                    .stream()
                    .map(row -> ActivityAvro.decode(row).orElseThrow())
                    .toList();
            if (activities.size() != events.size()) {
                throw new AssertionError(events.size() + " events gave " + activities.size() + " activities");
            }
            return activities;
        } finally {
            delete(directory);
        }
    }

    private static EpochRecord epoch(RedactionKey key) {
        Epoch first = new Epoch(1, "0".repeat(32), KeyCheck.of(key), PipelineSettings.DEFAULT.text());
        return EpochRecord.seal(first, key);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("recorded-trail");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
