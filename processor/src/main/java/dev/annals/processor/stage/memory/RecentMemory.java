package dev.annals.processor.stage.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was noted under a key within a horizon of record time: a map whose entries are forgotten exactly when the horizon has passed.
 *
 * <p>Keys are laid out by time: bucket number, then the key itself. So forgetting is deleting an ordered range, a few keys
 * at a time, and never a search; and a look-up asks at most three buckets, since a bucket is half a horizon long.
 *
 * <p>Most keys that are looked up were never noted, and a filter of each bucket says so without asking the store. What the store had when it
 * was opened is read into the filters little by little, and until then it is asked.
 *
 * <p>Times are record times in milliseconds that never go back. For one thread.
 */
public final class RecentMemory {
    private static final int FORGET_EVERY = 256;
    private static final int FORGET_MOST = 1024;
    private static final int LEARN_EVERY = 256;
    private static final int LEARN_MOST = 2048;
    /** Buckets; no more than a few are in use. */
    private static final int LOOK_AT = 64;

    private final ByteStore store;
    /** Before every key, so that the layers of a store lie apart. */
    private final byte[] prefix;

    private final byte[] end;
    private final long horizonMillis;
    private final long bucketMillis;
    private byte[] forgottenTo;
    private int oldestBucket;
    private int untilForgetting = FORGET_EVERY;
    private final Map<Integer, KeyFilter> filters = new HashMap<>();
    /** Buckets below this one are in the filters whole. */
    private int learnedTo;

    private byte[] learnFrom;
    private int untilLearning = LEARN_EVERY;

    /** An entry: its value, and the record time at which it was noted. */
    public record Noted(long time, byte[] value) {}

    /**
     * A memory over a store that nothing else writes to.
     *
     * @param horizonMillis 2 or more
     */
    public RecentMemory(ByteStore store, long horizonMillis) {
        this(store, new byte[0], horizonMillis);
    }

    /**
     * A memory over the keys of a store that begin with a prefix.
     *
     * @param prefix empty, or with the highest bit of its first byte set, which no bucket number has
     */
    RecentMemory(ByteStore store, byte[] prefix, long horizonMillis) {
        if (horizonMillis < 2) {
            throw new IllegalArgumentException("horizon: " + horizonMillis + " ms (expected: 2 or more)");
        }
        this.store = store;
        this.prefix = prefix;
        this.end = bucketKey(Integer.MAX_VALUE);
        this.forgottenTo = prefix;
        this.learnFrom = prefix;
        this.horizonMillis = horizonMillis;
        this.bucketMillis = Math.max((horizonMillis + 1) / 2, 1);
        List<byte[]> first = store.keys(prefix, end, 1);
        // Buckets before the first entry are empty, and a young store has only one: most look-ups ask one bucket.
        this.oldestBucket = first.isEmpty() ? Integer.MAX_VALUE : bucketOf(first.get(0));
        this.learnedTo = oldestBucket;
    }

    /** Whether a memory without prefix under this horizon finds the entries of a store. The store does not say under which horizon it was written. */
    public static boolean isLaidOutFor(ByteStore store, long horizonMillis) {
        RecentMemory memory = new RecentMemory(store, horizonMillis);
        byte[] from = memory.prefix;
        for (int looked = 0; looked < LOOK_AT; looked++) {
            List<byte[]> first = store.keys(from, memory.end, 1);
            if (first.isEmpty()) {
                return true;
            }
            byte[] stored = store.get(first.get(0));
            int bucket = memory.bucketOf(first.get(0));
            if (stored != null && memory.bucket(ByteBuffer.wrap(stored).getLong()) != bucket) {
                return false;
            }
            from = memory.bucketKey(bucket + 1);
        }
        return true;
    }

    /** What was noted last under a key, when that was less than a horizon before {@code now}; else {@code null}. */
    public @Nullable Noted find(byte[] key, long now) {
        learn();
        int oldest = Math.max(oldestBucket, bucket(now - horizonMillis));
        for (int bucket = bucket(now); bucket >= oldest; bucket--) {
            if (isNotIn(bucket, key)) {
                continue;
            }
            byte[] stored = store.get(key(bucket, key));
            if (stored != null) {
                long time = ByteBuffer.wrap(stored).getLong();
                return now - time < horizonMillis
                        ? new Noted(time, Arrays.copyOfRange(stored, Long.BYTES, stored.length))
                        : null;
            }
        }
        return null;
    }

    /** Forgets a key that find would see. */
    void remove(byte[] key, long now) {
        int oldest = Math.max(oldestBucket, bucket(now - horizonMillis));
        for (int bucket = bucket(now); bucket >= oldest; bucket--) {
            if (!isNotIn(bucket, key)) {
                store.delete(key(bucket, key));
            }
        }
    }

    /** Notes a value under a key, in place of any earlier one. */
    public void note(byte[] key, byte[] value, long now) {
        int bucket = bucket(now);
        oldestBucket = Math.min(oldestBucket, bucket);
        filters.computeIfAbsent(bucket, b -> new KeyFilter()).add(key);
        store.put(
                key(bucket, key),
                ByteBuffer.allocate(Long.BYTES + value.length)
                        .putLong(now)
                        .put(value)
                        .array());
        if (--untilForgetting == 0) {
            untilForgetting = FORGET_EVERY;
            forget(now);
        }
    }

    private boolean isNotIn(int bucket, byte[] key) {
        if (bucket >= learnedTo) {
            return false;
        }
        KeyFilter filter = filters.get(bucket);
        return filter == null || !filter.mayHold(key);
    }

    /** Reads some more of what the store had when it was opened. */
    private void learn() {
        if (learnedTo == Integer.MAX_VALUE || --untilLearning > 0) {
            return;
        }
        untilLearning = LEARN_EVERY;
        List<byte[]> next = store.keys(learnFrom, end, LEARN_MOST);
        for (byte[] stored : next) {
            filters.computeIfAbsent(bucketOf(stored), b -> new KeyFilter())
                    .add(Arrays.copyOfRange(stored, prefix.length + Integer.BYTES, stored.length));
        }
        if (next.size() < LEARN_MOST) {
            learnedTo = Integer.MAX_VALUE;
        } else {
            byte[] last = next.get(next.size() - 1);
            learnedTo = bucketOf(last);
            learnFrom = Arrays.copyOf(last, last.length + 1);
        }
    }

    /** Deletes some of what find no longer sees. When that happens is of no consequence for any answer. */
    void forget(long now) {
        int horizon = bucket(now - horizonMillis);
        if (oldestBucket >= horizon) {
            return;
        }
        filters.keySet().removeIf(bucket -> bucket < horizon);
        // Starting where the last round ended spares the walk over what it deleted.
        List<byte[]> expired = store.keys(forgottenTo, bucketKey(horizon), FORGET_MOST);
        expired.forEach(store::delete);
        if (expired.size() < FORGET_MOST) {
            oldestBucket = horizon;
            forgottenTo = bucketKey(horizon);
        } else {
            forgottenTo = expired.get(expired.size() - 1);
        }
    }

    private int bucket(long time) {
        return (int) Math.min(Math.max(time, 0) / bucketMillis, Integer.MAX_VALUE - 1);
    }

    private byte[] key(int bucket, byte[] key) {
        return ByteBuffer.allocate(prefix.length + Integer.BYTES + key.length)
                .put(prefix)
                .putInt(bucket)
                .put(key)
                .array();
    }

    private int bucketOf(byte[] stored) {
        return ByteBuffer.wrap(stored).getInt(prefix.length);
    }

    private byte[] bucketKey(int bucket) {
        return ByteBuffer.allocate(prefix.length + Integer.BYTES)
                .put(prefix)
                .putInt(bucket)
                .array();
    }
}
