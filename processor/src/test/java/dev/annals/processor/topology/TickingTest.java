package dev.annals.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TickingTest {
    private static final long GAP = 1000;

    private final Ticking ticking = new Ticking();
    private long wall;
    private long elapsed;

    @Test
    void aLogInWhichNothingWaitsIsNotTicked() {
        assertThat(ticks(60_000, OptionalLong.empty(), true, true)).isZero();
    }

    @Test
    void aQuietLogIsTickedWhenWhatWaitsIsDueAndNotBefore() {
        assertThat(ticks(59_900, OptionalLong.of(60_000), true, true)).isZero();
        assertThat(ticks(300, OptionalLong.of(60_000), true, true)).isOne();
    }

    @Test
    void aTickThatDoesNotArriveIsRepeatedOnceAGap() {
        assertThat(ticks(10_500, OptionalLong.of(GAP), false, false)).isBetween(9, 10);
    }

    @Test
    void whatIsDueAlreadyIsTickedAsSoonAsTheLastTickHasArrived() {
        assertThat(ticks(10_000, OptionalLong.of(0), true, false)).isGreaterThan(90);
    }

    @Test
    void ticksUnderAClockThatWasSetBackAreFew() {
        assertThat(ticks(3_600_000, OptionalLong.of(GAP), true, false)).isLessThan(70);
    }

    /** Ticks sent while nothing else comes, looked at every 100 ms. */
    private int ticks(long millis, OptionalLong untilDue, boolean arrive, boolean moving) {
        int ticks = 0;
        for (long end = wall + millis; wall < end; wall += 100) {
            if (ticking.isDue(untilDue, elapsed, wall, GAP)) {
                ticks++;
                if (arrive) {
                    ticking.hear();
                    elapsed += moving ? GAP : 0;
                }
            }
        }
        return ticks;
    }
}
