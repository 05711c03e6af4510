package dev.annals.query;

import static dev.annals.query.LocalAudit.ask;
import static dev.annals.query.PlannerLaws.ready;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.annals.model.Activity;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What questions of any size may not do to the service. */
class SessionBoundsTest {
    private static final int DOCUMENTS = 3_000;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Order NEWEST = Order.descending(ActivityFields.ID);

    private static final LocalAudit local = new LocalAudit();
    private static final NaiveAudit naive = new NaiveAudit();

    @BeforeAll
    static void index() {
        List<Activity> activities = new Samples(11).activities("default", 1, DOCUMENTS);
        local.addAll(activities);
        naive.addAll(activities);
    }

    @AfterAll
    static void close() {
        local.close();
    }

    /** Filters of 10,000 parts beside a condition that only rows can answer: each was a frame of the stack for each part. */
    @Test
    void filtersOfTenThousandPartsNeedNoDeepStack() {
        Filter pattern = new Filter.Matches(Samples.CHANGES, Pattern.compile("[a-z]"));
        Set<String> many = IntStream.range(0, 10_000).mapToObj(String::valueOf).collect(Collectors.toSet());
        List<Filter> terms = many.stream()
                .<Filter>map(id -> new Filter.Term(ActivityFields.OBJECT_ID, id))
                .toList();
        Filter chainOfOr = terms.stream().reduce(Filter.NONE, Filter::or);
        Filter chainOfAnd = terms.stream().map(Filter::negated).reduce(Filter.ALL, Filter::and);
        Filter in = new Filter.In(ActivityFields.OBJECT_ID, many);
        Filter link = new Filter.In(ActivityFields.linkId("host"), many);
        Map<Filter, Filter> shortForms = new LinkedHashMap<>();
        shortForms.put(new Filter.Or(terms), in);
        shortForms.put(chainOfOr, in);
        shortForms.put(chainOfAnd, in.negated());
        shortForms.put(new Filter.SameLink("host", List.of(link)), link);
        for (Field field : List.of(ActivityFields.OBJECT_ID, ActivityFields.ID, ActivityFields.TIME)) {
            shortForms.put(new Filter.In(field, many), new Filter.In(field, many));
        }
        shortForms.forEach((large, same) -> {
            assertThat(counted(large.and(pattern))).isEqualTo(expected(same.and(pattern)));
            assertThat(counted(large.negated().and(pattern)))
                    .isEqualTo(expected(same.negated().and(pattern)));
            assertThat(counted(large.or(pattern))).isEqualTo(expected(same.or(pattern)));
        });
    }

    private static long counted(Filter filter) {
        Query query = new Query(filter, NEWEST, 0, 5);
        return onSmallStack(() -> page(local.sessions(), query)).count();
    }

    private static long expected(Filter filter) {
        return page(naive, new Query(filter, NEWEST, 0, 0)).count();
    }

    @Test
    void aFilterOfTooManyLevelsIsRefused() {
        Filter deep = new Filter.Term(ActivityFields.OPERATION, "update");
        for (int i = 0; i < 20_000; i++) {
            deep = deep.negated();
        }
        Query query = new Query(deep, NEWEST, 0, 5);

        Answer<Page<Activity>> answer = onSmallStack(() -> answer(local.sessions(), query));

        assertThat(answer).isInstanceOf(Answer.TooExpensive.class);
    }

    @Test
    void whetherAValueOccursIsAskedOfTheIndexForManyValuesAtOnce() {
        try (AuditSession session = local.sessions().open(Asker.of("default"));
                AuditSession reference = naive.open("default")) {
            for (Field field :
                    List.of(ActivityFields.OBJECT_ID, ActivityFields.OBJECT_NAME, ActivityFields.linkId("host"))) {
                for (String value : List.of("1", "007", "a7", "web", "", "nothing", "99999999999999999999")) {
                    assertThat(session.has(field, value))
                            .as("%s %s", field, value)
                            .isEqualTo(reference.has(field, value));
                }
            }
        }
    }

    /** What is held while rows are ordered is far less than the rows, and the page is the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 300, 20_000, 1_000_000_000})
    void aPageInOrderOfRowsIsTheSameHoweverLittleIsHeld(long characters) {
        for (boolean descending : List.of(true, false)) {
            List<Order.Key> keys = List.of(
                    new Order.Key(Samples.CHANGES, descending), new Order.Key(ActivityFields.OBJECT_NAME, !descending));
            Filter first = new Filter.Range(ActivityFields.ID, null, new Filter.Bound("400", true));
            List<Long> ordered = page(naive, new Query(first, new Order(keys), 0, 400)).items().stream()
                    .map(Activity::id)
                    .toList();
            assertThat(ordered).hasSize(400);

            for (int skip : List.of(0, 1, 190, 200, 390, 399, 400)) {
                long[] page = local.rowOrder(keys, characters, 400, skip, 10);

                assertThat(page)
                        .as("%d characters held, from %d", characters, skip)
                        .containsExactly(ordered.stream()
                                .skip(skip)
                                .limit(10)
                                .mapToLong(Long::longValue)
                                .toArray());
            }
        }
    }

    @Test
    void aPageOfLargeActivitiesIsReadPieceByPiece() {
        try (LocalAudit large = new LocalAudit()) {
            List<Activity> activities = new ArrayList<>(new Samples(5).activities("default", 1, 60));
            activities.replaceAll(activity -> Samples.withChangeOf(activity, 200_000));
            large.addAll(activities);
            try (AuditSession session = large.sessions().open(Asker.of("default"))) {
                Page<Activity> page =
                        ready(session.activities(new Query(Filter.ALL, Order.ascending(ActivityFields.ID), 0, 60)));

                assertThat(page.items()).isInstanceOf(StoredRows.class);
                assertThat(((StoredRows<?>) page.items()).bytesHeld()).isLessThan(8 * 1024 * 1024);
                assertThat(page.items()).isEqualTo(activities);
                assertThat(((StoredRows<?>) page.items()).bytesHeld()).isLessThan(8 * 1024 * 1024);
            }
        }
    }

    @Test
    void aQuestionThatIsTooMuchByItselfIsRefusedAndOneSlowedByOthersIsToComeAgain() {
        Query anything = new Query(new Filter.Matches(Samples.CHANGES, Pattern.compile("[0-9]?q[0-9]?")), NEWEST, 0, 1);
        Gate gate = new Gate(2, 4);
        AuditSessions sessions = local.sessions(Duration.ofNanos(1), 200, gate);

        assertThat(answer(sessions, anything)).isInstanceOf(Answer.TooExpensive.class);

        gate.enter("others", LONG);
        gate.enter("others", LONG);
        assertThat(answer(sessions, anything)).isInstanceOf(Answer.NotReady.class);
    }

    @Test
    void whereThereIsNoPlaceForAnExpensiveQuestionACheapOneIsAnswered() {
        Gate gate = new Gate(1, 0);
        gate.enter("others", LONG);
        AuditSessions sessions = local.sessions(LONG, 200, gate);
        Query expensive = new Query(new Filter.Matches(Samples.CHANGES, Pattern.compile(".")), NEWEST, 0, 1);

        assertThat(answer(sessions, expensive)).isInstanceOf(Answer.NotReady.class);
        assertThat(answer(sessions, new Query(Filter.ALL, NEWEST, 0, 25))).isInstanceOf(Answer.Ready.class);

        gate.leave("others");
        assertThat(answer(sessions, expensive)).isInstanceOf(Answer.Ready.class);
        assertThat(gate.enter("next", LONG)).as("the place is free again").isTrue();
    }

    private static Page<Activity> page(AuditSessions sessions, Query query) {
        return ready(answer(sessions, query));
    }

    private static Answer<Page<Activity>> answer(AuditSessions sessions, Query query) {
        Function<AuditSession, Answer<Page<Activity>>> question = session -> session.activities(query);
        return ask(sessions, "default", question);
    }

    private static <T> T onSmallStack(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(null, task, "on a small stack", 256 * 1024).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
