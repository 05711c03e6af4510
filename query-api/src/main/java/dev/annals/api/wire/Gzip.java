package dev.annals.api.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a body that was sent with {@code Content-Encoding: gzip} (RFC 1952): all members, up to a bound. Every byte counts:
 * {@link java.util.zip.GZIPInputStream} takes whatever follows a member and is no member for the end.
 */
public final class Gzip {
    private static final int STEP = 32 * 1024;
    private static final int TRAILER_BYTES = 8;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int DEFLATED = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final ByteBuffer packed;
    private final int mostBytes;
    private final LongPredicate room;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final byte[] step = new byte[STEP];

    /** What came of unpacking. */
    public sealed interface Unpacked {
        /** The plain bytes. */
        record Plain(byte[] bytes) implements Unpacked {}

        /** Not gzip, cut off, or with bytes behind its end. */
        record Broken(String reason) implements Unpacked {}

        /** More than allowed. */
        record TooLarge() implements Unpacked {}

        /** There was no room in memory. */
        record NoRoom() implements Unpacked {}
    }

    private Gzip(byte[] packed, int mostBytes, LongPredicate room) {
        this.packed = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        this.mostBytes = mostBytes;
        this.room = room;
    }

    /** The plain bytes. {@code room} is asked before each step for the bytes that it adds. */
    public static Unpacked unpack(byte[] packed, int mostBytes, LongPredicate room) {
        Inflater inflater = new Inflater(true);
        try {
            return new Gzip(packed, mostBytes, room).members(inflater);
        } finally {
            inflater.end();
        }
    }

    private Unpacked members(Inflater inflater) {
        try {
            do {
                header();
                inflater.reset();
                inflater.setInput(packed.array(), packed.position(), packed.remaining());
                CRC32 checksum = new CRC32();
                Unpacked full = content(inflater, checksum);
                if (full != null) {
                    return full;
                }
                packed.position(packed.limit() - inflater.getRemaining());
                trailer(checksum.getValue(), inflater.getBytesWritten());
            } while (packed.hasRemaining());
        } catch (DataFormatException e) {
            return new Unpacked.Broken("the body is not gzip, as its Content-Encoding says: " + e.getMessage());
        }
        return new Unpacked.Plain(plain.toByteArray());
    }

    private @Nullable Unpacked content(Inflater inflater, CRC32 checksum) throws DataFormatException {
        while (!inflater.finished()) {
            int more = inflater.inflate(step);
            if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new DataFormatException("it ends early");
            }
            if (plain.size() + (long) more > mostBytes) {
                return new Unpacked.TooLarge();
            }
            if (!room.test(more)) {
                return new Unpacked.NoRoom();
            }
            checksum.update(step, 0, more);
            plain.write(step, 0, more);
        }
        return null;
    }

    private void header() throws DataFormatException {
        need(FIXED_HEADER_BYTES);
        int start = packed.position();
        if (packed.get(start) != 0x1f || (packed.get(start + 1) & 0xff) != 0x8b || packed.get(start + 2) != DEFLATED) {
            throw new DataFormatException("no member begins at byte " + start);
        }
        int flags = packed.get(start + 3);
        if ((flags & RESERVED) != 0) {
            throw new DataFormatException("the member at byte " + start + " has unknown flags");
        }
        packed.position(start + FIXED_HEADER_BYTES);
        if ((flags & EXTRA) != 0) {
            need(Short.BYTES);
            skip(Short.toUnsignedInt(packed.getShort()));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(Short.BYTES);
        }
    }

    private void trailer(long checksum, long length) throws DataFormatException {
        need(TRAILER_BYTES);
        boolean same = Integer.toUnsignedLong(packed.getInt()) == checksum;
        same &= packed.getInt() == (int) length;
        if (!same) {
            throw new DataFormatException("its checksum or length is not that of its content");
        }
    }

    private void skip(int bytes) throws DataFormatException {
        need(bytes);
        packed.position(packed.position() + bytes);
    }

    private void skipText() throws DataFormatException {
        do {
            need(1);
        } while (packed.get() != 0);
    }

    private void need(int bytes) throws DataFormatException {
        if (packed.remaining() < bytes) {
            throw new DataFormatException("it ends early");
        }
    }
}
