package dev.annals.processor.index.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A run of documents that follow each other in order of time, as far as it is kept in memory: its ends and its members, not its entries.
 *
 * <p>Immutable. What changes gets a new id, so entries can be cached by id for ever.
 *
 * @param id the block's key within the tenant; {@link #UNSTORED} when it is only in memory
 * @param firstTime time of its first document
 * @param firstNumber number of its first document
 * @param lastTime time of its last document
 * @param size how many documents, 1 or more
 * @param members their numbers
 * @param resident the entries of a block that is not stored, null for the others
 */
public record TimeBlock(
        long id,
        long firstTime,
        int firstNumber,
        long lastTime,
        int size,
        RoaringBitmap members,
        @Nullable TimeEntries resident) {
    static final long UNSTORED = -1;

    /** How many documents a full block has. */
    public static final int FULL = 4096;

    private static final int FIXED_BYTES = 3 * Long.BYTES;

    static TimeBlock of(long id, TimeEntries entries) {
        int last = entries.size() - 1;
        return new TimeBlock(
                id,
                entries.time(0),
                entries.number(0),
                entries.time(last),
                entries.size(),
                entries.members(0, entries.size()),
                entries);
    }

    /** This block with a place on disk instead of its entries in memory. */
    TimeBlock stored(long storedId) {
        return new TimeBlock(storedId, firstTime, firstNumber, lastTime, size, members, null);
    }

    boolean startsAfter(long time, int number) {
        return TimeEntries.compare(firstTime, firstNumber, time, number) > 0;
    }

    byte[] headBytes() {
        ByteBuffer head = ByteBuffer.allocate(FIXED_BYTES + members.serializedSizeInBytes());
        head.putLong(firstTime).putLong(lastTime).putInt(firstNumber).putInt(size);
        members.serialize(head);
        return head.array();
    }

    static TimeBlock fromHead(long id, byte[] head) {
        ByteBuffer in = ByteBuffer.wrap(head);
        long firstTime = in.getLong();
        long lastTime = in.getLong();
        int firstNumber = in.getInt();
        int size = in.getInt();
        RoaringBitmap members = new RoaringBitmap();
        try {
            members.deserialize(in);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "time block " + id + " is damaged; remove the index directory and it is built again", e);
        }
        return new TimeBlock(id, firstTime, firstNumber, lastTime, size, members, null);
    }
}
