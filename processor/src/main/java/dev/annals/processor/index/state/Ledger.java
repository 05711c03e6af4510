package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Database.Family;
import dev.annals.processor.index.disk.Keys;
import dev.annals.processor.index.entry.SourceOffset.SourcePartition;
import dev.annals.processor.index.settings.UnknownFormat;
import dev.annals.processor.index.state.TimeOrder.TimeStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a store knows about itself, kept in {@link Family#META}: the format, the names, how far each tenant and each source has come.
 *
 * <p>Keys begin with a letter for their kind. For the writer alone, except for the names.
 */
public final class Ledger {
    /** To be raised whenever a store written before could be misread. */
    public static final int FORMAT = 4;

    private static final byte[] FORMAT_KEY = {'V'};
    private static final byte FIELD = 'F';
    private static final byte TENANT = 'T';
    private static final byte COUNT = 'C';
    private static final byte OFFSET = 'O';
    private static final int MOST_FIELDS = 1 << 16;
    private static final int MOST_TENANTS = Integer.MAX_VALUE;

    private final Names fields = new Names(FIELD, MOST_FIELDS, "field");
    private final Names tenantNames = new Names(TENANT, MOST_TENANTS, "tenant");
    private final Map<SourcePartition, Long> offsets = new HashMap<>();
    private TenantState[] tenants = new TenantState[0];

    /** Reads what is there. */
    public Ledger(Database database, TimeStore times) {
        requireFormat(database);
        Map<Integer, long[]> counts = new HashMap<>();
        try (Cursor cursor = new Cursor(database, null, Family.META, new byte[0], null, () -> {})) {
            for (boolean on = cursor.start(false); on; on = cursor.step(false)) {
                load(cursor.key(), cursor.value(), counts);
            }
        }
        tenants = new TenantState[tenantNames.all().size()];
        for (int i = 0; i < tenants.length; i++) {
            long[] count = counts.getOrDefault(i, new long[2]);
            tenants[i] = new TenantState(i, count[0], (int) count[1], times.load(i));
        }
    }

    private static void requireFormat(Database database) {
        byte[] stored = database.get(Family.META, database.latest(), FORMAT_KEY);
        if (stored == null) {
            Batch batch = new Batch(database);
            batch.put(Family.META, FORMAT_KEY, intBytes(FORMAT));
            database.write(batch);
            return;
        }
        int format = stored.length == Integer.BYTES ? ByteBuffer.wrap(stored).getInt() : -1;
        if (format != FORMAT) {
            throw new UnknownFormat(database.directory(), format, FORMAT);
        }
    }

    private void load(byte[] key, byte[] value, Map<Integer, long[]> counts) {
        ByteBuffer of = ByteBuffer.wrap(key);
        byte kind = of.get();
        ByteBuffer in = ByteBuffer.wrap(value);
        switch (kind) {
            case FIELD -> fields.load(key, value);
            case TENANT -> tenantNames.load(key, value);
            case COUNT -> counts.put(of.getInt(), new long[] {in.getLong(), in.getInt()});
            case OFFSET -> {
                int partition = of.getInt();
                String topic = new String(key, of.position(), of.remaining(), StandardCharsets.UTF_8);
                offsets.put(new SourcePartition(topic, partition), in.getLong());
            }
            default -> {
                // The format, which has been looked at.
            }
        }
    }

    public Names fields() {
        return fields;
    }

    public Names tenantNames() {
        return tenantNames;
    }

    /** The written state of a tenant; an empty one for a new tenant, which it takes in. */
    public TenantState tenant(int ordinal) {
        if (ordinal >= tenants.length) {
            int known = tenants.length;
            tenants = Arrays.copyOf(tenants, Math.max(ordinal + 1, known + known / 2));
            for (int i = known; i < tenants.length; i++) {
                tenants[i] = TenantState.empty(i);
            }
        }
        return tenants[ordinal];
    }

    public void update(TenantState state) {
        tenants[state.ordinal()] = state;
    }

    /** How many documents of each tenant, by ordinal, are written. */
    public Map<Integer, Long> counts() {
        Map<Integer, Long> counts = new HashMap<>();
        for (TenantState tenant : tenants) {
            counts.put(tenant.ordinal(), tenant.count());
        }
        return counts;
    }

    /** A copy of the states of all tenants. */
    public TenantState[] tenants() {
        return tenants.clone();
    }

    /** The offset applied and written of each source. */
    public Map<SourcePartition, Long> offsets() {
        return Map.copyOf(offsets);
    }

    /** Adds new names and how far sources have been read to a batch; {@link #written} follows when that has been written. */
    public void writeTo(Batch batch, Map<SourcePartition, Long> advanced) {
        fields.writeTo(batch);
        tenantNames.writeTo(batch);
        for (Map.Entry<SourcePartition, Long> offset : advanced.entrySet()) {
            byte[] topic = offset.getKey().topic().getBytes(StandardCharsets.UTF_8);
            byte[] key = ByteBuffer.allocate(1 + Integer.BYTES + topic.length)
                    .put(OFFSET)
                    .putInt(offset.getKey().partition())
                    .put(topic)
                    .array();
            byte[] value =
                    ByteBuffer.allocate(Long.BYTES).putLong(offset.getValue()).array();
            batch.put(Family.META, key, value);
        }
    }

    /** Adds how far a tenant has come to a batch. */
    public void writeCount(TenantState state, Batch batch) {
        byte[] key = ByteBuffer.allocate(1 + Integer.BYTES)
                .put(COUNT)
                .putInt(state.ordinal())
                .array();
        byte[] value = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(state.count())
                .putInt(state.sealedChunks())
                .array();
        batch.put(Family.META, key, value);
    }

    public void written(Map<SourcePartition, Long> advanced) {
        advanced.forEach((source, offset) -> offsets.merge(source, offset, Math::max));
    }

    private static byte[] intBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /**
     * What is known of a tenant's written documents.
     *
     * @param ordinal the tenant's number on disk
     * @param count how many documents there are
     * @param sealedChunks how many chunks have all their documents in segments. Of this one and later ones some may be open: the last of them
     *     grows, and full ones before it are being finished
     * @param times the order by time
     */
    public record TenantState(int ordinal, long count, int sealedChunks, TimeOrder times) {
        static TenantState empty(int ordinal) {
            return new TenantState(ordinal, 0, 0, TimeOrder.EMPTY);
        }

        /** The last chunk that has documents, or the first one. */
        public int lastChunk() {
            return Keys.chunkOf(count);
        }

        /** How many chunks have all their documents and are not finished. */
        public int fullChunks() {
            return Keys.chunkOf(count + 1) - sealedChunks;
        }

        public TenantState withSealed(int chunks) {
            return new TenantState(ordinal, count, chunks, times);
        }
    }

    /**
     * The short numbers that stand for names in keys, given in order of appearance and never taken back.
     *
     * <p>One thread adds, one at a time writes, any may look up. A name becomes durable with or before the first key that uses it.
     */
    public static final class Names {
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
                    new String(value, StandardCharsets.UTF_8),
                    ByteBuffer.wrap(key).getInt(1));
        }

        /** Adds what is new to a batch, once. */
        void writeTo(Batch batch) {
            for (String name = unwritten.poll(); name != null; name = unwritten.poll()) {
                byte[] key = ByteBuffer.allocate(5).put(kind).putInt(find(name)).array();
                batch.put(Family.META, key, name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
