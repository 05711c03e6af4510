package dev.annals.processor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.TenantPartition;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The view on a real broker. */
class ViewTest {
    private static final ActivityIndexing PLAIN = new ActivityIndexing(List.of());

    @RegisterExtension
    static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path state;

    private Topics topics;
    private ViewRecords records;

    @BeforeEach
    void makeTopics() throws Exception {
        topics = new Topics(KAFKA.newPrefix(), 2);
        records = new ViewRecords(topics, KAFKA.bootstrapServers());
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void bothLogsOfAPartitionAreServedByOneTask() {
        TopologyDescription description = new ViewTopology(
                        topics, PLAIN, IndexSettings.defaults(), IndexSettings.defaults(), Set.of())
                .get()
                .describe();

        assertThat(description.subtopologies()).hasSize(1);
    }

    @Test
    void everyTenantHasItsActivitiesAndCommits() {
        List<String> tenants = List.of("default", "one", "two", "three");
        tenants.forEach(tenant -> records.activities(tenant, 1, 300));
        tenants.forEach(tenant -> records.commits(tenant, 1, 40));

        try (View view = view()) {
            for (String tenant : tenants) {
                awaitCount(view, Log.ACTIVITIES, tenant, 300);
                awaitCount(view, Log.COMMITS, tenant, 40);
                assertThat(read(
                                view,
                                Log.ACTIVITIES,
                                tenant,
                                index -> ViewRecords.activity(tenant, 7)
                                        .equals(dev.annals.codec.ActivityAvro.decode(index.row(7))
                                                .orElseThrow())))
                        .isEqualTo(new Reading.Done<>(true));
            }
            assertThat(read(view, Log.ACTIVITIES, "nobody", IndexSnapshot::count))
                    .isEqualTo(new Reading.Done<>(0L));

            records.activities("two", 301, 301);

            awaitCount(view, Log.ACTIVITIES, "two", 301);
        }
    }

    @Test
    void aTransactionThatWasGivenUpIsNeverSeenAndHoldsNothingUp() {
        records.activities("default", 1, 10);
        records.abortedActivities("default", 11, 3000);

        try (View view = view()) {
            awaitCount(view, Log.ACTIVITIES, "default", 10);
            records.activities("default", 11, 11);
            awaitCount(view, Log.ACTIVITIES, "default", 11);
        }
    }

    @Test
    void aViewThatWasClosedGoesOnWhereItWas() {
        records.activities("default", 1, 500);
        try (View view = view()) {
            awaitCount(view, Log.ACTIVITIES, "default", 500);
        }
        records.activities("default", 501, 600);

        try (View view = view()) {
            awaitCount(view, Log.ACTIVITIES, "default", 600);
        }
    }

    @Test
    void anIndexThatWasDeletedIsBuiltAgainBeforeItAnswers() throws Exception {
        records.activities("default", 1, 500);
        try (View view = view()) {
            awaitCount(view, Log.ACTIVITIES, "default", 500);
        }

        try (View view = view(state.resolve("elsewhere"))) {
            await().atMost(LONG).until(() -> {
                Reading<Long> count = read(view, Log.ACTIVITIES, "default", IndexSnapshot::count);
                assertThat(count).isIn(new Reading.Done<>(500L), notReady(count));
                return count instanceof Reading.Done;
            });
        }
    }

    /** A tenant of the other partition than {@code default}. */
    private static String elsewhere() {
        int here = TenantPartition.of("default", 2);
        return IntStream.range(0, 100)
                .mapToObj(i -> "tenant" + i)
                .filter(name -> TenantPartition.of(name, 2) != here)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRecordThatCannotBeReadStopsItsPartitionOnlyAndIsNamed() {
        String other = elsewhere();
        records.activities("default", 1, 10);
        records.garbage("default");
        records.activities("default", 11, 12);
        records.activities(other, 1, 5);

        for (int start = 0; start < 2; start++) {
            try (View view = view()) {
                awaitCount(view, Log.ACTIVITIES, other, 5 + start);
                await().atMost(LONG).until(() -> !view.indexes().stopped().isEmpty());
                StoppedLog stopped = view.indexes().stopped().get(0);
                String place = topics.activities() + "-" + TenantPartition.of("default", 2) + "@11";

                assertThat(view.indexes().stopped()).hasSize(1);
                assertThat(stopped.place()).isEqualTo(place);
                assertThat(read(view, Log.ACTIVITIES, "default", IndexSnapshot::count))
                        .isInstanceOfSatisfying(
                                Reading.NotReady.class,
                                not -> assertThat(not.reason()).contains(place, "`annals view skip " + place + "`"));
                assertThat(view.indexes().readiness()).isEqualTo(new Reading.Done<>(4));
                assertThat(read(view, Log.COMMITS, "default", IndexSnapshot::count))
                        .isEqualTo(new Reading.Done<>(0L));
                assertThat(view.failure()).isEmpty();
                records.activities(other, 6 + start, 6 + start);
                awaitCount(view, Log.ACTIVITIES, other, 6 + start);
            }
        }
    }

    @Test
    void aRecordThatIsSkippedIsPassedOver() {
        records.activities("default", 1, 10);
        records.garbage("default");
        records.activities("default", 11, 12);
        SourceOffset garbage = new SourceOffset(topics.activities(), TenantPartition.of("default", 2), 11);
        ViewStreamsConfig config =
                new ViewStreamsConfig(topics.prefix() + "-view", KAFKA.bootstrapServers(), state, "one");

        try (View view = View.start(
                topics, config, PLAIN, IndexSettings.defaults(), IndexSettings.defaults(), Set.of(garbage))) {
            awaitCount(view, Log.ACTIVITIES, "default", 12);
        }
    }

    @Test
    void aLogWithRecordsMissingStopsItsPartitionOnly() {
        String other = elsewhere();
        records.activities("default", 1, 10);
        records.activities("default", 12, 12);
        records.activities(other, 1, 5);

        try (View view = view()) {
            awaitCount(view, Log.ACTIVITIES, other, 5);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(view.indexes().stopped())
                            .singleElement()
                            .extracting(StoppedLog::reason)
                            .asString()
                            .contains("expected: 11"));
        }
    }

    @Test
    void aClosedViewIsNotReady() {
        View view = view();
        view.close();

        assertThat(read(view, Log.COMMITS, "default", IndexSnapshot::count)).isInstanceOf(Reading.NotReady.class);
    }

    private View view() {
        return view(state);
    }

    private View view(Path directory) {
        ViewStreamsConfig config =
                new ViewStreamsConfig(topics.prefix() + "-view", KAFKA.bootstrapServers(), directory, "one");
        return View.start(topics, config, PLAIN, IndexSettings.defaults(), IndexSettings.defaults());
    }

    private static Reading<Long> notReady(Reading<Long> reading) {
        return reading instanceof Reading.NotReady ? reading : new Reading.NotReady<>("", Duration.ZERO);
    }

    private static <R> Reading<R> read(View view, Log log, String tenant, Function<IndexSnapshot, R> question) {
        return view.indexes().read(log, tenant, Deadline.none(), question);
    }

    private static void awaitCount(View view, Log log, String tenant, long expected) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(read(view, log, tenant, IndexSnapshot::count))
                        .isEqualTo(new Reading.Done<>(expected)));
    }
}
