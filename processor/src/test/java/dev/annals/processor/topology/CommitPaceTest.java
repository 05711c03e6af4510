package dev.annals.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitPaceTest {
    private static final long MILLI = 1_000_000;

    private final CommitPace pace = new CommitPace();

    @Test
    void theFirstCommitIsDueAtOnce() {
        assertThat(pace.untilDue(0)).isZero();
        assertThat(pace.isWaiting()).isFalse();
    }

    @Test
    void theNextCommitWaitsFourTimesWhatCommitsCost() {
        pace.committed(10 * MILLI, 100 * MILLI);

        assertThat(pace.untilDue(100 * MILLI)).isEqualTo(40 * MILLI);
        assertThat(pace.untilDue(139 * MILLI)).isEqualTo(MILLI);
        assertThat(pace.untilDue(140 * MILLI)).isZero();
    }

    @Test
    void whatWasProcessedWaitsUntilTheNextCommit() {
        pace.processed();
        assertThat(pace.isWaiting()).isTrue();

        pace.committed(MILLI, 100);

        assertThat(pace.isWaiting()).isFalse();
    }

    @Test
    void aPollEndsWhenACommitIsDueAndOnlyThen() {
        pace.committed(10 * MILLI, 100 * MILLI);
        assertThat(pace.pollNanos(100 * MILLI, 200 * MILLI)).isEqualTo(200 * MILLI);

        pace.processed();

        assertThat(pace.pollNanos(100 * MILLI, 200 * MILLI)).isEqualTo(40 * MILLI);
        assertThat(pace.pollNanos(100 * MILLI, 5 * MILLI)).isEqualTo(5 * MILLI);
        assertThat(pace.pollNanos(200 * MILLI, 200 * MILLI)).isEqualTo(2 * MILLI);

        pace.aborted();
        assertThat(pace.pollNanos(200 * MILLI, 200 * MILLI)).isEqualTo(200 * MILLI);
    }

    @Test
    void pollsAreShortWhileATaskWaitsForRecordTime() {
        pace.watch("one", true);
        pace.watch("other", true);
        pace.watch("one", false);
        assertThat(pace.pollNanos(0, 500 * MILLI)).isEqualTo(100 * MILLI);

        pace.watch("other", false);
        assertThat(pace.pollNanos(0, 500 * MILLI)).isEqualTo(500 * MILLI);
    }

    @Test
    void aSlowStartIsForgotten() {
        long now = 0;
        pace.committed(1_000 * MILLI, now);
        for (int i = 0; i < 20; i++) {
            now += pace.untilDue(now) + 5 * MILLI;
            pace.committed(5 * MILLI, now);
        }

        assertThat(pace.untilDue(now)).isLessThan(40 * MILLI);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void commitsTakeAFifthOfTheTimeWhateverTheyCost(long seed) {
        Random random = new Random(seed);
        long now = 0;
        long spent = 0;
        for (int i = 0; i < 10_000; i++) {
            long cost = (1 + random.nextInt(50)) * MILLI;
            now += pace.untilDue(now) + cost;
            pace.committed(cost, now);
            spent += cost;
        }

        assertThat((double) spent / now).as("seed %s", seed).isBetween(0.15, 0.25);
    }
}
