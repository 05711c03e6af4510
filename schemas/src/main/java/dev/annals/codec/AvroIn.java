package dev.annals.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding out of an array, trusting nothing: a length or count that the remaining bytes cannot hold is refused before anything is allocated for it. For one reader, on one thread.
 */
final class AvroIn {
    private static final long MICROS = 1_000_000;
    private static final int LONGEST_VARINT = 70;

    private final byte[] bytes;
    private int at;

    AvroIn(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** Reads one item of a list. */
    interface Item<T> {
        T read(AvroIn in) throws Refusal;
    }

    int position() {
        return at;
    }

    int remaining() {
        return bytes.length - at;
    }

    void end() throws Refusal {
        if (at != bytes.length) {
            throw broken("more bytes after the record");
        }
    }

    Refusal broken(String what) {
        return Refusal.malformed("not Avro of its schema: " + what + " at byte " + at);
    }

    long number() throws Refusal {
        long zigzag = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            if (at == bytes.length) {
                throw broken("the record ends inside a number");
            }
            byte b = bytes[at++];
            zigzag |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw broken("a number of more than 10 bytes");
    }

    int integer() throws Refusal {
        long value = number();
        if (value != (int) value) {
            throw broken("a number beyond 32 bits");
        }
        return (int) value;
    }

    boolean flag() throws Refusal {
        byte b = remaining() > 0 ? bytes[at++] : -1;
        if (b != 0 && b != 1) {
            throw broken("no true or false");
        }
        return b == 1;
    }

    /** The place of a symbol among {@code count}. */
    int symbol(int count) throws Refusal {
        long place = number();
        if (place < 0 || place >= count) {
            throw broken("no known symbol");
        }
        return (int) place;
    }

    String text() throws Refusal {
        int length = length();
        String text = ChangeJson.utf8(bytes, at, length);
        if (text == null) {
            throw broken("text that is not UTF-8");
        }
        at += length;
        return text;
    }

    byte[] fixed(int length) throws Refusal {
        skip(length);
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    void skip(int length) throws Refusal {
        if (length > remaining()) {
            throw broken("the record ends too early");
        }
        at += length;
    }

    /** A length in bytes, all of them there. */
    int length() throws Refusal {
        long length = number();
        if (length < 0 || length > remaining()) {
            throw broken("a length beyond the end of the record");
        }
        return (int) length;
    }

    Instant micros() throws Refusal {
        long micros = number();
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    /** Whether the value of a union of null and a value follows. */
    boolean present() throws Refusal {
        long side = number();
        if (side != 0 && side != 1) {
            throw broken("no known side of a union");
        }
        return side == 1;
    }

    @Nullable
    String optionalText() throws Refusal {
        return present() ? text() : null;
    }

    @Nullable
    Integer optionalInteger() throws Refusal {
        return present() ? integer() : null;
    }

    @Nullable
    Instant optionalMicros() throws Refusal {
        return present() ? micros() : null;
    }

    <T> List<T> list(Item<T> item) throws Refusal {
        int count = block();
        if (count == 0) {
            return List.of();
        }
        List<T> all = new ArrayList<>(Math.min(count, 1024));
        for (; count > 0; count = block()) {
            for (int i = 0; i < count; i++) {
                all.add(item.read(this));
            }
        }
        return Collections.unmodifiableList(all);
    }

    Map<String, String> map() throws Refusal {
        int count = block();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (; count > 0; count = block()) {
            for (int i = 0; i < count; i++) {
                if (all.put(text(), text()) != null) {
                    throw broken("a map with a key twice");
                }
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** How many items the next block has; 0 at the end. Every item takes at least a byte, so a count above the number of remaining bytes is refused. */
    int block() throws Refusal {
        long count = number();
        if (count < 0) {
            length();
            count = -count;
        }
        if (count < 0 || count > remaining()) {
            throw broken("a count beyond the end of the record");
        }
        return (int) count;
    }
}
