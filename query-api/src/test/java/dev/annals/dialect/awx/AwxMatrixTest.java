package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.QueryString;
import dev.annals.model.Operation;
import dev.annals.query.NaiveAudit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the page on the dialect says what it does. */
class AwxMatrixTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "dialects", "awx.md");
    private static AwxServer server;

    record Row(String parameter, String support, String example) {
        /** The example with its values encoded. */
        String query() {
            return Arrays.stream(example.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .map(pair -> QueryString.encode(pair[0]) + "=" + QueryString.encode(pair[1]))
                    .collect(Collectors.joining("&"));
        }
    }

    @BeforeAll
    static void serve() {
        server = new AwxServer(new NaiveAudit()
                .addAll(Entry.numbered(
                        Entry.of(Operation.CREATE, "job_template", "10", "a").change("name", null, "\"a phrase\""),
                        Entry.of(Operation.UPDATE, "inventory", "10", "prod").summary("{\"organization_id\":1}"),
                        Entry.of(Operation.DELETE, "team", "4", "t"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.filter(line -> line.matches("\\| `.*\\| (supported|ignored|refused) \\| `.*"))
                    .map(line -> line.replace("\\|", "\u0001").split("\\|"))
                    .map(cells -> new Row(
                            cells[1].strip(),
                            cells[2].strip(),
                            cells[3].strip().replace("`", "").replace('\u0001', '|')))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachExampleIsAnsweredAsThePageSays(Row row) {
        HttpResponse<String> response = server.get(AwxServer.LIST + "?" + row.query());

        switch (row.support()) {
            case "supported" -> assertThat(response.statusCode()).isEqualTo(200);
            case "ignored" -> {
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(AwxServer.tree(response).get("results"))
                        .isEqualTo(server.json(AwxServer.LIST).get("results"));
            }
            default -> {
                assertThat(response.statusCode()).isIn(400, 403);
                assertThat(AwxServer.detail(response)).isNotEmpty();
            }
        }
    }

    @Test
    void thePageSpeaksOfEveryReservedNameAndEveryLookup() throws IOException {
        String parameters = rows().stream().map(Row::parameter).collect(Collectors.joining("\n"));

        assertThat(AwxFilters.RESERVED)
                .allSatisfy(name -> assertThat(parameters).contains("`" + name + "`"));
        assertThat(Lookup.values()).allSatisfy(lookup -> assertThat(parameters).contains("`__" + lookup.text() + "`"));
    }
}
