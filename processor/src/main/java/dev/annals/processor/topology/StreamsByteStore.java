package dev.annals.processor.topology;

import dev.annals.processor.stage.memory.ByteStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A Kafka Streams state store as the stages see it. */
final class StreamsByteStore implements ByteStore {
    private final KeyValueStore<Bytes, byte[]> store;

    StreamsByteStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how Kafka Streams spells a deletion that need not return the old value
    public void delete(byte[] key) {
        store.put(Bytes.wrap(key), null);
    }

    @Override
    public List<byte[]> keys(byte[] from, byte[] to, int most) {
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (range.hasNext() && keys.size() < most) {
                KeyValue<Bytes, byte[]> entry = range.next();
                // Kafka Streams' range has its end in it, ours has not.
                if (!Arrays.equals(entry.key.get(), to)) {
                    keys.add(entry.key.get());
                }
            }
        }
        return keys;
    }
}
