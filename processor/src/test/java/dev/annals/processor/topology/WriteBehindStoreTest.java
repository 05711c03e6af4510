package dev.annals.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindStoreTest {
    @TempDir
    Path directory;

    @Test
    void answersLikeAMapWhateverIsStillWaiting() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SortedMap<Bytes, byte[]> expected = new TreeMap<>();
        KeyValueStore<Bytes, byte[]> store = open();
        for (int i = 0; i < 20_000; i++) {
            Bytes key = key(random);
            // What makes the store hand on what waits is rare enough that it often comes to as much as may wait.
            byte[] value = new byte[random.nextInt(4_000)];
            random.nextBytes(value);
            int dice = random.nextInt(1_000);
            switch (dice < 3 ? dice : 3 + dice % 36) {
                case 0 -> store.commit(Map.of());
                case 1 -> {
                    Bytes from = key(random);
                    Bytes to = key(random);
                    if (from.compareTo(to) <= 0) {
                        assertThat(read(store.range(from, to)))
                                .as("seed %d, step %d", seed, i)
                                .isEqualTo(inclusive(expected, from, to));
                    }
                }
                case 2 -> {
                    store.close();
                    store = open();
                }
                case 3, 4, 5 -> {
                    assertThat(store.delete(key))
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(expected.remove(key));
                }
                case 6 -> {
                    assertThat(store.putIfAbsent(key, value))
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(expected.putIfAbsent(key, value));
                }
                default -> {
                    assertThat(store.get(key)).as("seed %d, step %d", seed, i).isEqualTo(expected.get(key));
                    store.put(key, value);
                    expected.put(key, value);
                }
            }
        }
        assertThat(read(store.all())).as("seed %d", seed).isEqualTo(lines(expected));
        store.close();
    }

    @Test
    void whatIsCommittedIsInTheStoreBehind() {
        KeyValueStore<Bytes, byte[]> store = open();
        store.put(Bytes.wrap(new byte[] {1}), new byte[] {2});
        assertThat(store.approximateNumEntries()).isZero();

        store.commit(Map.of());

        assertThat(store.approximateNumEntries()).isEqualTo(1);
        store.close();
    }

    @Test
    void noMoreThanAMegabyteWaits() {
        KeyValueStore<Bytes, byte[]> store = open();
        byte[] half = new byte[1 << 19];
        store.put(Bytes.wrap(new byte[] {1}), half);
        assertThat(store.approximateNumEntries()).isZero();

        store.put(Bytes.wrap(new byte[] {2}), half);

        assertThat(store.approximateNumEntries()).isEqualTo(2);
        store.close();
    }

    private KeyValueStore<Bytes, byte[]> open() {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("rocksdb.config.setter", SmallRocks.class);
        var context = new MockProcessorContext<Void, Void>(settings, new TaskId(0, 0), directory.toFile());
        KeyValueStore<Bytes, byte[]> store =
                WriteBehindStore.persistent("store").get();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private static Bytes key(Random random) {
        return Bytes.wrap(Integer.toString(random.nextInt(2_000)).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> inclusive(SortedMap<Bytes, byte[]> map, Bytes from, Bytes to) {
        SortedMap<Bytes, byte[]> range = new TreeMap<>(map.subMap(from, to));
        byte[] last = map.get(to);
        if (last != null) {
            range.put(to, last);
        }
        return lines(range);
    }

    private static List<String> lines(SortedMap<Bytes, byte[]> map) {
        List<String> lines = new ArrayList<>();
        map.forEach((key, value) -> lines.add(key + "=" + Bytes.wrap(value)));
        return lines;
    }

    private static List<String> read(KeyValueIterator<Bytes, byte[]> entries) {
        List<String> lines = new ArrayList<>();
        try (entries) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                lines.add(entry.key + "=" + Bytes.wrap(entry.value));
            }
        }
        return lines;
    }
}
