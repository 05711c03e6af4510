package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.QueryString;
import dev.annals.codec.CommitAvro;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The bundled sample, whose right answers are known, and the commands of a day. One service, asked and at last stopped. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleIT {
    private static final long ACTIVITIES = 26_794;
    private static final long COMMITS = 2_780;
    private static final int LARGEST_COMMIT = 3_130;
    private static final long SEED = 41;
    private static final int INSTANTS = 500;

    @TempDir
    private static Path root;

    private static RunningAnnals annals;

    @BeforeAll
    static void up() throws IOException {
        annals = RunningAnnals.up(root.resolve("data"), "--sample");
    }

    @AfterAll
    static void down() {
        annals.close();
    }

    @Test
    void theCountsAreThoseOfTheSample() throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        for (String operation : new String[] {"create", "update", "delete", "associate", "disassociate"}) {
            counts.put(operation, count("/api/v2/activity_stream/?page_size=1&operation=" + operation));
        }

        assertThat(counts)
                .isEqualTo(Map.of(
                        "create",
                        1_140L,
                        "update",
                        826L,
                        "delete",
                        369L,
                        "associate",
                        15_367L,
                        "disassociate",
                        9_092L));
        assertThat(count("/api/v2/activity_stream/?page_size=1")).isEqualTo(ACTIVITIES);
        assertThat(annals.json("/v2/events?limit=1").at("/pagination/total").asLong())
                .isEqualTo(COMMITS);
    }

    @Test
    void everyChangeIsAccountedFor() {
        JsonNode counts = annals.status("default");

        assertAccountedFor(counts);
        assertThat(counts.path("changes").asLong()).isEqualTo(ACTIVITIES);
        assertThat(counts.path("activities").asLong()).isEqualTo(ACTIVITIES);
        assertThat(counts.path("commits").asLong()).isEqualTo(COMMITS);
        assertThat(counts.path("lag").asLong()).isZero();
    }

    @Test
    void theCommitOfThousandsIsWholeInTheLogAndInPuppetsWords() throws Exception {
        CommittedLog log = CommittedLog.read(annals.bootstrap(), Topics.DEFAULT);
        assertThat(log.members()).isEqualTo(ACTIVITIES);
        assertThat(log.commits())
                .extracting(record -> CommitAvro.decode(record.value())
                        .orElseThrow()
                        .activities()
                        .size())
                .contains(LARGEST_COMMIT)
                .allMatch(members -> members <= LARGEST_COMMIT);

        int commits = 0;
        int largest = 0;
        for (int offset = 0; offset < COMMITS; offset += 1000) {
            for (JsonNode commit :
                    annals.json("/v2/events?limit=1000&offset=" + offset).path("commits")) {
                commits++;
                largest = Math.max(largest, commit.path("events").size());
            }
        }
        assertThat(commits).isEqualTo(COMMITS);
        // An activity is one event for each of its fields there, or one in all.
        assertThat(largest).isGreaterThanOrEqualTo(LARGEST_COMMIT);
    }

    @Test
    void anObjectAtARandomInstantIsWhatTheSampleMadeOfIt() throws Exception {
        SampleTruth truth = new SampleTruth();
        List<String> objects = truth.objects();
        List<String> times = truth.times();
        Random random = new Random(SEED);
        for (int i = 0; i < INSTANTS; i++) {
            String object = objects.get(random.nextInt(objects.size()));
            String time = times.get(random.nextInt(times.size()));
            int slash = object.indexOf('/');
            JsonNode answer = annals.json("/annals/v1/objects/" + object.substring(0, slash) + "/"
                    + QueryString.encodeSegment(object.substring(slash + 1)) + "?at=" + time);

            assertThat(answer.get("document"))
                    .as("%s at %s, seed %d", object, time, SEED)
                    .isEqualTo(truth.document(object, time));
        }
    }

    @Test
    void theHistoryOfAnObjectIsToldByCommands() throws Exception {
        AnnalsCommand.Outcome shown = annals.run("show", "team/kubernetes%2Frelease-team", "--at", "2021-06-01");
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("\"description\"");

        AnnalsCommand.Outcome log = annals.run("log", "team/kubernetes/release-team", "-n", "2");
        assertThat(log.status()).as(log.err()).isZero();
        assertThat(log.out().lines().filter(line -> line.startsWith("activity ")))
                .hasSize(2);
    }

    @Test
    void theStatusCommandSaysWhatTheServiceSays() throws Exception {
        AnnalsCommand.Outcome outcome = annals.run("status");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("26,794", "2,780");
    }

    @Test
    void aTokenOpensTheServiceFromItsCreationToItsRevocation() throws Exception {
        String token =
                annals.run("token", "create", "--name", "dashboard").out().strip();
        assertThat(annals.run("token", "list").out()).contains("dashboard").doesNotContain(token);
        assertThat(status("--token", token).status()).isZero();

        assertThat(annals.run("token", "revoke", "dashboard").status()).isZero();

        AnnalsCommand.Outcome refused = status("--token", token);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .contains("refused the token given with --token", "not known or was revoked");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aSignalStopsItInTimeAndTheSampleIsNotLoadedTwice() throws Exception {
        annals.process().destroy();
        assertThat(annals.process().waitFor(10, TimeUnit.SECONDS))
                .as("the service ended within 10 s of the signal")
                .isTrue();
        assertThat(annals.process().exitValue()).isZero();

        annals.start("--sample");

        JsonNode counts = annals.settled("default", ACTIVITIES);
        assertThat(counts.path("changes").asLong()).isEqualTo(ACTIVITIES);
        assertAccountedFor(counts);
        HttpResponse<String> page = annals.get("/api/v2/activity_stream/" + ACTIVITIES + "/");
        assertThat(page.statusCode()).isEqualTo(200);
    }

    private static void assertAccountedFor(JsonNode counts) {
        long sum = 0;
        for (String kind : new String[] {"activities", "rejects", "unchanged", "duplicates", "snapshots"}) {
            sum += counts.path(kind).asLong();
        }
        assertThat(counts.path("changes").asLong()).as("changes of %s", counts).isEqualTo(sum);
    }

    private static AnnalsCommand.Outcome status(String... more) throws Exception {
        String[] line = new String[more.length + 1];
        line[0] = "status";
        System.arraycopy(more, 0, line, 1, more.length);
        return annals.run(line);
    }

    private static long count(String path) throws Exception {
        return annals.json(path).path("count").asLong();
    }
}
