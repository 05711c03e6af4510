package dev.annals.processor.stage.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RecentMemory} whose horizon may change. Each layer is a memory with its own horizon, and new entries go to the newest layer. Layers share the
 * store; the first has the keys of a memory without layers, each later one a prefix. For one thread.
 */
public final class LayeredMemory {
    /** A bucket number, with which keys of the first layer begin, is never negative. */
    private static final int PREFIX = Integer.MIN_VALUE;

    private static final int FORGET_EVERY = 256;

    private final List<MemoryLayer> layers;
    private final List<RecentMemory> memories = new ArrayList<>();
    private int untilForgetting = FORGET_EVERY;

    /**
     * A memory over a store that nothing else writes to.
     *
     * @param layers the newest first
     */
    public LayeredMemory(ByteStore store, List<MemoryLayer> layers) {
        this.layers = List.copyOf(layers);
        for (MemoryLayer layer : this.layers) {
            byte[] prefix = layer.number() == 0
                    ? new byte[0]
                    : ByteBuffer.allocate(Integer.BYTES)
                            .putInt(PREFIX | layer.number())
                            .array();
            memories.add(new RecentMemory(store, prefix, layer.horizonMillis()));
        }
    }

    /** How many layers there are; 0 is the newest. */
    public int layers() {
        return layers.size();
    }

    /** Whether a layer may still have something that find sees. */
    public boolean isAlive(int layer, long now) {
        return !layers.get(layer).isOver(now);
    }

    /** What a layer has noted under a key and still remembers; {@code null} when nothing. */
    public RecentMemory.@Nullable Noted findIn(int layer, byte[] key, long now) {
        return isAlive(layer, now) ? memories.get(layer).find(key, now) : null;
    }

    /** What any layer has noted under a key, the newest first. */
    public RecentMemory.@Nullable Noted find(byte[] key, long now) {
        for (int layer = 0; layer < layers.size(); layer++) {
            RecentMemory.@Nullable Noted noted = findIn(layer, key, now);
            if (noted != null) {
                return noted;
            }
        }
        return null;
    }

    /** Notes a value under a key, in place of any earlier one of any layer. */
    public void note(byte[] key, byte[] value, long now) {
        for (int layer = 1; layer < layers.size(); layer++) {
            if (isAlive(layer, now)) {
                // Else it would come back once the newest one is forgotten under a shorter horizon.
                memories.get(layer).remove(key, now);
            }
        }
        memories.get(0).note(key, value, now);
        if (layers.size() > 1 && --untilForgetting == 0) {
            untilForgetting = FORGET_EVERY;
            memories.subList(1, memories.size()).forEach(memory -> memory.forget(now));
        }
    }
}
