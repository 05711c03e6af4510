package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed service does again when it is started, which is as little as possible. */
class RestartIT {
    private static final int EVENTS = 5_000;
    /** Where it has read to is noted anew, and nothing else. */
    private static final long NOTES = 100;

    @TempDir
    private Path root;

    @Test
    void aKilledServiceServesAtOnceWithTheIndexesItHas() throws Exception {
        ChangeScript script = ChangeScript.of(1, EVENTS);
        Path file = Files.write(root.resolve("events.ndjson"), script.lines());
        StoredView view = new StoredView(root.resolve("data"), Topics.DEFAULT);
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            assertThat(annals.run("import", file.toString()).out())
                    .isEqualTo("imported " + script.lines().size() + "\n");
            JsonNode before = settledWithCommits(annals, script);
            annals.kill9();
            long writes = view.writes("default", root);
            assertThat(writes).isGreaterThan(before.path("activities").asLong());

            annals.start();

            // Ready means that every question has its whole answer.
            assertThat(annals.json("/api/v2/activity_stream/?page_size=1")
                            .path("count")
                            .asLong())
                    .isEqualTo(before.path("activities").asLong());
            assertThat(annals.settled("default", 1)).isEqualTo(before);
            annals.kill9();
            assertThat(view.writes("default", root)).isBetween(writes, writes + NOTES);
        }
    }

    /** The counts once the last commit, which waits for a tick, is closed. */
    private static JsonNode settledWithCommits(RunningAnnals annals, ChangeScript script) throws Exception {
        long activities = script.tenants().get("default").activities();
        JsonNode counts = annals.settled("default", activities);
        while (true) {
            Thread.sleep(2_500);
            JsonNode later = annals.settled("default", activities);
            if (later.equals(counts)) {
                return counts;
            }
            counts = later;
        }
    }
}
