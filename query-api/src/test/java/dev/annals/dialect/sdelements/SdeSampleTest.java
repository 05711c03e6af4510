package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eight years of access changes, as the sample data has them: 26,794 activities without a presentation. */
class SdeSampleTest {
    private static final Path SAMPLE = Path.of("..", "deploy", "samples", "k8s-org-changes.ndjson.gz");
    private static final int ACTIVITIES = 26_794;
    private static final int PAGE = 1000;

    private static Trail trail;
    private static SdeServer server;
    private static List<JsonNode> items;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.exists(SAMPLE), "skipped: there is no sample data at " + SAMPLE);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(SAMPLE)), StandardCharsets.UTF_8))) {
            trail = new Trail().lines(lines.lines().toList());
        }
        server = SdeServer.on(trail);
        items = server.everything(SdeServer.ALL + "?page_size=100");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            trail.close();
        }
    }

    @Test
    void theLoopOfTheExamplesReadsEveryActivityOnce() {
        assertThat(new HashSet<>(SdeServer.ids(items))).hasSize(ACTIVITIES);
        assertThat(items).hasSize(ACTIVITIES);
    }

    @ParameterizedTest
    @CsvSource({
        "AddedUserToTeamActivity, 10505",
        "RemovedUserFromTeamActivity, 6896",
        "AddedUserToOrganizationActivity, 4862",
        "RemovedUserFromOrganizationActivity, 2196",
        "CreatedTeamActivity, 1132",
        "CreatedOrganizationActivity, 8",
        "ModifiedTeamActivity, 818",
        "ModifiedOrganizationActivity, 8",
        "DeletedTeamActivity, 369",
        "AddedTeamToUserActivity, 0"
    })
    void everyActivityHasASensibleNameThatItIsFoundBy(String name, int count) {
        assertThat(server.json(SdeServer.ALL + "?page_size=1&name=" + name)
                        .get("count")
                        .intValue())
                .isEqualTo(count);
    }

    @Test
    void anAdditionReadsAsASentence() {
        JsonNode item = server.json(SdeServer.ALL + "?name=AddedUserToTeamActivity&page_size=1&page=last")
                .get("results")
                .get(0);

        assertThat(item.get("text").textValue()).matches("\\S+ added \\S+ to team \\S+");
        assertThat(item.get("data").toString())
                .matches(
                        "\\{\"user\":\"U\\d+\",\"user_desc\":\"[^\"]+\",\"team\":\"[^\"]+\",\"team_desc\":\"[^\"]+\"}");
        assertThat(item.get("date").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    void filtersAloneAndTogetherFindWhatIsShown() {
        Random random = new Random(8);
        for (int i = 0; i < 60; i++) {
            Map<String, String> parameters = parameters(random);
            String[] flat = parameters.entrySet().stream()
                    .flatMap(each -> List.of(each.getKey(), each.getValue()).stream())
                    .toArray(String[]::new);
            List<Long> expected = SdeServer.ids(
                    items.stream().filter(item -> ShownTo.all(parameters, item)).toList());

            JsonNode answer = server.json(SdeServer.ALL + SdeServer.query(flat) + "&page_size=" + PAGE);

            assertThat(answer.get("count").intValue())
                    .as("seed 8 %s", parameters)
                    .isEqualTo(expected.size());
            assertThat(SdeServer.ids(answer.get("results")))
                    .as("seed 8 %s", parameters)
                    .isEqualTo(expected.subList(0, Math.min(PAGE, expected.size())));
        }
    }

    /** Some of what one activity shows. */
    private static Map<String, String> parameters(Random random) {
        JsonNode item = items.get(random.nextInt(items.size()));
        Map<String, String> possible = new LinkedHashMap<>();
        possible.put("name", item.get("name").textValue());
        possible.put("actor", item.get("actor").asText());
        possible.put(
                "date_from", items.get(random.nextInt(items.size())).get("date").textValue());
        possible.put(
                "date_to", items.get(random.nextInt(items.size())).get("date").textValue());
        possible.put("id__lt", Integer.toString(random.nextInt(ACTIVITIES)));
        possible.put("user", item.get("data").path("user").asText("U1").substring(1));
        possible.put("user_desc", item.get("data").path("user_desc").asText("nobody"));
        possible.put("project", "1");
        int wanted = random.nextInt(possible.size());
        int others = random.nextInt(4);
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, String> each : possible.entrySet()) {
            if (at++ == wanted || random.nextInt(8) < others) {
                parameters.put(each.getKey(), each.getValue());
            }
        }
        return parameters;
    }
}
