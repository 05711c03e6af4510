package dev.annals.processor.stage.sequence;

import dev.annals.processor.position.OtherLog;
import dev.annals.processor.position.RecordPrint;
import dev.annals.processor.stage.memory.ByteStore;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last record of the changes topic that a partition's state includes: its offset and its {@link RecordPrint}. Offsets of one log only grow, so an offset that
 * does not belongs to another log. For one thread.
 */
public final class AppliedRecord {
    /** The key of this entry in the tenants' store: a control character, which no tenant's name contains. */
    private static final byte[] KEY = {1};

    private final ByteStore store;
    private long offset;
    private @Nullable RecordPrint print;

    /** Reads the last record back from a store; a new store has none. */
    public AppliedRecord(ByteStore store) {
        this.store = store;
        byte[] saved = store.get(KEY);
        offset = -1;
        if (saved != null) {
            ByteBuffer in = ByteBuffer.wrap(saved);
            offset = in.getLong();
            // A state that was written before prints were kept has none.
            print = in.hasRemaining() ? new RecordPrint(in.getLong(), in.getInt()) : null;
        }
    }

    /** Its offset; -1 when no record was applied yet. */
    public long offset() {
        return offset;
    }

    /** Its print, when it is known. */
    public Optional<RecordPrint> print() {
        return Optional.ofNullable(print);
    }

    /** Goes on to the next record. Fails with {@link OtherLog} when the state includes that offset already. */
    public void advance(String topic, int partition, long next, RecordPrint nextPrint) {
        if (next <= offset) {
            throw new OtherLog("record " + topic + "-" + partition + "@" + next
                    + " came although the processor's state already holds everything up to offset " + offset
                    + " (expected: a later offset); the log was cut or made anew, or its position was set back");
        }
        offset = next;
        print = nextPrint;
        store.put(
                KEY,
                ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                        .putLong(next)
                        .putLong(nextPrint.time())
                        .putInt(nextPrint.checksum())
                        .array());
    }
}
