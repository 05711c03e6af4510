package dev.annals.processor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annals.processor.index.query.Deadline;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import dev.annals.processor.view.IndexAccess.Log;
import dev.annals.testing.EmbeddedKafka;
import dev.annals.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
                        topics, PLAIN, IndexSettings.defaults(), IndexSettings.defaults())
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

    @Test
    void aRecordThatCannotBeReadStopsTheViewWithItsPlace() {
        records.activities("default", 1, 10);
        records.garbage("default");

        try (View view = view()) {
            await().atMost(LONG).until(() -> view.failure().isPresent());

            assertThat(view.failure().orElseThrow())
                    .hasStackTraceContaining(topics.activities() + "-")
                    .hasStackTraceContaining("@11 cannot be indexed");
            await().atMost(LONG)
                    .until(() ->
                            read(view, Log.ACTIVITIES, "default", IndexSnapshot::count) instanceof Reading.NotReady);
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
