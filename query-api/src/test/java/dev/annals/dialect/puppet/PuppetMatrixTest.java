package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation's page on this dialect says what is so. */
class PuppetMatrixTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "dialects", "puppet.md");
    private static final Pattern REQUEST = Pattern.compile("(?m)^\\| `(GET|POST) ([^`]+)` \\| (\\d{3}|full|part) \\|");

    @Test
    void everyRequestOfThePageGetsTheStatusThatThePageSays() throws IOException {
        List<MatchResult> rows =
                REQUEST.matcher(Files.readString(PAGE)).results().toList();
        try (PuppetServer server = PuppetServer.on(new Feed().lines("""
                {"id":"1","source":"s","time":"2019-03-05T18:52:28Z","service_id":"classifier","operation":"create","object":{"type":"node_groups","id":"g"}}"""))) {
            assertThat(rows).hasSizeGreaterThan(40);
            for (MatchResult row : rows) {
                String path = encoded(row.group(2));

                int status = server.send(server.request(path)
                                .header("X-Authentication", "admin-token")
                                .method(row.group(1), HttpRequest.BodyPublishers.noBody()))
                        .statusCode();

                if (row.group(3).matches("\\d+")) {
                    assertThat(status).as(row.group()).isEqualTo(Integer.parseInt(row.group(3)));
                } else {
                    // An endpoint: whether it is there, not what it says to an empty request.
                    assertThat(status).as(row.group()).isNotIn(404, 405, 500, 503);
                }
            }
        }
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (char c : path.toCharArray()) {
            if ("\"[]{} ".indexOf(c) >= 0) {
                encoded.append('%').append(String.format("%02X", (int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }
}
