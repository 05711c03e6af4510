package dev.annals.processor.index.state;

import dev.annals.processor.index.disk.Batch;
import dev.annals.processor.index.disk.Cursor;
import dev.annals.processor.index.disk.Database;
import dev.annals.processor.index.disk.Family;
import dev.annals.processor.index.entry.SourcePartition;
import dev.annals.processor.index.settings.UnknownFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a store knows about itself, kept in {@link Family#META}: the format, the names, how far each tenant and each source has come.
 *
 * <p>Keys begin with a letter for their kind. For the writer alone, except for the names.
 */
public final class Ledger {
    /** To be raised whenever a store written before could be misread. */
    public static final int FORMAT = 3;

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
}
