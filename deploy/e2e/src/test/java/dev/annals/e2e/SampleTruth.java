package dev.annals.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The bundled sample's events, simply applied one after the other: what every object was at every instant. */
final class SampleTruth {
    private final Map<String, List<JsonNode>> events = new LinkedHashMap<>();
    private final List<String> times = new ArrayList<>();

    SampleTruth() throws IOException {
        Path file = Path.of("../samples/k8s-org-changes.ndjson.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = Json.tree(line);
                String object = event.at("/object/type").asText() + "/"
                        + event.at("/object/id").asText();
                events.computeIfAbsent(object, key -> new ArrayList<>()).add(event);
                times.add(event.get("time").asText());
            }
        }
    }

    /** The objects, as type and id. */
    List<String> objects() {
        return List.copyOf(events.keySet());
    }

    /** The times of all events. */
    List<String> times() {
        return times;
    }

    /** The document of an object at an instant; null JSON when there is none. The sample's times are whole seconds in UTC, so text orders as they do. */
    JsonNode document(String object, String time) {
        JsonNode document = Json.MAPPER.nullNode();
        for (JsonNode event : events.get(object)) {
            if (event.get("time").asText().compareTo(time) > 0) {
                break;
            }
            if (event.get("operation").asText().equals("delete")) {
                document = Json.MAPPER.nullNode();
            } else if (event.has("after")) {
                document = event.get("after");
            }
        }
        return document;
    }
}
