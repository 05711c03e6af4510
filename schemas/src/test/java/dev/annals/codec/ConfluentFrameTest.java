package dev.annals.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.codec.Decoded.Refused;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject.Reason;
import dev.annals.testing.RandomRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Confluent's wire format as it is documented: magic byte 0, the schema id as four bytes in network order, then Avro's binary encoding. */
class ConfluentFrameTest {
    private static final int ROUNDS = Integer.getInteger("annals.mutations", 2_000);
    private static final int ID = 0x01020304;

    private final Payload payload = new Payload(Limits.DEFAULT);

    /** Bytes written down by hand from the documentation, and not by any encoder of ours. */
    @Test
    void theDocumentedBytesAreRead() {
        Schema writer = new Schema.Parser().parse("""
                        {"type":"record","name":"ChangeEvent","namespace":"dev.annals.v1","fields":[
                          {"name":"id","type":"string"},{"name":"source","type":"string"},
                          {"name":"time","type":{"type":"long","logicalType":"timestamp-micros"}},
                          {"name":"object","type":{"type":"record","name":"ObjectRef","fields":[
                            {"name":"type","type":"string"},{"name":"id","type":"string"}]}}]}""");
        byte[] bytes = HexFormat.of()
                .parseHex(
                        "00" // magic byte
                                + "01020304" // schema id
                                + "023" + "1" // "1"
                                + "02" + "73" // "s"
                                + "00" // 1970-01-01T00:00:00Z
                                + "02" + "74" // "t"
                                + "04" + "3432"); // "42"

        Decoded<ChangeEvent> decoded = payload.decode(bytes, only(writer));

        assertThat(decoded).isInstanceOf(Accepted.class);
        ChangeEvent event = ((Accepted<ChangeEvent>) decoded).value();
        assertThat(List.of(
                        event.id(),
                        event.source(),
                        event.time().toString(),
                        event.object().id()))
                .containsExactly("1", "s", "1970-01-01T00:00:00Z", "42");
    }

    @Test
    void aFrameOfOurSchemaIsReadAsTheEventThatItIs() {
        for (long seed = 0; seed < 300; seed++) {
            ChangeEvent event = new RandomRecords(seed).change();

            assertThat(payload.decode(frame(event), only(ChangeAvro.schema())))
                    .as("seed %d", seed)
                    .isEqualTo(new Accepted<>(event));
        }
    }

    @Test
    void olderAndNewerWritersAreResolvedToOurSchema() throws IOException {
        Schema newer = with(
                ChangeAvro.schema(), new Schema.Field("reason", Schema.create(Schema.Type.STRING), "Why.", "none"));
        for (long seed = 0; seed < 200; seed++) {
            ChangeEvent event = new RandomRecords(seed).change();

            assertThat(payload.decode(resolved(frame(event), newer), only(newer)))
                    .as("seed %d", seed)
                    .isEqualTo(new Accepted<>(event));
        }
    }

    @Test
    void aTimeInAnotherUnitIsRefusedAndNotMisread() {
        String millis = ChangeAvro.schema().toString().replace("timestamp-micros", "timestamp-millis");

        Decoded<ChangeEvent> decoded =
                payload.decode(frame(new RandomRecords(1).change()), only(new Schema.Parser().parse(millis)));

        assertThat(((Refused<ChangeEvent>) decoded).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(((Refused<ChangeEvent>) decoded).detail())
                .isEqualTo(
                        "the schema of the record is no dev.annals.v1.ChangeEvent: its field time is a long of another unit (expected: timestamp-micros)");
    }

    @Test
    void whatOnlyLooksLikeAFrameIsRefusedByName() {
        assertThat(refusal("00")).startsWith("the record is one byte 00 ");
        assertThat(refusal("000000")).startsWith("the record is a byte 00 and an end inside the schema id ");
        assertThat(refusal("0000000001"))
                .startsWith("the record is a byte 00 and a schema id with nothing behind them ");
        // Eight bytes of an id, as Apicurio's own serializer writes it unless it is told otherwise.
        assertThat(refusal("00" + "0000000000000007" + "0231"))
                .startsWith("the record has the schema id 0, as one with an id of 8 bytes has; ");
        assertThat(refusal("00" + "ffffffff" + "0231")).startsWith("the record has a schema id below 0 ");
    }

    /** Avro without a header begins with 00 when its first field is an empty text or an absent one. Its next bytes are no id, or that of a schema that it does not fit. */
    @Test
    void rawAvroThatBeginsWithAZeroByteBecomesAReject() {
        byte[] raw = HexFormat.of().parseHex("00" + "0273" + "00" + "0274" + "043432");

        Decoded<ChangeEvent> unknown =
                payload.decode(raw, id -> new Refused<>(Reason.UNKNOWN_SCHEMA, "no schema " + id));
        Decoded<ChangeEvent> misread = payload.decode(raw, only(ChangeAvro.schema()));

        assertThat(((Refused<ChangeEvent>) unknown).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(((Refused<ChangeEvent>) misread).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void withoutARegistryAFrameIsRefused() {
        Decoded<ChangeEvent> decoded = payload.decode(frame(new RandomRecords(1).change()));

        assertThat(((Refused<ChangeEvent>) decoded).detail()).isEqualTo(RegisteredSchemas.NO_REGISTRY);
    }

    /** Mutated frames of our schema and of a newer one: an answer each, and no exception. {@code -Dannals.mutations=10000} for more. */
    @Test
    void anyBytesGiveAnAnswer() throws IOException {
        Schema newer = with(
                ChangeAvro.schema(), new Schema.Field("reason", Schema.create(Schema.Type.STRING), "Why.", "none"));
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            boolean ours = random.nextBoolean();
            byte[] bytes = frame(new RandomRecords(seed).change());
            bytes = ours ? bytes : resolved(bytes, newer);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }

            assertThat(payload.decode(bytes, only(ours ? ChangeAvro.schema() : newer)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void ourOwnRecordsAreReadWithoutARegistryHoweverTheyLie() {
        byte[] plain = ActivityAvro.encode(new RandomRecords(3).activity());

        byte[] framed = OwnRecord.framed(ID, plain);

        assertThat(framed).startsWith(0, 1, 2, 3, 4);
        assertThat(Arrays.copyOfRange(framed, 5, framed.length)).isEqualTo(Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(OwnRecord.plain(framed, OwnRecord.mark(new RecordHeaders(), plain)))
                .isEqualTo(plain);
        assertThat(OwnRecord.plain(plain, new RecordHeaders())).isSameAs(plain);
    }

    private String refusal(String hex) {
        Decoded<ChangeEvent> decoded = payload.decode(HexFormat.of().parseHex(hex), only(ChangeAvro.schema()));
        assertThat(((Refused<ChangeEvent>) decoded).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
        return ((Refused<ChangeEvent>) decoded).detail();
    }

    private static RegisteredSchemas only(Schema schema) {
        return id -> new Accepted<>(RegisteredSchema.of(schema.toString()));
    }

    private static byte[] frame(ChangeEvent event) {
        return ConfluentFrame.of(ID, new ChangeAvro(Limits.DEFAULT).encode(event), WireSchema.HEADER);
    }

    /** The frame as a writer of another schema would have written it: Avro's own code reads and writes it. */
    private static byte[] resolved(byte[] frame, Schema writer) throws IOException {
        GenericRecord record = new GenericDatumReader<GenericRecord>(ChangeAvro.schema(), writer)
                .read(
                        new GenericData.Record(writer),
                        DecoderFactory.get().binaryDecoder(frame, 5, frame.length - 5, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(ID).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(writer).write(record, encoder);
        return out.toByteArray();
    }

    private static Schema with(Schema schema, Schema.Field more) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(5, more);
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }
}
