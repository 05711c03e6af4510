package dev.annals.dialect.awx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.query.LocalAudit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real AWX 24.6.1 answered to some hundred requests over a trail of 920 activities, and what Annals answers to them over the same trail. */
class AwxOracleTest {
    private static final int SHOWN = 4;

    private static LocalAudit audit;
    private static AwxServer server;

    @BeforeAll
    static void start() {
        audit = RecordedTrail.audit();
        server = new AwxServer(audit.sessions());
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    @Test
    void everyRequestIsAnsweredAsByAwxUnlessThereIsAReasonNotTo() throws IOException {
        Set<Integer> different = knownToDiffer();
        List<String> unexpected = new ArrayList<>();
        for (String line : RecordedTrail.lines("answers")) {
            RecordedAnswer recorded = RecordedAnswer.of(line);
            HttpResponse<String> answer = recorded.ask(server);
            List<String> differences = recorded.differences(answer);
            if (!differences.isEmpty() && !different.contains(recorded.number())) {
                unexpected.add(recorded.number() + " " + recorded.method() + " " + recorded.path() + "\n    "
                        + String.join("\n    ", differences.subList(0, Math.min(SHOWN, differences.size()))));
            }
            assertThat(answer.statusCode()).as("%s", recorded.path()).isLessThan(500);
        }
        assertThat(unexpected).isEmpty();
    }

    /** The numbers in the first column of the list of differences. */
    private static Set<Integer> knownToDiffer() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(AwxOracleTest.class.getResourceAsStream("/awx-oracle/differences.txt")),
                UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Integer.valueOf(line.substring(0, line.indexOf(' '))))
                    .collect(Collectors.toSet());
        }
    }
}
