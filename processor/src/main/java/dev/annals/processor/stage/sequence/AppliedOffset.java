package dev.annals.processor.stage.sequence;

import dev.annals.processor.position.OtherLog;
import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;

/** The offset of the last record that a partition's state has in it. Offsets only grow, so one that does not belongs to another log. For one thread. */
public final class AppliedOffset {
    /** Beside the tenants, no name of which has a control character. */
    private static final byte[] KEY = {1};

    private final ByteStore store;
    private long last;

    /** The offset that a store stands at; -1 for a new one. */
    public AppliedOffset(ByteStore store) {
        this.store = store;
        byte[] saved = store.get(KEY);
        last = saved == null ? -1 : ByteBuffer.wrap(saved).getLong();
    }

    /** The last offset; -1 for a state that has none. */
    public long last() {
        return last;
    }

    /** Goes on to the next record. Fails with {@link OtherLog} when the state has it already. */
    public void advance(String topic, int partition, long offset) {
        if (offset <= last) {
            throw new OtherLog("record " + topic + "-" + partition + "@" + offset
                    + " came although the processor's state already holds everything up to offset " + last
                    + " (expected: a later offset); the log was cut or made anew, or its position was set back");
        }
        last = offset;
        store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }
}
