package dev.annals.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of Debezium 3.6.3 as they lay on its topics, in order. */
public final class Recording {
    private Recording() {}

    /** A record and the step of the recording that it is from. */
    public record Step(String name, SourceRecord record) {}

    /** One recording: plain, schemas, strings or no-tx-no-tombstone. */
    public static List<Step> of(String name) {
        List<Step> steps = new ArrayList<>();
        Map<String, Long> offsets = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(Recording.class.getResourceAsStream(name + ".ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode step = Json.tree(line);
                String topic = step.path("topic").asText();
                RecordHeaders headers = new RecordHeaders();
                step.path("headers")
                        .properties()
                        .forEach(header -> headers.add(header.getKey(), bytes(header.getValue())));
                steps.add(new Step(
                        step.path("step").asText(),
                        new SourceRecord(
                                topic,
                                0,
                                offsets.merge(topic, 1L, Long::sum) - 1,
                                1_795_604_800_000L,
                                step.path("key").isNull() ? null : bytes(step.path("key")),
                                step.path("value").isNull() ? null : bytes(step.path("value")),
                                headers)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return steps;
    }

    private static byte[] bytes(JsonNode value) {
        return (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
    }
}
