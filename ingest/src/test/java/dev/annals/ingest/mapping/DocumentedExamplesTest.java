package dev.annals.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.ingest.bridge.Bridging;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Runs the examples of the documentation: each mapping, the records under it, and the events that they become. */
class DocumentedExamplesTest {
    private static final Path PAGE = Path.of("../deploy/docs/mapping.md");
    private static final Pattern BLOCK = Pattern.compile(
            "```(?<kind>yaml mapping|json record|json event)(?<words>[^\\n]*)\\n(?<text>.*?)```", Pattern.DOTALL);

    private Bridging bridging;
    private final List<JsonNode> expected = new ArrayList<>();
    private int examples;
    private long offset;

    @Test
    void everyExampleGivesTheEventsThatThePageShows() throws IOException {
        for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
            String text = block.group(3);
            switch (block.group(1)) {
                case "yaml mapping" -> {
                    check();
                    bridging = new Bridging(text);
                }
                case "json record" -> bridging.add(record(block.group(2), text));
                default -> expected.add(Json.tree(text));
            }
        }
        check();
        assertThat(examples).isEqualTo(4);
    }

    private void check() throws IOException {
        if (bridging == null) {
            return;
        }
        examples++;
        assertThat(bridging.refusals()).isEmpty();
        assertThat(bridging.isEmpty()).isTrue();
        assertThat(bridging.events()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(shown(bridging.events().get(i), expected.get(i))).isEqualTo(expected.get(i));
        }
        expected.clear();
    }

    /** The event as JSON, without an id that the page leaves out. */
    private static JsonNode shown(ChangeEvent event, JsonNode like) throws IOException {
        ObjectNode json = (ObjectNode)
                Json.tree(new String(new ChangeJson(Limits.DEFAULT).encode(event), StandardCharsets.UTF_8));
        if (!like.has("id")) {
            json.remove("id");
        }
        return json;
    }

    private SourceRecord record(String words, String text) {
        String topic = "";
        byte[] key = null;
        RecordHeaders headers = new RecordHeaders();
        for (String word : words.strip().split(" ")) {
            String name = word.substring(0, word.indexOf('='));
            byte[] value = word.substring(word.indexOf('=') + 1).getBytes(StandardCharsets.UTF_8);
            switch (name) {
                case "topic" -> topic = new String(value, StandardCharsets.UTF_8);
                case "key" -> key = value;
                default -> headers.add(name, value);
            }
        }
        return new SourceRecord(topic, 0, offset++, 0, key, text.getBytes(StandardCharsets.UTF_8), headers);
    }
}
