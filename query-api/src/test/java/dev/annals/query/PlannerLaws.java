package dev.annals.query;

import static dev.annals.query.LocalAudit.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The planner over real indexes gives what looking at every document gives, for random questions of every kind. */
class PlannerLaws {
    private static final int DOCUMENTS = 700;
    private static final int QUESTIONS = 300;

    private static LocalAudit local;
    private static AuditSessions planned;
    /** Leaves to rows only what no index can answer. */
    private static AuditSessions indexOnly;

    private static final NaiveAudit naive = new NaiveAudit();

    @BeforeAll
    static void index() {
        local = new LocalAudit();
        planned = local.sessions();
        indexOnly = local.sessions(Duration.ofSeconds(20), 0);
        for (String tenant : List.of("default", "other")) {
            List<Activity> activities = new Samples(tenant.hashCode()).activities(tenant, 1, DOCUMENTS);
            List<Commit> commits = new Samples(tenant.hashCode()).commits(tenant, 1, DOCUMENTS);
            naive.addAll(activities).add(commits.toArray(Commit[]::new));
            local.addAll(activities).add(commits.toArray(Commit[]::new));
        }
    }

    @AfterAll
    static void close() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyQuestionAboutActivitiesHasTheNaiveAnswer(long seed) {
        RandomQueries queries = new RandomQueries(seed, DOCUMENTS, true);
        for (int i = 0; i < QUESTIONS; i++) {
            Query query = queries.query();

            AuditSessions reader = i % 2 == 0 ? planned : indexOnly;
            Page<Activity> page = ready(ask(reader, "default", session -> session.activities(query)));

            Page<Activity> expected = ready(ask(naive, "default", session -> session.activities(query)));
            assertThat(page.count())
                    .as("seed %d, question %d: count of %s", seed, i, query)
                    .isEqualTo(expected.count());
            assertThat(page.items().stream().map(Activity::id))
                    .as("seed %d, question %d: ids of %s", seed, i, query)
                    .isEqualTo(expected.items().stream().map(Activity::id).toList());
            assertThat(page.items()).as("seed %d, question %d", seed, i).isEqualTo(expected.items());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void anyQuestionAboutCommitsHasTheNaiveAnswer(long seed) {
        RandomQueries queries = new RandomQueries(seed, DOCUMENTS, false);
        for (int i = 0; i < QUESTIONS; i++) {
            Query query = queries.query();
            List<Commit> each = new ArrayList<>();

            AuditSessions reader = i % 2 == 0 ? planned : indexOnly;
            Page<Commit> page = ready(ask(reader, "other", session -> session.commits(query)));
            long count = ready(ask(planned, "other", session -> session.eachCommit(query, each::add)));

            Page<Commit> expected = ready(ask(naive, "other", session -> session.commits(query)));
            assertThat(page.count())
                    .as("seed %d, question %d: count of %s", seed, i, query)
                    .isEqualTo(expected.count());
            assertThat(page.items())
                    .as("seed %d, question %d: %s", seed, i, query)
                    .isEqualTo(expected.items());
            assertThat(count)
                    .as("seed %d, question %d: each of %s", seed, i, query)
                    .isEqualTo(expected.count());
            assertThat(each)
                    .as("seed %d, question %d: each of %s", seed, i, query)
                    .isEqualTo(expected.items());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void pagesConcatenatedAreTheWholeAnswer(long seed) {
        RandomQueries queries = new RandomQueries(seed, DOCUMENTS, true);
        for (int i = 0; i < 40; i++) {
            Filter filter = queries.filter(1);
            Order order = queries.order();
            AuditSessions reader = i % 2 == 0 ? planned : indexOnly;
            List<Activity> pages = new ArrayList<>();

            for (int skip = 0; skip < DOCUMENTS; skip += 90) {
                Query part = new Query(filter, order, skip, 90);
                pages.addAll(ready(ask(reader, "other", session -> session.activities(part)))
                        .items());
            }

            Query whole = new Query(filter, order, 0, DOCUMENTS);
            assertThat(pages)
                    .as("seed %d, question %d: %s by %s", seed, i, filter, order)
                    .isEqualTo(ready(ask(naive, "other", session -> session.activities(whole)))
                            .items());
        }
    }

    @Test
    void distinctValuesAreListedInTheirOrder() {
        for (Field field : List.of(
                ActivityFields.OBJECT_NAME,
                ActivityFields.OBJECT_ID,
                ActivityFields.LINK_TYPE,
                ActivityFields.linkName("host"),
                ActivityFields.linkId("team"))) {
            for (String prefix : List.of("", "1", "we", "web".repeat(80), "zzz")) {
                for (int limit : List.of(0, 3, 1000)) {
                    Answer<List<String>> values =
                            ask(planned, "default", session -> session.values(field, prefix, limit));

                    assertThat(values)
                            .as("%s beginning with '%s', at most %d", field, prefix, limit)
                            .isEqualTo(ask(naive, "default", session -> session.values(field, prefix, limit)));
                }
            }
        }
    }

    @Test
    void aTenantThatWasNeverSeenHasNoDocuments() {
        Query query = new Query(Filter.ALL, Order.ascending(ActivityFields.OBJECT_NAME), 0, 10);

        Page<Activity> page = ready(ask(planned, "nobody", session -> session.activities(query)));

        assertThat(page.count()).isZero();
        assertThat(page.items()).isEmpty();
    }

    static <T> T ready(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Ready.class);
        return ((Answer.Ready<T>) answer).value();
    }
}
