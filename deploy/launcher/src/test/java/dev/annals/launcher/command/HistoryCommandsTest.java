package dev.annals.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Caller;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.codec.ActivityAvro;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.CommitAvro;
import dev.annals.codec.Limits;
import dev.annals.history.HistoryRoutes;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Standing;
import dev.annals.model.Wording;
import dev.annals.processor.index.IndexedStore;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.OpenedIndexes;
import dev.annals.query.Answer;
import dev.annals.query.IndexAuditSessions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about history, against the real routes over a real index. */
class HistoryCommandsTest {
    private static final ActivityIndexing INDEXING = new ActivityIndexing(List.of());

    @TempDir
    private static Path directory;

    private static IndexedStore activities;
    private static IndexedStore commits;
    private static ApiServer server;

    @BeforeAll
    static void start() {
        activities = IndexedStore.open(directory.resolve("activities"), IndexSettings.defaults());
        commits = IndexedStore.open(directory.resolve("commits"), IndexSettings.defaults());
        append(1, Operation.CREATE, "ada", change("n", null, "1"), change("tags", null, "[{\"id\":1,\"v\":\"x\"}]"));
        append(2, Operation.UPDATE, "bob", change("n", "1", "2"));
        append(
                3,
                Operation.UPDATE,
                "ada",
                change("tags", "[{\"id\":1,\"v\":\"x\"}]", "[{\"id\":1,\"v\":\"y\\u001b[31m\"}]"));
        IndexAuditSessions sessions = new IndexAuditSessions(
                new OpenedIndexes(activities, commits),
                INDEXING,
                row -> ActivityAvro.decode(row).orElseThrow(),
                row -> CommitAvro.decode(row).orElseThrow(),
                Duration.ofSeconds(20));
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.of(Caller.of("reader", null, Role.READER)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(),
                        List.of(new HistoryRoutes(sessions, () -> Instant.parse("2026-11-25T12:00:00Z"))),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        activities.close();
        commits.close();
    }

    private static FieldChange change(String field, String old, String now) {
        return new FieldChange(field, old == null ? null : new JsonText(old), new JsonText(now));
    }

    private static void append(long id, Operation operation, String actor, FieldChange... changes) {
        Instant time = Instant.parse("2026-01-0" + id + "T00:00:00Z");
        Activity activity = new Activity(
                id,
                "default",
                new Origin("test", "e" + id, 0, id, time),
                time,
                null,
                "rbac",
                null,
                operation,
                new Actor("users", actor, null, actor, null, null),
                new ObjectRef("team", "k8s/release", "Release", null, null),
                null,
                null,
                List.of(),
                List.of(changes),
                false,
                List.of(),
                null,
                Wording.NONE,
                null,
                null,
                null,
                Map.of(),
                null,
                Standing.USUAL,
                Hash.ZERO);
        activities.append(
                INDEXING.document(activity, ActivityAvro.encode(activity)),
                new SourceOffset("annals.activities", 0, id));
    }

    private static CommandLineRun run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--url", "http://127.0.0.1:" + server.port(), "--token", "any"));
        return CommandLineRun.of(Map.of(), "", line.toArray(String[]::new));
    }

    @Test
    void showPrintsTheDocumentAndSaysOfWhenItIs() {
        CommandLineRun shown = run("show", "team/k8s/release", "--at", "2026-01-02T00:00:00Z");

        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out()).isEqualToIgnoringWhitespace("{\"n\":2,\"tags\":[{\"id\":1,\"v\":\"x\"}]}");
        assertThat(shown.err())
                .isEqualToIgnoringNewLines("team/k8s/release at 2026-01-02T00:00:00Z, by position 3, after activity 2");
        assertThat(run("show", "team/k8s%2Frelease", "--position", "1", "--json")
                        .out())
                .contains("\"document\":{\"n\":1,", "\"position\":1");
        assertThat(run("show", "team/k8s%2Frelease", "--at", "2025-01-01").out())
                .isEqualToIgnoringWhitespace("null");
    }

    @Test
    void logIsNewestFirstAndWithoutColoursInAPipe() {
        assertThat(run("log", "team/k8s/release", "--patch", "--actor", "bob").out())
                .isEqualTo("""
                        activity 2
                        Time:    2026-01-02T00:00:00Z
                        Actor:   bob (users bob)
                        Object:  team/k8s/release "Release"

                            update: n
                            - n: 1
                            + n: 2

                        """);
        assertThat(run("log", "--json", "--since", "2026-01-02", "-n", "1")
                        .out()
                        .lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":3,");
        assertThat(run("log", "--patch").out()).doesNotContain("\u001b").contains("\\u001B");
    }

    @Test
    void diffIsTextOrPatch() {
        String[] question = {"diff", "team/k8s/release", "--from", "2026-01-01T00:00:00Z", "--to", "2026-01-02"};

        assertThat(run(question).out()).isEqualTo("- n: 1\n+ n: 2\n");
        assertThat(run(with(question, "--format", "merge-patch")).out().strip()).isEqualTo("{\"n\":2}");
        assertThat(run(with(question, "--format", "json-patch")).out().strip())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":2}]");
        assertThat(run(with(question, "--json")).out()).contains("\"differences\":[{\"op\":\"replace\"");
        assertThat(run(with(question, "--format", "xml")).err()).contains("(expected: text, json,");
    }

    @Test
    void blameNamesWhoGaveEachLeafItsValue() {
        assertThat(run("blame", "team/k8s/release", "--at", "2026-01-02").out()).isEqualTo("""
                        2          2026-01-02T00:00:00Z        bob (users bob)          /n: 2
                        1          2026-01-01T00:00:00Z        ada (users ada)          /tags/0/id: 1
                        1          2026-01-01T00:00:00Z        ada (users ada)          /tags/0/v: "x"
                        """);
    }

    @Test
    void undoPrintsEventsThatCanBeSentAndNamesConflicts() {
        CommandLineRun undone = run("undo", "2");

        assertThat(undone.status()).as(undone.err()).isZero();
        var event = new ChangeJson(Limits.DEFAULT)
                .decode(undone.out().strip().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(event.patch()).isEqualTo(new JsonText("{\"n\":1}"));
        assertThat(event.object().id()).isEqualTo("k8s/release");

        CommandLineRun conflict = run("undo", "1");
        assertThat(conflict.status()).isOne();
        assertThat(conflict.out()).isEmpty();
        assertThat(conflict.err())
                .contains("conflict: activity 1, team/k8s/release, field n: changed since by another (activity 2)");
    }

    @Test
    void actorSaysWhatStillStands() {
        assertThat(run("actor", "ada").out()).isEqualTo("""
                        ada (users ada)
                        2 activities, 2026-01-01T00:00:00Z to 2026-01-03T00:00:00Z

                        team/k8s/release "Release"
                            1 create, 1 update, 2026-01-01T00:00:00Z to 2026-01-03T00:00:00Z
                            still stands: tags
                        """);
    }

    @Test
    void aRefusalIsTheServicesOwnSentence() {
        CommandLineRun unknown = run("show", "team/none");

        assertThat(unknown.status()).isOne();
        assertThat(unknown.err()).startsWith("annals: The log knows no team none (expected: ");
        assertThat(run("show", "team").err()).startsWith("annals: 'team' is no object (expected: TYPE/ID");
        assertThat(run("undo").err()).contains("(expected: activity=ID");
    }

    private static String[] with(String[] line, String... more) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
