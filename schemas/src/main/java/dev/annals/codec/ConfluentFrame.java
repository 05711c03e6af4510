package dev.annals.codec;

import dev.annals.model.Reject.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the id of a schema in four bytes, big-endian, and Avro's binary encoding without a header.
 *
 * <p>Much else begins with a zero byte. What can be told apart is refused by name: a value that ends inside the id or right behind it, and ids that no registry gives, which are
 * zero and below; an 8-byte id below 2<sup>32</sup> is such a zero. Avro without any header cannot be told apart when it begins with a zero byte: it is taken for a frame, and either no
 * schema has its id or its bytes do not fit.
 */
public final class ConfluentFrame {
    /** Bytes before the record itself. */
    public static final int HEADER = 5;

    private ConfluentFrame() {}

    /** Whether a value is to be read as a frame, sound or not. */
    static boolean isClaimedBy(byte[] value) {
        return value.length > 0 && value[0] == 0;
    }

    /** The id in a sound frame; 0 for every other value. */
    public static int id(byte @Nullable [] value) {
        return value == null || value.length <= HEADER || value[0] != 0
                ? 0
                : Math.max(0, ByteBuffer.wrap(value).getInt(1));
    }

    /** Why a value that claims to be a frame is none. */
    static Decoded.Refused<?> refusal(byte[] value) {
        String expected = " (expected: 00, a schema id of 4 bytes, and an Avro record)";
        if (value.length <= HEADER) {
            String seen = value.length == 1
                    ? "one byte 00"
                    : value.length < HEADER
                            ? "a byte 00 and an end inside the schema id"
                            : "a byte 00 and a schema id with nothing behind them";
            return new Decoded.Refused<>(Reason.UNKNOWN_FORMAT, "the record is " + seen + expected);
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        return new Decoded.Refused<>(
                Reason.UNKNOWN_FORMAT,
                id == 0
                        ? "the record has the schema id 0, as one with an id of 8 bytes has; set the serializer to ids of 4 bytes"
                                + expected
                        : "the record has a schema id below 0" + expected);
    }

    /** The bytes of a record behind the header of its schema's id. */
    public static byte[] of(int id, byte[] record, int from) {
        return ByteBuffer.allocate(HEADER + record.length - from)
                .put((byte) 0)
                .putInt(id)
                .put(record, from, record.length - from)
                .array();
    }
}
