package dev.annals.codec;

import dev.annals.model.Reject.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * One of our Avro schemas with its single-object header: 0xC3 0x01 and the CRC-64-AVRO fingerprint, little-endian.
 *
 * <p>Bytes of the current schema are read directly. Bytes of a known older schema are first rewritten by Avro's schema
 * resolution as bytes of the current one, so that there is one reader per record to get right; that is slower, and rare.
 */
final class WireSchema {
    static final int HEADER = 10;

    private static final byte MARK = (byte) 0xC3;
    private static final byte VERSION = 1;

    private final Schema current;
    private final long fingerprint;
    private final byte[] header;
    private final Map<Long, Schema> older;

    WireSchema(Schema current, Collection<Schema> older) {
        this.current = current;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(current);
        this.header = ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARK)
                .put(VERSION)
                .putLong(fingerprint)
                .array();
        this.older = older.stream()
                .collect(Collectors.toUnmodifiableMap(SchemaNormalization::parsingFingerprint64, schema -> schema));
    }

    /**
     * Loads a schema from the resources.
     *
     * @param older the names of its earlier versions, in which records may be written
     */
    static WireSchema load(String name, String... older) {
        return new WireSchema(
                parse(name),
                Arrays.stream(older).map(version -> parse("older/" + version)).toList());
    }

    static Schema parse(String name) {
        String resource = "/dev/annals/v1/" + name + ".avsc";
        try (InputStream in = WireSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path; the build must package it");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    Schema schema() {
        return current;
    }

    /** The symbols of an enumeration field, in order. */
    List<String> symbols(String field) {
        return current.getField(field).schema().getEnumSymbols();
    }

    /** A new record with its header written. */
    AvroOut begin() {
        AvroOut out = new AvroOut();
        out.fixed(header);
        return out;
    }

    /** The body of a record in the current schema. */
    AvroIn open(byte[] bytes) throws Refusal {
        if (bytes.length < HEADER || bytes[0] != MARK || bytes[1] != VERSION) {
            throw Refusal.malformed("not a single-object Avro record: its first bytes are not C3 01 and a fingerprint");
        }
        long seen = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        if (seen == fingerprint) {
            return new AvroIn(bytes, HEADER);
        }
        Schema writer = older.get(seen);
        if (writer == null) {
            throw new Refusal(
                    Reason.UNKNOWN_SCHEMA,
                    "the Avro schema of fingerprint " + HexFormat.of().toHexDigits(seen)
                            + " is not known (expected: " + HexFormat.of().toHexDigits(fingerprint) + ", "
                            + current.getFullName() + ")");
        }
        return upgraded(bytes, HEADER, writer);
    }

    /** The record that begins there in another schema, in the current one. */
    AvroIn upgraded(byte[] bytes, int from, Schema writer) throws Refusal {
        // Avro's own reader allocates what a length claims; so the lengths are checked first.
        AvroIn walk = new AvroIn(bytes, from);
        AvroWalk.skip(walk, writer);
        walk.end();
        try {
            GenericRecord record = new GenericDatumReader<GenericRecord>(writer, current)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null));
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(current).write(record, encoder);
            encoder.flush();
            return new AvroIn(out.toByteArray(), 0);
        } catch (AvroRuntimeException | IOException e) {
            throw Refusal.malformed("not Avro of its schema: it cannot be resolved to the current one");
        }
    }
}
