package dev.annals.query;

import static dev.annals.query.LocalAudit.ask;
import static dev.annals.query.PlannerLaws.ready;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexAuditSessionTest {
    private static final JsonText MARK = new JsonText("{\"$annals\":\"redacted\",\"was\":\"string\"}");
    private static final Order NEWEST = Order.descending(ActivityFields.ID);

    private final LocalAudit local = new LocalAudit();
    private final Samples samples = new Samples(3);

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void countPageAndPositionSpeakOfTheSamePrefixWhileTheLogGrows() {
        List<Activity> activities = samples.activities("default", 1, 4_000);
        long[] updatesUpTo = new long[activities.size() + 1];
        for (int i = 1; i < updatesUpTo.length; i++) {
            boolean update = activities.get(i - 1).operation() == Operation.UPDATE;
            updatesUpTo[i] = updatesUpTo[i - 1] + (update ? 1 : 0);
        }
        AuditSessions sessions = local.sessions();
        Filter updates = new Filter.Term(ActivityFields.OPERATION, "update");
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> activities.forEach(activity -> local.add(activity)));

        int looked = 0;
        while (!writer.isDone() || looked < 10) {
            Page<Activity> all;
            Page<Activity> some;
            try (AuditSession session = sessions.open(Asker.of("default"))) {
                all = ready(session.activities(new Query(Filter.ALL, NEWEST, 0, 1)));
                some = ready(session.activities(new Query(updates, NEWEST, 0, 5)));
            }

            looked++;
            assertThat(some.position()).isEqualTo(all.position());
            assertThat(all.position()).isEqualTo(all.count() - 1);
            assertThat(all.items().stream().map(Activity::id))
                    .isEqualTo(all.count() == 0 ? List.of() : List.of(all.count()));
            assertThat(some.count())
                    .as("position %d", some.position())
                    .isEqualTo(updatesUpTo[(int) some.position() + 1]);
            assertThat(some.items()).hasSize((int) Math.min(5, some.count()));
        }
        writer.join();
    }

    @Test
    void aQuestionThatNoIndexNarrowsEndsWithItsTime() {
        local.addAll(samples.activities("default", 1, 3_000));
        Filter anything = new Filter.Matches(Samples.CHANGES, Pattern.compile("[0-9]?q[0-9]?"));

        Query query = new Query(anything, NEWEST, 0, 10);

        // The time is that of all questions of a session together.
        Answer<Page<Activity>> answer = ask(local.sessions(Duration.ofMillis(200)), "default", session -> {
            Answer<Page<Activity>> last = session.activities(query);
            for (int i = 0; i < 10_000 && last instanceof Answer.Ready; i++) {
                last = session.activities(query);
            }
            return last;
        });

        assertThat(answer).isInstanceOf(Answer.TooExpensive.class);
    }

    @Test
    void aMaskedValueIsFoundByTheWordsThatStandForIt() {
        Activity plain = samples.activity("default", 1);
        Activity masked = Samples.withChanges(
                plain,
                List.of(
                        new FieldChange("password", MARK, MARK),
                        new FieldChange("inputs2", null, new JsonText("{\"token\":" + MARK.text() + "}"))));
        local.add(masked);
        AuditSessions reader = local.sessions();

        assertThat(count(reader, contains("\"password\": [\"hidden\", \"hidden\"]")))
                .isEqualTo(1);
        assertThat(count(reader, contains("$encrypted$"))).isEqualTo(1);
        assertThat(count(reader, contains("annals"))).isZero();
    }

    @Test
    void activitiesAreGivenInTheOrderOfTheIdsAskedFor() {
        local.addAll(samples.activities("default", 1, 50));

        List<Activity> some = ready(byId(40L, 3L, 40L));

        assertThat(some.stream().map(Activity::id)).containsExactly(40L, 3L, 40L);
    }

    @Test
    void activitiesThatComeSoonAreWaitedFor() {
        CompletableFuture<Answer<List<Activity>>> asked = CompletableFuture.supplyAsync(() -> byId(2L, 1L));

        local.addAll(samples.activities("default", 1, 2));

        assertThat(ready(asked.join()).stream().map(Activity::id)).containsExactly(2L, 1L);
    }

    @Test
    void activitiesThatDoNotComeAreNotReady() {
        local.addAll(samples.activities("default", 1, 2));

        assertThat(byId(3L)).isInstanceOf(Answer.NotReady.class);
    }

    @Test
    void eachCommitIsGivenOnceEvenIfMoreComeMeanwhile() {
        local.add(samples.commits("default", 1, 1_200).toArray(Commit[]::new));
        List<Long> numbers = new ArrayList<>();
        Query all = new Query(Filter.ALL, Order.ascending(CommitFields.TIME), 5, Integer.MAX_VALUE);

        long count = ready(ask(
                local.sessions(),
                "default",
                session -> session.eachCommit(all, commit -> {
                    numbers.add(commit.number());
                    if (numbers.size() == 10) {
                        local.add(samples.commits("default", 1_201, 1_300).toArray(Commit[]::new));
                    }
                })));

        assertThat(count).isEqualTo(1_200);
        assertThat(numbers).hasSize(1_195).doesNotHaveDuplicates().allMatch(number -> number <= 1_200);
    }

    private Answer<List<Activity>> byId(Long... ids) {
        return ask(local.sessions(), "default", session -> session.activitiesById(List.of(ids)));
    }

    private static Filter contains(String text) {
        return new Filter.Contains(Samples.CHANGES, text, false);
    }

    private static long count(AuditSessions reader, Filter filter) {
        return ready(ask(reader, "default", session -> session.activities(new Query(filter, NEWEST, 0, 0))))
                .count();
    }
}
