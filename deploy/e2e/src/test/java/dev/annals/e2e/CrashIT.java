package dev.annals.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is lost and nothing doubled when a process dies in the middle of an import.
 *
 * <p>{@code -Dannals.crashes=10} kills more often, {@code -Dannals.seed=N} repeats a run as far as a race can be repeated.
 */
class CrashIT {
    /** In the build ten altogether, and one of the sample. */
    private static final int CRASHES = Integer.getInteger("annals.crashes", 3);

    private static final int MIXED_CRASHES = Integer.getInteger("annals.crashes", 4);
    private static final long SEED = Long.getLong("annals.seed", System.nanoTime());
    private static final Path SAMPLE = Path.of("../samples/k8s-org-changes.ndjson.gz");
    private static final int EVENTS_A_CRASH = 2_000;
    /** Kinds of death; the third is that of both. */
    private static final int SERVICE = 0;

    private static final int BROKER = 1;

    @TempDir
    private Path root;

    @Test
    void theServiceKilledAtRandomMomentsOfAnImportLosesAndDoublesNothing() throws Exception {
        Random random = seeded();
        ChangeScript script = ChangeScript.of(random.nextLong(), EVENTS_A_CRASH * CRASHES);
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            importWithCrashes(annals, script, random, CRASHES, () -> {
                annals.kill9();
                Thread.sleep(random.nextInt(500));
                annals.start();
            });

            assertNothingLostAndNothingDoubled(annals, script);
        }
    }

    @Test
    void theBrokerKilledAtRandomMomentsOfAnImportIsFoundAgainAndNothingIsLostOrDoubled() throws Exception {
        Random random = seeded();
        ChangeScript script = ChangeScript.of(random.nextLong(), EVENTS_A_CRASH * CRASHES);
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            long service = annals.process().pid();

            importWithCrashes(annals, script, random, CRASHES, annals::killBroker);

            assertThat(annals.process().isAlive()).isTrue();
            assertThat(annals.process().pid()).isEqualTo(service);
            assertNothingLostAndNothingDoubled(annals, script);
        }
    }

    @Test
    void whicheverProcessIsKilledNothingIsLostDoubledOrNumberedAnewUnderMixedTraffic() throws Exception {
        Random random = seeded();
        ChangeScript script = ChangeScript.of(random.nextLong(), EVENTS_A_CRASH * MIXED_CRASHES);
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"));
                PostedEvents posted = PostedEvents.start(annals);
                Witness witness = Witness.start(annals)) {
            int[] kills = new int[3];
            importWithCrashes(annals, script, random, MIXED_CRASHES, () -> {
                int which = random.nextInt(kills.length);
                kills[which]++;
                if (which != SERVICE) {
                    annals.killBroker();
                    Thread.sleep(random.nextInt(300));
                }
                if (which != BROKER) {
                    annals.kill9();
                    Thread.sleep(random.nextInt(500));
                    annals.start();
                }
            });
            long accepted = posted.end();
            System.out.printf(
                    "killed: service %d times, broker %d times, both %d times; %d events imported, %d posted%n",
                    kills[SERVICE], kills[BROKER], kills[2], script.lines().size(), accepted);

            assertThat(annals.settled(PostedEvents.TENANT, accepted)
                            .path("activities")
                            .asLong())
                    .isEqualTo(accepted);
            witness.assertNothingWasNumberedAnew();
            assertNothingLostAndNothingDoubled(annals, script);
        }
    }

    /** An action that is cut by a crash is one commit all the same: its commit waits for its missing members. */
    @Test
    void theSampleHasTheSameCommitsWhenServiceAndBrokerAreKilledInTheMiddleOfItsImport() throws Exception {
        Random random = seeded();
        try (RunningAnnals annals = RunningAnnals.up(root.resolve("data"))) {
            CompletableFuture<AnnalsCommand.Outcome> importing = new CompletableFuture<>();
            String bootstrap = annals.bootstrap();
            Thread thread = new Thread(() -> {
                try {
                    importing.complete(AnnalsCommand.of("import", SAMPLE.toString(), "--bootstrap", bootstrap)
                            .run());
                } catch (IOException | InterruptedException e) {
                    importing.completeExceptionally(e);
                }
            });
            thread.start();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(RunningAnnals.PATIENCE)
                    .until(() -> activities(annals) > 0);
            Thread.sleep(random.nextInt(500));
            annals.killBroker();
            annals.kill9();
            annals.start();
            assertThat(importing.get().out()).isEqualTo("imported 26794\n");

            JsonNode counts = annals.settled("default", 26_794);
            assertThat(counts.path("activities").asLong()).isEqualTo(26_794);
            assertThat(counts.path("commits").asLong()).isEqualTo(2_780);
        }
    }

    private interface Crash {
        void happens() throws Exception;
    }

    /** Imports the script by shares, with a crash in the middle of each. */
    private static void importWithCrashes(
            RunningAnnals annals, ChangeScript script, Random random, int crashes, Crash crash) throws Exception {
        int share = script.lines().size() / crashes;
        try (SlowImport importing = SlowImport.start(annals)) {
            for (int i = 0; i < crashes; i++) {
                int end = i == crashes - 1 ? script.lines().size() : (i + 1) * share;
                long before = activities(annals);
                CompletableFuture<Void> fed = importing.feed(script.lines().subList(i * share, end));
                // The crash is to hit a service at work, not one that is still waiting for the import to start.
                await().atMost(RunningAnnals.PATIENCE).until(() -> activities(annals) > before);
                Thread.sleep(random.nextInt(1_500));
                crash.happens();
                fed.get();
            }
            importing.assertImported();
        }
    }

    private static long activities(RunningAnnals annals) {
        return annals.status("default").path("activities").asLong();
    }

    private static Random seeded() {
        System.out.println("annals.seed=" + SEED + " annals.crashes=" + CRASHES);
        return new Random(SEED);
    }

    private static void assertNothingLostAndNothingDoubled(RunningAnnals annals, ChangeScript script) throws Exception {
        for (var tenant : script.tenants().entrySet()) {
            ChangeScript.Truth truth = tenant.getValue();
            JsonNode counts = annals.settled(tenant.getKey(), truth.activities());
            assertThat(counts.path("activities").asLong()).isEqualTo(truth.activities());
            assertThat(counts.path("duplicates").asLong()).isEqualTo(truth.duplicates());
            assertThat(counts.path("changes").asLong()).isEqualTo(truth.activities() + truth.duplicates());
            assertThat(counts.path("rejects").asLong()).isZero();
        }
        Topics topics = Topics.DEFAULT;
        String bootstrap = annals.bootstrap();
        // The last commits without a size are closed by a tick, a moment after the last activity.
        CommittedLog log = await().atMost(RunningAnnals.PATIENCE)
                .until(
                        () -> CommittedLog.read(bootstrap, topics),
                        read -> read.members() == read.activities().size());
        log.assertHolds(script);
        Replay.assertSame(annals, log, topics);
        for (String tenant : script.tenants().keySet()) {
            annals.settled(tenant, 1);
        }
        assertThat(annals.stop()).isZero();
        for (String tenant : script.tenants().keySet()) {
            new StoredView(annals.data(), topics).assertEquals(log, tenant);
        }
    }
}
