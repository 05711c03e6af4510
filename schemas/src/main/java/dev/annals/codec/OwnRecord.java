package dev.annals.codec;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The values of the records that Annals writes. Inside they are in single-object encoding; on their topics they are in Confluent's wire format when there is a schema registry, so that any consumer reads them. A Kafka header
 * then keeps the header of the single-object encoding, so that Annals needs no registry to read what it wrote.
 */
public final class OwnRecord {
    /** The Kafka header that has the first bytes of the single-object encoding. */
    public static final String PLAIN_HEADER = "annals-avro";

    private OwnRecord() {}

    /** The value as it lies on a topic whose schema has that id. */
    public static byte[] framed(int id, byte[] plain) {
        return ConfluentFrame.of(id, plain, WireSchema.HEADER);
    }

    /** Adds what {@link #plain} needs. */
    public static Headers mark(Headers headers, byte[] plain) {
        return headers.add(PLAIN_HEADER, Arrays.copyOf(plain, WireSchema.HEADER));
    }

    /** The value in single-object encoding, however it lies on its topic. */
    public static byte @Nullable [] plain(byte @Nullable [] value, Headers headers) {
        if (value == null || !ConfluentFrame.isClaimedBy(value) || value.length < ConfluentFrame.HEADER) {
            return value;
        }
        Header plain = headers.lastHeader(PLAIN_HEADER);
        if (plain == null || plain.value() == null || plain.value().length != WireSchema.HEADER) {
            return value;
        }
        byte[] whole = Arrays.copyOf(plain.value(), WireSchema.HEADER + value.length - ConfluentFrame.HEADER);
        System.arraycopy(value, ConfluentFrame.HEADER, whole, WireSchema.HEADER, value.length - ConfluentFrame.HEADER);
        return whole;
    }
}
