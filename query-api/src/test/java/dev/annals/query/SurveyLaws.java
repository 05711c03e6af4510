package dev.annals.query;

import static dev.annals.query.LocalAudit.ask;
import static dev.annals.query.PlannerLaws.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Surveys over real indexes count what looking at every document counts. */
class SurveyLaws {
    private static final int DOCUMENTS = 700;
    private static final int QUESTIONS = 60;
    private static final List<Field> OF_ACTIVITIES = List.of(
            ActivityFields.OPERATION,
            ActivityFields.OBJECT_TYPE,
            ActivityFields.OBJECT_ID,
            ActivityFields.OBJECT_NAME,
            ActivityFields.ACTOR_NAME,
            ActivityFields.ACTOR_ID,
            ActivityFields.CHANGED,
            ActivityFields.FLAG,
            ActivityFields.LINK_TYPE,
            ActivityFields.IP_ADDRESS,
            ActivityFields.label("env"));
    private static final List<Field> OF_COMMITS =
            List.of(CommitFields.SERVICE, CommitFields.OBJECT_TYPE, CommitFields.SUBJECT_TYPE, CommitFields.COMMIT_ID);

    private static LocalAudit local;
    private static AuditSessions surveyed;
    /** Counts by postings, however few documents match. */
    private static AuditSessions indexOnly;

    private static final NaiveAudit naive = new NaiveAudit();

    @BeforeAll
    static void index() {
        local = new LocalAudit();
        surveyed = local.sessions();
        indexOnly = local.sessions(Duration.ofSeconds(20), 0);
        Samples samples = new Samples(11);
        var activities = samples.activities("default", 1, DOCUMENTS);
        var commits = samples.commits("default", 1, DOCUMENTS).toArray(dev.annals.model.Commit[]::new);
        naive.addAll(activities).add(commits);
        local.addAll(activities).add(commits);
    }

    @AfterAll
    static void close() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void facetsAndBarsOfActivitiesAreExact(long seed) {
        RandomQueries queries = new RandomQueries(seed, DOCUMENTS, true);
        Random random = new Random(seed);
        for (int i = 0; i < QUESTIONS; i++) {
            Survey survey = survey(queries.filter(2), OF_ACTIVITIES, random);
            AuditSessions sessions = i % 2 == 0 ? surveyed : indexOnly;

            Overview overview = ready(ask(sessions, "default", session -> session.surveyActivities(survey)));

            same(overview, ready(ask(naive, "default", session -> session.surveyActivities(survey))), seed, i, survey);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void facetsAndBarsOfCommitsAreExact(long seed) {
        RandomQueries queries = new RandomQueries(seed, DOCUMENTS, false);
        Random random = new Random(seed);
        for (int i = 0; i < QUESTIONS; i++) {
            Survey survey = survey(queries.filter(2), OF_COMMITS, random);
            AuditSessions sessions = i % 2 == 0 ? surveyed : indexOnly;

            Overview overview = ready(ask(sessions, "default", session -> session.surveyCommits(survey)));

            same(overview, ready(ask(naive, "default", session -> session.surveyCommits(survey))), seed, i, survey);
        }
    }

    @Test
    void aHistogramOfTooManyBarsIsRefusedAsAQuestionOfItsOwnSize() {
        Survey.Division seconds = (first, last) -> {
            List<Instant> edges = new ArrayList<>();
            for (int i = 0; i <= Survey.MOST_BARS + 1; i++) {
                edges.add(first.plusNanos(i * 1000L));
            }
            return edges;
        };

        Answer<Overview> answer = ask(
                surveyed,
                "default",
                session -> session.surveyActivities(new Survey(Filter.ALL, List.of(), Optional.of(seconds))));

        assertThat(answer).isInstanceOf(Answer.TooExpensive.class);
    }

    private static Survey survey(Filter filter, List<Field> fields, Random random) {
        List<Survey.Facet> facets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Field field = fields.get(random.nextInt(fields.size()));
            String within = List.of("", "", "e", "1", "WEB", "ſ").get(random.nextInt(6));
            facets.add(new Survey.Facet(field, 1 + random.nextInt(20), within));
        }
        int parts = 1 + random.nextInt(40);
        Survey.Division division = (first, last) -> {
            List<Instant> edges = new ArrayList<>();
            Duration step = Duration.between(first, last).dividedBy(parts).plusNanos(1000);
            for (int i = 0; i <= parts; i++) {
                edges.add(first.plus(step.multipliedBy(i)).truncatedTo(java.time.temporal.ChronoUnit.MICROS));
            }
            return edges;
        };
        return new Survey(filter, facets, random.nextBoolean() ? Optional.of(division) : Optional.empty());
    }

    private static void same(Overview seen, Overview expected, long seed, int question, Survey survey) {
        assertThat(seen.count())
                .as("seed %d, question %d: %s", seed, question, survey)
                .isEqualTo(expected.count());
        assertThat(seen.facets())
                .as("seed %d, question %d: %s", seed, question, survey)
                .isEqualTo(expected.facets());
        assertThat(seen.bars())
                .as("seed %d, question %d: %s", seed, question, survey)
                .isEqualTo(expected.bars());
    }
}
