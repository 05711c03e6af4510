package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.query.LocalAudit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Eight years of access changes, as the sample data has them: 2,780 commits, the largest of 3,130 activities. */
class PuppetSampleTest {
    private static final Path SAMPLE = Path.of("..", "deploy", "samples", "k8s-org-changes.ndjson.gz");
    private static final int COMMITS = 2780;
    private static final int LARGEST = 3130;

    private static LocalAudit indexed;
    private static PuppetServer server;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.exists(SAMPLE), "skipped: there is no sample data at " + SAMPLE);
        Feed feed = new Feed();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(SAMPLE)), StandardCharsets.UTF_8))) {
            feed.lines(lines.lines().toArray(String[]::new));
        }
        indexed = feed.indexed();
        server = new PuppetServer(indexed.sessions(), feed);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            indexed.close();
        }
    }

    @Test
    void allCommitsPageThroughInBothOrdersAndOneIsTheReverseOfTheOther() {
        List<String> ascending = pages("asc", 97);
        List<String> descending = pages("desc", 1000);

        Collections.reverse(descending);
        assertThat(descending).isEqualTo(ascending).hasSize(COMMITS);
    }

    @Test
    void theLargestCommitComesOutInOnePiece() {
        JsonNode commits =
                server.json("/v2/events?service_id=rbac&limit=" + COMMITS).get("commits");

        int most = 0;
        for (JsonNode commit : commits) {
            most = Math.max(most, commit.get("events").size());
        }
        // An activity may be several events, and is never none.
        assertThat(most).isGreaterThanOrEqualTo(LARGEST);
    }

    @Test
    void csvHasARowForEveryEvent() {
        long events = 0;
        for (JsonNode commit :
                server.json("/v1/events?service_id=rbac&limit=" + COMMITS).get("commits")) {
            events += commit.get("events").size();
        }

        long rows = server.get("/v1/events.csv?service_id=rbac&limit=" + COMMITS)
                .body()
                .lines()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+,users,.*"))
                .count();

        assertThat(rows).isEqualTo(events);
    }

    private static List<String> pages(String order, int size) {
        List<String> all = new ArrayList<>();
        while (true) {
            JsonNode page = server.json("/activity-api/v2/events?service_id=rbac&order=" + order + "&limit=" + size
                    + "&offset=" + all.size());
            assertThat(page.at("/pagination/total").intValue()).isEqualTo(COMMITS);
            page.get("commits").forEach(commit -> all.add(commit.toString()));
            if (page.get("commits").size() < size) {
                return all;
            }
        }
    }
}
