package dev.annals.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.testing.RandomRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records under every version that our schemas ever had, kept as they were written: whatever becomes of the schemas, they must be read, and those who have an old schema must be able to read what is written
 * now (FULL_TRANSITIVE).
 *
 * <p>A change of a schema fails here until its old text lies under {@code older} and records of the new one are in the corpus: {@link #main} writes the files that are missing, and never one that is there.
 */
class GoldenCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final int RECORDS = 24;

    /**
     * A kind of record with all its schemas.
     *
     * @param versions oldest first; the last one is the one that is written
     * @param again what reading and writing makes of a record
     */
    record Kind(
            String name,
            List<Schema> versions,
            Function<byte[], byte[]> again,
            Function<RandomRecords, byte[]> random) {
        Schema current() {
            return versions.get(versions.size() - 1);
        }

        Path file(int version) {
            return CORPUS.resolve(name + "-" + (version + 1) + ".base64");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        ChangeAvro changes = new ChangeAvro(Limits.DEFAULT);
        return List.of(
                new Kind(
                        "ChangeEvent",
                        List.of(WireSchema.parse("older/ChangeEvent-1"), ChangeAvro.schema()),
                        bytes -> changes.encode(changes.decode(bytes).orElseThrow()),
                        random -> changes.encode(random.change())),
                new Kind(
                        "Activity",
                        List.of(
                                WireSchema.parse("older/Activity-1"),
                                WireSchema.parse("older/Activity-2"),
                                ActivityAvro.schema()),
                        bytes -> ActivityAvro.encode(ActivityAvro.decode(bytes).orElseThrow()),
                        random -> ActivityAvro.encode(random.activity())),
                new Kind(
                        "Commit",
                        List.of(CommitAvro.schema()),
                        bytes -> CommitAvro.encode(CommitAvro.decode(bytes).orElseThrow()),
                        random -> CommitAvro.encode(random.commit())),
                new Kind(
                        "Reject",
                        List.of(RejectAvro.schema()),
                        bytes -> RejectAvro.encode(RejectAvro.decode(bytes).orElseThrow()),
                        random -> RejectAvro.encode(random.reject())));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyVersionReadsEveryOther(Kind kind) {
        for (Schema reader : kind.versions()) {
            for (Schema writer : kind.versions()) {
                assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getType())
                        .as(
                                "%s read as %s",
                                kind.versions().indexOf(writer), kind.versions().indexOf(reader))
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    /** No older text is forgotten by the test. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyOlderTextIsAVersionHere(Kind kind) throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/dev/annals/v1/older"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(kind.name() + "-")))
                    .hasSize(kind.versions().size() - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyRecordEverWrittenIsReadAndWrittenNowReadsTheSameToOldReaders(Kind kind) throws IOException {
        for (int version = 0; version < kind.versions().size(); version++) {
            Schema schema = kind.versions().get(version);
            List<byte[]> records = records(kind.file(version));
            assertThat(records).as("records under %s", kind.file(version)).isNotEmpty();
            for (byte[] record : records) {
                assertThat(fingerprint(record)).isEqualTo(SchemaNormalization.parsingFingerprint64(schema));

                byte[] now = kind.again().apply(record);

                assertThat(fingerprint(now)).isEqualTo(SchemaNormalization.parsingFingerprint64(kind.current()));
                assertThat(read(now, kind.current(), schema)).isEqualTo(read(record, schema, schema));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldOfTheCurrentSchemaIsSetInSomeRecord(Kind kind) throws IOException {
        Schema current = kind.current();
        TreeSet<String> never = new TreeSet<>();
        current.getFields().forEach(field -> never.add(field.name()));
        for (byte[] record : records(kind.file(kind.versions().size() - 1))) {
            GenericRecord read = read(record, current, current);
            never.removeIf(name -> isSet(read.get(name)));
        }
        assertThat(never).isEmpty();
    }

    /** Writes the files that are missing. */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(CORPUS);
        for (Kind kind : kinds()) {
            for (int version = 0; version < kind.versions().size(); version++) {
                if (!Files.exists(kind.file(version))) {
                    write(kind, version);
                }
            }
        }
    }

    private static void write(Kind kind, int version) throws IOException {
        Schema schema = kind.versions().get(version);
        List<String> lines = new ArrayList<>();
        for (int seed : IntStream.range(0, RECORDS).toArray()) {
            byte[] current = kind.random().apply(new RandomRecords(seed));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0xC3)
                    .put((byte) 1)
                    .putLong(SchemaNormalization.parsingFingerprint64(schema))
                    .array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(schema).write(read(current, kind.current(), schema), encoder);
            encoder.flush();
            lines.add(Base64.getEncoder().encodeToString(out.toByteArray()));
        }
        Files.write(kind.file(version), lines);
    }

    private static List<byte[]> records(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Base64.getDecoder().decode(line))
                .toList();
    }

    private static GenericRecord read(byte[] record, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(record, 10, record.length - 10, null));
    }

    private static long fingerprint(byte[] record) {
        return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    private static boolean isSet(Object value) {
        return value != null
                && !value.equals(Boolean.FALSE)
                && !(value instanceof List<?> list && list.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty());
    }
}
