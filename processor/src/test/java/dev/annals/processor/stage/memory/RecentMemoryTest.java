package dev.annals.processor.stage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentMemoryTest {

    @Test
    void whatWasNotedIsFoundUntilExactlyTheHorizonHasPassed() {
        RecentMemory memory = new RecentMemory(new MemoryByteStore(), 1000);
        memory.note(key("a"), new byte[] {7}, 5000);

        assertThat(memory.find(key("a"), 5999))
                .extracting(RecentMemory.Noted::time)
                .isEqualTo(5000L);
        assertThat(memory.find(key("a"), 6000)).isNull();
    }

    @Test
    void itAnswersLikeAPlainMapWithTimesAlsoAfterRestarts() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            long horizon = 2 + random.nextInt(500);
            MemoryByteStore store = new MemoryByteStore();
            RecentMemory memory = new RecentMemory(store, horizon);
            Map<String, RecentMemory.Noted> naive = new HashMap<>();
            long now = random.nextInt(1000);
            for (int step = 0; step < 3000; step++) {
                now += random.nextInt(4) == 0 ? random.nextInt(20) : 0;
                if (random.nextInt(200) == 0) {
                    memory = new RecentMemory(store, horizon);
                }
                String name = "k" + random.nextInt(200);
                RecentMemory.Noted expected = naive.get(name);
                RecentMemory.Noted found = memory.find(key(name), now);
                if (expected == null || now - expected.time() >= horizon) {
                    assertThat(found).as("seed %s step %s", seed, step).isNull();
                    byte[] value = {(byte) random.nextInt()};
                    memory.note(key(name), value, now);
                    naive.put(name, new RecentMemory.Noted(now, value));
                } else {
                    assertThat(found).as("seed %s step %s", seed, step).isNotNull();
                    assertThat(found.time()).as("seed %s step %s", seed, step).isEqualTo(expected.time());
                    assertThat(found.value()).as("seed %s step %s", seed, step).isEqualTo(expected.value());
                }
            }
        }
    }

    @Test
    void aFullMemoryThatIsOpenedAgainFindsAllItHadAndSoonStopsAskingTheStoreForTheRest() {
        MemoryByteStore store = new MemoryByteStore();
        RecentMemory before = new RecentMemory(store, 1000);
        for (int i = 0; i < 20_000; i++) {
            before.note(key("k" + i), new byte[] {(byte) i}, 100 + i / 40);
        }

        RecentMemory again = new RecentMemory(store, 1000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(again.find(key("k" + i), 700))
                    .as("k%s", i)
                    .extracting(RecentMemory.Noted::value)
                    .isEqualTo(new byte[] {(byte) i});
        }
        int asked = store.gets();
        for (int i = 0; i < 10_000; i++) {
            assertThat(again.find(key("other" + i), 700)).isNull();
        }
        assertThat(store.gets() - asked).isLessThan(500);
    }

    @Test
    void whatIsForgottenLeavesTheStore() {
        MemoryByteStore store = new MemoryByteStore();
        RecentMemory memory = new RecentMemory(store, 1000);

        for (int i = 0; i < 100_000; i++) {
            memory.note(key("k" + i), new byte[16], i);
        }

        // Two buckets that may still be asked for, one that is being cleared, and what a round leaves over.
        assertThat(store.size()).isLessThan(3000);
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
