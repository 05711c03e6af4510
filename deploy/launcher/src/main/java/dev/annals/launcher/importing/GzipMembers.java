package dev.annals.launcher.importing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The bytes packed in a gzip stream (RFC 1952), member after member, to the end of the stream. A member that is cut off is an
 * {@link EOFException}; bytes that are no member, or a member that does not match its checksum, are a {@link ZipException} that
 * names the position. Not thread-safe.
 *
 * <p>The JDK's {@code GZIPInputStream} looks for another member only when {@code available()} says that there are bytes: it
 * ends at the first pause of a pipe, and ignores whatever follows a member without being one.
 */
final class GzipMembers extends InputStream {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int FIRST_MAGIC = 0x1f;
    private static final int SECOND_MAGIC = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA_FIELD = 1 << 2;
    private static final int FILE_NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;
    private static final int BYTE = 0xff;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] block = new byte[BLOCK_BYTES];
    private int next;
    private int end;
    /** Packed bytes before the block. */
    private long before;

    private boolean inMember;
    private boolean first = true;
    private boolean finished;

    /** The members of a stream, which is closed with this one. */
    GzipMembers(InputStream packed) {
        this.packed = packed;
    }

    /** Whether a stream that begins with these two bytes is packed. */
    static boolean begin(int firstByte, int secondByte) {
        return firstByte == FIRST_MAGIC && secondByte == SECOND_MAGIC;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & BYTE;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!finished) {
            if (!inMember) {
                finished = !openMember();
            } else {
                int read = inflate(target, offset, length);
                if (read > 0) {
                    checksum.update(target, offset, read);
                    return read;
                }
                if (inflater.finished()) {
                    closeMember();
                }
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }

    private long position() {
        return before + next;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        if (inflater.needsInput()) {
            if (next == end && !fill()) {
                throw cutOff();
            }
            inflater.setInput(block, next, end - next);
        }
        try {
            int read = inflater.inflate(target, offset, length);
            next = end - inflater.getRemaining();
            return read;
        } catch (DataFormatException e) {
            throw new ZipException("the packed data is damaged about byte " + position() + ": " + e.getMessage());
        }
    }

    /** Reads the header of the next member; false at the end of the stream. */
    private boolean openMember() throws IOException {
        if (next == end && !fill()) {
            return false;
        }
        long start = position();
        if (one() != FIRST_MAGIC || one() != SECOND_MAGIC) {
            throw new ZipException("byte " + start
                    + (first ? " begins no gzip member" : ", after a whole gzip member, begins no other")
                    + " (expected: " + (first ? "a gzip stream" : "another member or the end of the file")
                    + ")");
        }
        header(start);
        inflater.reset();
        checksum.reset();
        inMember = true;
        first = false;
        return true;
    }

    private void header(long start) throws IOException {
        int method = one();
        int flags = one();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new ZipException(
                    "the gzip member at byte " + start + " is packed in an unknown way (expected: deflate)");
        }
        skip(6);
        if ((flags & EXTRA_FIELD) != 0) {
            skip(one() | one() << 8);
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
    }

    private void closeMember() throws IOException {
        long expectedChecksum = word();
        long expectedLength = word();
        if (expectedChecksum != checksum.getValue() || expectedLength != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the gzip member that ends at byte " + position()
                    + " does not match its checksum; the file is damaged");
        }
        inMember = false;
    }

    private void skipText() throws IOException {
        while (one() != 0) {
            // The name of a file and a comment say nothing about the bytes.
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            one();
        }
    }

    private long word() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) one() << shift;
        }
        return value;
    }

    /** The next byte of a header or trailer. */
    private int one() throws IOException {
        if (next == end && !fill()) {
            throw cutOff();
        }
        return block[next++] & BYTE;
    }

    private EOFException cutOff() {
        return new EOFException("the gzip stream ends at byte " + position() + " within a member");
    }

    private boolean fill() throws IOException {
        int read;
        do {
            read = packed.read(block, 0, block.length);
        } while (read == 0);
        if (read > 0) {
            before += end;
            next = 0;
            end = read;
        }
        return read > 0;
    }
}
