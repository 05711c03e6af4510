package dev.annals.processor.position;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a record is recognised by at its offset. A log that was cut and has grown again holds other records at the same offsets; a print tells them apart, and keeps nothing
 * of what the record says.
 *
 * @param time that the log gave the record, milliseconds
 * @param checksum CRC-32C of its key and value
 */
public record RecordPrint(long time, int checksum) {
    /** The print of a record; a producer may have left out its key or its value. */
    public static RecordPrint of(long time, byte @Nullable [] key, byte @Nullable [] value) {
        CRC32C checksum = new CRC32C();
        if (key != null) {
            checksum.update(key);
        }
        // Between key and value, so that none can run into the other.
        checksum.update(key == null ? 1 : 0);
        if (value != null) {
            checksum.update(value);
        }
        return new RecordPrint(time, (int) checksum.getValue());
    }

    /** Whether it is the print of a record. A record with a broken time was given another one when it was processed. */
    public boolean isOf(long recordTime, byte @Nullable [] key, byte @Nullable [] value) {
        return equals(of(recordTime < 0 ? time : recordTime, key, value));
    }
}
