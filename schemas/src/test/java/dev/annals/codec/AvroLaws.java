package dev.annals.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.Reject;
import dev.annals.testing.RandomRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroLaws {
    private static final int ROUNDS = 1500;
    private static final ChangeAvro CHANGES = new ChangeAvro(Limits.DEFAULT);

    /** One of the four codecs, for laws that all of them keep. */
    record Codec<T>(
            String name,
            Schema schema,
            Function<RandomRecords, T> random,
            Function<T, byte[]> encode,
            Function<byte[], Decoded<T>> decode) {
        byte[] bytes(long seed) {
            return encode.apply(random.apply(new RandomRecords(seed)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Codec<?>> codecs() {
        return List.of(
                new Codec<ChangeEvent>(
                        "ChangeEvent", ChangeAvro.schema(), RandomRecords::change, CHANGES::encode, CHANGES::decode),
                new Codec<Activity>(
                        "Activity",
                        ActivityAvro.schema(),
                        RandomRecords::activity,
                        ActivityAvro::encode,
                        ActivityAvro::decode),
                new Codec<Commit>(
                        "Commit", CommitAvro.schema(), RandomRecords::commit, CommitAvro::encode, CommitAvro::decode),
                new Codec<Reject>(
                        "Reject", RejectAvro.schema(), RandomRecords::reject, RejectAvro::encode, RejectAvro::decode));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T> void whatIsWrittenIsReadBackTheSame(Codec<T> codec) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            T value = codec.random().apply(new RandomRecords(seed));

            assertThat(codec.decode().apply(codec.encode().apply(value)))
                    .as("seed %d", seed)
                    .isEqualTo(new Accepted<>(value));
        }
    }

    /** Avro itself reads our bytes by the schema, and writes the same bytes again. */
    @ParameterizedTest
    @MethodSource("codecs")
    <T> void avroAgreesByteForByte(Codec<T> codec) throws IOException {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(codec.schema());
        GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(codec.schema());
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] bytes = codec.bytes(seed);
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null);

            GenericRecord record = reader.read(null, decoder);

            assertThat(decoder.isEnd()).as("seed %d", seed).isTrue();
            // Avro's maps have no order of their own, so only records without a large one can be compared as bytes.
            if (!(record.hasField("labels") && ((java.util.Map<?, ?>) record.get("labels")).size() > 1)) {
                ByteArrayOutputStream again = new ByteArrayOutputStream();
                BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(again, null);
                writer.write(record, encoder);
                encoder.flush();
                assertThat(again.toByteArray())
                        .as("seed %d", seed)
                        .isEqualTo(Arrays.copyOfRange(bytes, 10, bytes.length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T> void theHeaderIsTheMarkAndTheFingerprint(Codec<T> codec) {
        ByteBuffer header = ByteBuffer.wrap(codec.bytes(1)).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(header.get()).isEqualTo((byte) 0xC3);
        assertThat(header.get()).isEqualTo((byte) 0x01);
        assertThat(header.getLong()).isEqualTo(SchemaNormalization.parsingFingerprint64(codec.schema()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T> void anyBytesGiveAnAnswerAndNoException(Codec<T> codec) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = codec.bytes(seed);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }

            assertThat(codec.decode().apply(bytes)).as("seed %d", seed).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T> void aRecordCutAnywhereIsRefused(Codec<T> codec) {
        byte[] bytes = codec.bytes(3);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(codec.decode().apply(Arrays.copyOf(bytes, length))).isInstanceOf(Decoded.Refused.class);
        }
        assertThat(codec.decode().apply(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(Decoded.Refused.class);
    }

    /** Every field of a schema says what it is, and everything that a later version may leave out has a default. */
    @ParameterizedTest
    @MethodSource("codecs")
    <T> void everyFieldIsDocumented(Codec<T> codec) {
        documented(codec.schema());
    }

    private static void documented(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
                for (Schema.Field field : schema.getFields()) {
                    assertThat(field.doc()).as(field.name()).isNotBlank();
                    assertThat(field.schema().isNullable())
                            .as(field.name())
                            .isEqualTo(field.hasDefaultValue() && field.schema().isUnion());
                    documented(field.schema());
                }
            }
            case UNION -> schema.getTypes().forEach(AvroLaws::documented);
            case ARRAY -> documented(schema.getElementType());
            default -> {}
        }
    }
}
