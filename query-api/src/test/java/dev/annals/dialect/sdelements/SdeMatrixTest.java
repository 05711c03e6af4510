package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Described;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation's page on this dialect says what is so. */
class SdeMatrixTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "dialects", "sdelements.md");
    private static final Pattern ENDPOINT = Pattern.compile("(?m)^\\| `GET ([^`]+)` \\| (full|none) \\|");
    private static final Pattern PARAMETER = Pattern.compile("(?m)^\\| `(\\w+)` \\| (full|extra) \\|");
    private static final Pattern REQUEST = Pattern.compile("(?m)^\\| `([A-Z]+) ([^`]+)` \\| (\\d{3}) \\| (.+) \\|$");

    private static final String MARKED = """
            {"id":"m","source":"sde","time":"2016-06-01T12:00:00Z","operation":"update","actor":{"id":"1","username":"admin"},
            "object":{"type":"task","id":"1-T21"},"presentation":{"name":"MarkedTaskActivity","text":"marked","icon":"check","log_level":"",
            "data":{"status":"TS1","standard":"T21","standard_desc":"T21: Ensure confidential data is sent over an encrypted channel",
            "project_desc":"Portal","application_desc":"Shop","business_unit_desc":"Example BU 500"}}}
            """;
    private static final String ADDED = """
            {"id":"a","source":"sde","time":"2016-07-01T12:00:00Z","operation":"associate","actor":{"id":"1","username":"admin"},
            "object":{"type":"project","id":"4","name":"Portal"},"object2":{"type":"users","id":"7","name":"Cindy Lu"},
            "related":[{"type":"application","id":"2","name":"Shop"},{"type":"business_unit","id":"5"}]}
            """;

    @Test
    void everyRequestOfThePageFindsWhatThePageSays() throws IOException {
        List<MatchResult> rows = rows(REQUEST);
        assertThat(rows).hasSizeGreaterThan(40);
        try (Trail trail = new Trail()
                        .lines(Documented.presented())
                        .lines(MARKED.replace("\n", ""), ADDED.replace("\n", ""));
                SdeServer server = SdeServer.on(trail)) {
            for (MatchResult row : rows) {
                HttpResponse<String> response = server.send(
                        row.group(1), row.group(2).replace(" ", "%20"), "Authorization", "Token " + SdeServer.TOKEN);

                assertThat(response.statusCode()).as(row.group()).isEqualTo(Integer.parseInt(row.group(3)));
                if (response.statusCode() == 200) {
                    assertThat(found(response.body())).as(row.group()).isEqualTo(expected(row.group(4)));
                } else if (row.group(4).startsWith("`")) {
                    assertThat(response.body())
                            .as(row.group())
                            .isEqualTo(row.group(4).replace("`", ""));
                }
            }
        }
    }

    @Test
    void thePageListsTheParametersThatThereAre() throws IOException {
        List<String> listed = rows(PARAMETER).stream().map(row -> row.group(1)).toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(Described.parameters("GET", "/api/v2/activities/"));
    }

    @Test
    void theEndpointsOfThePageAreThereOrNot() throws IOException {
        try (Trail trail = new Trail().lines(Documented.presented());
                SdeServer server = SdeServer.on(trail)) {
            assertThat(rows(ENDPOINT)).hasSize(6);
            for (MatchResult row : rows(ENDPOINT)) {
                int status = server.get(row.group(1).replace("{id}", "1")).statusCode();

                assertThat(status).as(row.group()).isEqualTo(row.group(2).equals("full") ? 200 : 404);
            }
        }
    }

    private static List<MatchResult> rows(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results().toList();
    }

    private static List<Long> found(String body) {
        JsonNode answer = SdeServer.tree(body);
        return answer.has("results")
                ? SdeServer.ids(answer.get("results"))
                : List.of(answer.get("id").longValue());
    }

    private static List<Long> expected(String finds) {
        return finds.equals("none")
                ? List.of()
                : Arrays.stream(finds.split(", ")).map(Long::valueOf).toList();
    }
}
