package dev.annals.processor.stage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
    private static final int KEYS = 200_000;

    @Test
    void itNeverMissesAKeyAndSeldomInventsOne() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        byte[][] keys = new byte[KEYS][];
        KeyFilter filter = new KeyFilter();
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new byte[random.nextInt(40)];
            random.nextBytes(keys[i]);
            filter.add(keys[i]);
        }

        for (byte[] key : keys) {
            assertThat(filter.mayHold(key)).as("seed %s", seed).isTrue();
        }
        int invented = 0;
        for (int i = 0; i < KEYS; i++) {
            byte[] other = new byte[40];
            random.nextBytes(other);
            invented += filter.mayHold(other) ? 1 : 0;
        }
        assertThat(invented).as("seed %s", seed).isLessThan(KEYS / 20);
    }
}
