package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Family;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The short numbers that stand for names in keys, given in order of appearance and never taken back.
 *
 * <p>One thread adds, one at a time writes, any may look up. A name becomes durable with or before the first key that uses it.
 */
public final class Names {
    private final byte kind;
    private final int limit;
    private final String what;
    private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();
    private final Queue<String> unwritten = new ConcurrentLinkedQueue<>();

    /**
     * Names of one kind.
     *
     * @param kind first byte of their keys
     * @param limit how many there can be
     * @param what what they name, for messages
     */
    public Names(byte kind, int limit, String what) {
        this.kind = kind;
        this.limit = limit;
        this.what = what;
    }

    /** The number of a name, -1 when it has none. */
    public int find(String name) {
        Integer ordinal = ordinals.get(name);
        return ordinal == null ? -1 : ordinal;
    }

    /** The number of a name, a new one when it has none yet. */
    public int intern(String name) {
        internAll(Set.of(name));
        return find(name);
    }

    /**
     * Gives a number to each of some names that has none yet, or to none of them.
     *
     * @throws IllegalStateException when there would be too many names
     */
    public void internAll(Set<String> names) {
        List<String> unknown =
                names.stream().filter(name -> !ordinals.containsKey(name)).toList();
        if (unknown.size() > limit - ordinals.size()) {
            throw new IllegalStateException("the index has " + ordinals.size() + " of at most " + limit + " " + what
                    + "s and cannot take " + unknown.size() + " more, of which '" + unknown.get(0)
                    + "' is the first; use a bounded set of " + what + "s and put what varies into values");
        }
        for (String name : unknown) {
            ordinals.put(name, ordinals.size());
            unwritten.add(name);
        }
    }

    public Map<String, Integer> all() {
        return ordinals;
    }

    /** Takes in a stored entry. */
    void load(byte[] key, byte[] value) {
        ordinals.put(
                new String(value, StandardCharsets.UTF_8), ByteBuffer.wrap(key).getInt(1));
    }

    /** Adds what is new to a batch, once. */
    void writeTo(Batch batch) {
        for (String name = unwritten.poll(); name != null; name = unwritten.poll()) {
            byte[] key = ByteBuffer.allocate(5).put(kind).putInt(find(name)).array();
            batch.put(Family.META, key, name.getBytes(StandardCharsets.UTF_8));
        }
    }
}
