package dev.annals.codec;

import dev.annals.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding into a growing array. The same values give the same bytes: a list or map is always one block, and a map is written in its own order. For one writer, on one thread.
 */
final class AvroOut {
    private static final int MICROS = 1_000_000;

    private byte[] bytes = new byte[768];
    private int length;

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    byte[] toByteArray(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    /** The array itself, valid up to {@link #length()} until the next write. */
    byte[] array() {
        return bytes;
    }

    void fixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void flag(boolean value) {
        reserve(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    void number(long value) {
        reserve(10);
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            bytes[length++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[length++] = (byte) zigzag;
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        fixed(utf8);
    }

    void micros(Instant time) {
        number(Math.addExact(Math.multiplyExact(time.getEpochSecond(), (long) MICROS), time.getNano() / 1000));
    }

    /** Writes which side of a union of null and a value follows; true when it is the value. */
    boolean present(@Nullable Object value) {
        number(value == null ? 0 : 1);
        return value != null;
    }

    void optional(@Nullable String value) {
        if (value == null) {
            number(0);
        } else {
            number(1);
            text(value);
        }
    }

    void optional(@Nullable JsonText value) {
        optional(value == null ? null : value.text());
    }

    void optional(@Nullable Integer value) {
        if (value == null) {
            number(0);
        } else {
            number(1);
            number(value);
        }
    }

    void optional(@Nullable Instant value) {
        if (value == null) {
            number(0);
        } else {
            number(1);
            micros(value);
        }
    }

    <T> void list(List<T> all, BiConsumer<AvroOut, T> item) {
        if (!all.isEmpty()) {
            number(all.size());
            for (T one : all) {
                item.accept(this, one);
            }
        }
        number(0);
    }

    void map(Map<String, String> all) {
        if (!all.isEmpty()) {
            number(all.size());
            for (Map.Entry<String, String> entry : all.entrySet()) {
                text(entry.getKey());
                text(entry.getValue());
            }
        }
        number(0);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
