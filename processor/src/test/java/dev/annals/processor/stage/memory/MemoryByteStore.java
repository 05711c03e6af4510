package dev.annals.processor.stage.memory;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A store in memory that can be copied, as a restart would find it. */
public final class MemoryByteStore implements ByteStore {
    private final TreeMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);
    private long bytesWritten;
    private int gets;

    @Override
    public byte[] get(byte[] key) {
        gets++;
        return map.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        bytesWritten += key.length + value.length;
        map.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        map.remove(key);
    }

    @Override
    public List<byte[]> keys(byte[] from, byte[] to, int most) {
        return map.subMap(from, to).keySet().stream().limit(most).toList();
    }

    public int size() {
        return map.size();
    }

    int gets() {
        return gets;
    }

    public long bytesWritten() {
        return bytesWritten;
    }
}
