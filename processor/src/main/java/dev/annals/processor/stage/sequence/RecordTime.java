package dev.annals.processor.stage.sequence;

import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;

/**
 * The time on a partition: the latest timestamp that any of its records has had, milliseconds. It does not go back when the broker's clock does, and is kept, so that a restart goes on where the log was. For one thread.
 */
public final class RecordTime {
    /** Beside the tenants, no name of which has a control character. */
    private static final byte[] KEY = {0};

    private final ByteStore store;
    private long now;

    public RecordTime(ByteStore store) {
        this.store = store;
        byte[] saved = store.get(KEY);
        now = saved == null ? 0 : ByteBuffer.wrap(saved).getLong();
    }

    /** Whether a key of the tenants' store is this one. */
    public static boolean isKey(byte[] key) {
        return key.length == 1 && key[0] == KEY[0];
    }

    /** The time after a record with that timestamp. */
    public long advance(long timestamp) {
        if (timestamp > now) {
            now = timestamp;
            store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(now).array());
        }
        return now;
    }
}
