package dev.annals.processor.stage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentValuesTest {
    private static final int SMALLEST = 1 << 16;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatItHasIsTheLastValueOfAKey(long seed) {
        Random random = new Random(seed);
        int bytes = SMALLEST << random.nextInt(5);
        RecentValues recent = new RecentValues(bytes);
        Map<String, byte[]> last = new HashMap<>();
        int keys = 1 + random.nextInt(5_000);
        int largest = 1 + random.nextInt(random.nextBoolean() ? 100 : bytes / 8);
        int found = 0;

        for (int i = 0; i < 60_000; i++) {
            String name = "k".repeat(random.nextInt(3)) + random.nextInt(keys);
            byte[] key = name.getBytes(StandardCharsets.US_ASCII);
            if (random.nextInt(20) == 0) {
                recent.forget(key);
                last.remove(name);
            } else if (random.nextInt(3) == 0) {
                byte[] value = new byte[random.nextInt(largest)];
                random.nextBytes(value);
                recent.put(key, value);
                last.put(name, value);
            }
            byte[] remembered = recent.get(key);
            if (remembered != null) {
                found++;
                assertThat(remembered).as("seed %d, key %s", seed, name).isEqualTo(last.get(name));
            }
        }
        assertThat(found).as("seed %d", seed).isPositive();
    }

    @Test
    void whatFitsIsRememberedAndWhatDoesNotPushesOutTheOldest() {
        RecentValues recent = new RecentValues(16 * SMALLEST);
        byte[] value = new byte[1000];
        // About a half of the room.
        put(recent, 0, 500, value);
        assertThat(remembered(recent, 0, 500)).isGreaterThan(450);

        put(recent, 500, 2_000, value);
        assertThat(remembered(recent, 0, 500)).isZero();
        assertThat(remembered(recent, 1_500, 2_000)).isGreaterThan(450);
    }

    @Test
    void aValueThatIsTooLargeIsForgottenWithTheOneBeforeIt() {
        RecentValues recent = new RecentValues(SMALLEST);
        byte[] key = {1};
        recent.put(key, new byte[10]);
        recent.put(key, new byte[SMALLEST]);

        assertThat(recent.get(key)).isNull();
    }

    private static void put(RecentValues recent, int from, int to, byte[] value) {
        for (int i = from; i < to; i++) {
            recent.put(key(i), value);
        }
    }

    private static int remembered(RecentValues recent, int from, int to) {
        int remembered = 0;
        for (int i = from; i < to; i++) {
            remembered += recent.get(key(i)) == null ? 0 : 1;
        }
        return remembered;
    }

    private static byte[] key(int i) {
        return ("object " + i).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_535, 65_537, 29_835_264, 33_554_432, 1L << 31, Long.MAX_VALUE})
    void anyNumberOfBytesIsABound(long bytes) {
        RecentValues values = RecentValues.within(bytes);

        values.put(new byte[] {1}, new byte[] {2});

        assertThat(values.get(new byte[] {1})).containsExactly(2);
    }
}
