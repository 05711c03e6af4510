package dev.annals.processor.stage.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.stage.memory.MemoryByteStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeTest {
    private static final long START = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long YEAR = Duration.ofDays(365).toMillis();
    private static final long LONGEST = Duration.ofDays(1).toMillis();

    private final MemoryByteStore store = new MemoryByteStore();
    private RecordTime time = new RecordTime(store);

    @Test
    void aStepBackOfUpToAnHourIsIgnored() {
        time.advance(START, LONGEST);
        long elapsed = time.elapsed();

        time.advance(START - HOUR, LONGEST);

        assertThat(time.clock()).isEqualTo(START);
        assertThat(time.elapsed()).isEqualTo(elapsed);
    }

    @Test
    void aClockThatJumpsAheadAndComesBackGoesOnFromThere() {
        time.advance(START, LONGEST);
        long elapsed = time.elapsed();
        time.advance(START + YEAR, LONGEST);
        assertThat(time.elapsed() - elapsed).isEqualTo(LONGEST);

        time.advance(START + 1000, LONGEST);
        assertThat(time.clock()).isEqualTo(START + 1000);
        assertThat(time.elapsed() - elapsed).isEqualTo(LONGEST);

        time.advance(START + 3000, LONGEST);
        assertThat(time.elapsed() - elapsed).isEqualTo(LONGEST + 2000);
    }

    @Test
    void theFirstRecordIsTheBeginningWhateverItsTimestamp() {
        time.advance(START, LONGEST);

        assertThat(time.clock()).isEqualTo(START);
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void theTimeOfAnEarlierReleaseIsReadOn() {
        store.put(new byte[] {0}, ByteBuffer.allocate(Long.BYTES).putLong(START).array());

        time = new RecordTime(store);
        time.advance(START + 5, LONGEST);

        assertThat(time.clock()).isEqualTo(START + 5);
        assertThat(time.elapsed()).isEqualTo(START + 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void elapsedTimeNeverGoesBackNorBeyondWhatTheRecordsCameToUnderAnyTimestamps(long seed) {
        Random random = new Random(seed);
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            time.advance(hostile(random), LONGEST);
            assertThat(time.elapsed()).as("seed %s step %s", seed, i).isBetween(before, before + LONGEST);
            assertThat(time.clock()).isNotNegative();
            before = time.elapsed();
            if (random.nextInt(100) == 0) {
                RecordTime restarted = new RecordTime(store);
                assertThat(restarted.elapsed()).isEqualTo(time.elapsed());
                assertThat(restarted.clock()).isEqualTo(time.clock());
                time = restarted;
            }
        }
        // Whatever came before, time moves on.
        long now = time.clock() == Long.MAX_VALUE ? START : time.clock();
        time.advance(now, LONGEST);
        long elapsed = time.elapsed();
        time.advance(now + 1000, LONGEST);
        assertThat(time.elapsed()).as("seed %s", seed).isEqualTo(elapsed + 1000);
    }

    private static long hostile(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> random.nextLong();
            case 3 -> 0;
            default -> START + random.nextInt(100_000_000);
        };
    }
}
