package dev.annals.processor.index.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.settings.IndexSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against a sorted map, with keys that begin alike, end in zeros or hash alike, and terms of very many numbers. */
class TermTableTest {
    private static final int ALL_IN_ONE_SLOT = 0;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void termsAndNumbersComeOutInOrder(long seed) {
        Random random = new Random(seed);
        TermTable all = new TermTable();
        for (int load = 0; load < 3; load++) {
            Map<byte[], List<Integer>> expected = new TreeMap<>(Arrays::compareUnsigned);
            fill(all, expected, random, seed % 3 == 0 ? 300 : 20_000, seed % 3 != 0);

            List<byte[]> keys = new ArrayList<>();
            all.forEachInOrder((key, numbers) -> {
                keys.add(key);
                assertThat(numbersOf(numbers)).as("seed %d", seed).isEqualTo(expected.get(key));
            });
            assertThat(keys).as("seed %d", seed).containsExactlyElementsOf(expected.keySet());
            assertThat(all.size()).as("seed %d", seed).isEqualTo(expected.size());
            all.clear();
            assertThat(all.size()).isZero();
            assertThat(all.bytes()).isZero();
        }
    }

    private static void fill(
            TermTable all, Map<byte[], List<Integer>> expected, Random random, int documents, boolean hashed) {
        TermTable recent = new TermTable();
        int first = random.nextInt(IndexSettings.CHUNK_DOCUMENTS - documents);
        for (int low = first; low < first + documents; low++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                int tenant = random.nextInt(2);
                int chunk = random.nextInt(2) * 0xFFFF;
                int field = random.nextInt(3) * 0x7FFF;
                byte[] value = i == 0 ? new byte[] {1} : value(random);
                byte[] key = Keys.open(tenant, chunk, field, value);
                recent.add(hashed ? Arrays.hashCode(value) : ALL_IN_ONE_SLOT, tenant, chunk, field, value, low);
                List<Integer> numbers = expected.computeIfAbsent(key, k -> new ArrayList<>());
                if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != low) {
                    numbers.add(low);
                }
            }
            if (random.nextInt(100) == 0) {
                all.takeAll(recent);
                assertThat(recent.size()).isZero();
            }
        }
        all.takeAll(recent);
    }

    private static byte[] value(Random random) {
        // Mostly of two letters, one of them zero, so that many agree for a while.
        byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 300 : 12)];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(2));
        }
        return value;
    }

    private static List<Integer> numbersOf(byte[] lows) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < lows.length; i += 2) {
            numbers.add((lows[i] & 0xFF) | (lows[i + 1] & 0xFF) << 8);
        }
        return numbers;
    }
}
