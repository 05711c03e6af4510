package dev.annals.processor.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A persistent store that buffers some thousand writes and passes them to RocksDB in the order of their keys. RocksDB writes neighbouring keys together
 * at a fraction of the cost of random single writes, and a key that is overwritten in the buffer is written once.
 *
 * <p>It sits beneath the changelogging layer, so every write reaches the changelog immediately. The buffer is flushed before the store reports an offset
 * ({@link #commit}), so a reported offset is never ahead of the data. For one thread.
 */
final class WriteBehindStore implements KeyValueStore<Bytes, byte[]> {
    private static final int MOST_BYTES = 1 << 20;
    /** What an entry takes in memory beside its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    private final KeyValueStore<Bytes, byte[]> behind;
    private final Map<Bytes, Waiting> waiting = new HashMap<>();
    private int waitingBytes;

    /** A write; without a value a deletion. */
    private record Waiting(byte @Nullable [] value) {}

    private WriteBehindStore(KeyValueStore<Bytes, byte[]> behind) {
        this.behind = behind;
    }

    /** Supplies such stores over stores of RocksDB. */
    static KeyValueBytesStoreSupplier persistent(String name) {
        KeyValueBytesStoreSupplier behind = Stores.persistentKeyValueStore(name);
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new WriteBehindStore(behind.get());
            }

            @Override
            public String metricsScope() {
                return behind.metricsScope();
            }
        };
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        Waiting write = waiting.get(key);
        return write == null ? behind.get(key) : write.value;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        waiting.put(key, new Waiting(value));
        waitingBytes += key.get().length + (value == null ? 0 : value.length) + OVERHEAD_BYTES;
        if (waitingBytes >= MOST_BYTES) {
            handOn();
        }
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] there = get(key);
        if (there == null) {
            put(key, value);
        }
        return there;
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] there = get(key);
        put(key, null);
        return there;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        handOn();
        return behind.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        handOn();
        return behind.all();
    }

    @Override
    public long approximateNumEntries() {
        return behind.approximateNumEntries();
    }

    private void handOn() {
        if (waiting.isEmpty()) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> inOrder = new ArrayList<>(waiting.size());
        waiting.forEach((key, write) -> inOrder.add(KeyValue.pair(key, write.value)));
        inOrder.sort((a, b) -> a.key.compareTo(b.key));
        behind.putAll(inOrder);
        waiting.clear();
        waitingBytes = 0;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        handOn();
        behind.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return behind.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // only until every store must
    public boolean managesOffsets() {
        return behind.managesOffsets();
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        behind.init(context, root);
    }

    @Override
    public Position getPosition() {
        return behind.getPosition();
    }

    @Override
    public boolean persistent() {
        return behind.persistent();
    }

    @Override
    public boolean isOpen() {
        return behind.isOpen();
    }

    @Override
    public void close() {
        try {
            if (behind.isOpen()) {
                handOn();
            }
        } finally {
            behind.close();
        }
    }
}
