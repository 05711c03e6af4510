package dev.annals.processor.index.disk;

import dev.annals.processor.index.disk.Database.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Changes to be written together or not at all.
 *
 * <p>It is put together here in the byte form that RocksDB itself keeps in its log (and so has to keep readable), since handing over each
 * change by itself costs as much as a good part of the write.
 */
public final class Batch {
    /* db/write_batch.cc: sequence number (8 bytes, filled in by the write), number of records (4 bytes, little endian), then records:
     * a tag, the family's id as varint (the default family has other tags and no id), key, and what else the tag asks for; keys and values
     * each with a varint length before them. */
    private static final int COUNT_AT = 8;
    private static final int RECORDS_AT = 12;
    private static final int SPILLED_BYTES = 192 << 10;
    private static final int DELETION = 0x4;
    private static final int VALUE = 0x5;
    private static final int MERGE = 0x6;
    private static final int RANGE_DELETION = 0xE;
    private static final int DEFAULT_DELETION = 0x0;
    private static final int DEFAULT_VALUE = 0x1;
    private static final int DEFAULT_MERGE = 0x2;
    private static final int DEFAULT_RANGE_DELETION = 0xF;

    private final Database database;
    private byte[] bytes = new byte[4096];
    private int length = RECORDS_AT;
    private int records;

    public Batch(Database database) {
        this.database = database;
    }

    public void put(Family family, byte[] key, byte[] value) {
        begin(VALUE, DEFAULT_VALUE, family, key.length + value.length);
        add(key);
        add(value);
    }

    /** Appends to the value of the key. */
    public void merge(Family family, byte[] key, byte[] value) {
        begin(MERGE, DEFAULT_MERGE, family, key.length + value.length);
        add(key);
        add(value);
    }

    public void delete(Family family, byte[] key) {
        begin(DELETION, DEFAULT_DELETION, family, key.length);
        add(key);
    }

    /** Deletes the keys from one to before another. */
    public void deleteRange(Family family, byte[] from, byte[] to) {
        begin(RANGE_DELETION, DEFAULT_RANGE_DELETION, family, from.length + to.length);
        add(from);
        add(to);
    }

    /** Writes what has been added when that is much, and goes on empty. For changes that nobody sees before others are written. */
    public void spill() {
        if (length > SPILLED_BYTES) {
            database.write(this);
            length = RECORDS_AT;
            records = 0;
        }
    }

    byte[] toBytes() {
        byte[] batch = Arrays.copyOf(bytes, length);
        ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_AT, records);
        return batch;
    }

    private void begin(int tag, int defaultTag, Family family, int payload) {
        // Tag and three varints of at most five bytes.
        long needed = (long) length + payload + 16;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a write of more than two gigabytes at once; gather fewer documents");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
        int id = database.id(family);
        if (id == 0) {
            bytes[length++] = (byte) defaultTag;
        } else {
            bytes[length++] = (byte) tag;
            varint(id);
        }
        records++;
    }

    private void add(byte[] value) {
        varint(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }
}
