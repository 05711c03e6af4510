package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose settings change on the way, beside a running service and without one. */
class EpochIT {
    private static final int EVENTS = 900;

    @TempDir
    private Path root;

    @Test
    void aLogOfThreeEpochsIsProcessedAgainToTheSameBytesAndForgetsNoEventAtAChange() throws Exception {
        ChangeScript script = ChangeScript.of(7, EVENTS);
        Path rules = Files.writeString(root.resolve("rules.txt"), "name\n$.**.n\n");
        long activities = script.tenants().get("default").activities();
        int third = script.lines().size() / 3;
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            send(annals, script.lines().subList(0, third));
            String[] settings = {"--deduplication-horizon", "12h", "--redaction-rules", rules.toString(), "--yes"};
            AnnalsCommand.Outcome running = annals.run(reconfigure(settings));
            assertThat(running.out())
                    .as(running.err())
                    .contains("deduplication-horizon: 24h to 12h", "redaction-rules: none to");
            assertThat(running.status()).isZero();
            send(annals, script.lines().subList(third, 2 * third));
            annals.kill9();

            AnnalsCommand.Outcome stopped =
                    annals.run(reconfigure("--commit-gap", "50ms", "--kafka-port", "0", "--yes"));
            assertThat(stopped.out()).as(stopped.err()).contains("commit-gap: 1s to 50ms", "appended epoch 3;");
            annals.start();
            send(annals, script.lines().subList(2 * third, script.lines().size()));
            annals.settled("default", activities);
            send(annals, script.lines());

            assertThat(annals.settled("default", activities).path("activities").asLong())
                    .isEqualTo(activities);
            Topics topics = Topics.DEFAULT;
            String bootstrap = annals.bootstrap();
            // The last commits without a size are closed by a tick, a moment after the last activity.
            CommittedLog log = await().atMost(RunningAnnals.PATIENCE)
                    .until(
                            () -> CommittedLog.read(bootstrap, topics),
                            read -> read.members() == read.activities().size());
            Replay.assertSame(annals, log, topics);
        }
    }

    private static String[] reconfigure(String... settings) {
        return Stream.concat(Stream.of("reconfigure"), Stream.of(settings)).toArray(String[]::new);
    }

    private void send(RunningAnnals annals, List<String> lines) throws Exception {
        Path file = Files.write(root.resolve("events.ndjson"), lines);
        assertThat(annals.run("import", file.toString()).out()).isEqualTo("imported " + lines.size() + "\n");
    }
}
