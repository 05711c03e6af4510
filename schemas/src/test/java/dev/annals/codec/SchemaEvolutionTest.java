package dev.annals.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.codec.Decoded.Refused;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Hash;
import dev.annals.model.Reject.Reason;
import dev.annals.model.Standing;
import dev.annals.testing.RandomRecords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** A later schema with one more field reads what the present one wrote, and the other way round. */
class SchemaEvolutionTest {

    @Test
    void aChangeOfAnOlderSchemaIsRead() {
        Schema older = without(ChangeAvro.schema(), "traceparent");
        WireSchema reader = new WireSchema(ChangeAvro.schema(), List.of(older));
        for (long seed = 0; seed < 300; seed++) {
            ChangeEvent event = untraced(new RandomRecords(seed).change());

            Decoded<ChangeEvent> decoded = new ChangeAvro(Limits.DEFAULT, reader).decode(inOlder(event, older));

            assertThat(decoded).as("seed %d", seed).isEqualTo(new Accepted<>(event));
        }
    }

    @Test
    void anOlderRecordCutAnywhereIsRefused() {
        Schema older = without(ChangeAvro.schema(), "traceparent");
        ChangeAvro avro = new ChangeAvro(Limits.DEFAULT, new WireSchema(ChangeAvro.schema(), List.of(older)));
        byte[] bytes = inOlder(untraced(new RandomRecords(5).change()), older);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(avro.decode(Arrays.copyOf(bytes, length))).isInstanceOf(Refused.class);
        }
    }

    @Test
    void anOlderRecordThatClaimsAGigabyteIsRefusedBeforeItIsAllocated() {
        Schema older = without(ChangeAvro.schema(), "traceparent");
        ChangeAvro avro = new ChangeAvro(Limits.DEFAULT, new WireSchema(ChangeAvro.schema(), List.of(older)));
        AvroOut out = new WireSchema(older, List.of()).begin();
        out.number(1L << 30);

        Decoded<ChangeEvent> decoded = avro.decode(out.toByteArray());

        assertThat(((Refused<ChangeEvent>) decoded).detail())
                .isEqualTo("not Avro of its schema: a length beyond the end of the record at byte 15");
    }

    @Test
    void anUnknownSchemaIsRefusedByItsFingerprint() {
        byte[] bytes = ActivityAvro.encode(new RandomRecords(1).activity());

        Decoded<ChangeEvent> decoded = new ChangeAvro(Limits.DEFAULT).decode(bytes);

        assertThat(((Refused<ChangeEvent>) decoded).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(((Refused<ChangeEvent>) decoded).detail())
                .startsWith("the Avro schema of fingerprint ")
                .endsWith(", dev.annals.v1.ChangeEvent)");
    }

    @Test
    void anActivityThatWasWrittenBeforeStandingsIsReadAsOfTheUsualOne() {
        Schema first = WireSchema.parse("older/Activity-1");
        int tried = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            Activity random = new RandomRecords(seed).activity();
            if (!random.related().isEmpty() || random.standing().document() != null) {
                // The bytes are cut from those of today, whose related objects have a field more.
                continue;
            }
            tried++;
            byte[] bytes = ActivityAvro.encode(random);
            ByteBuffer older = ByteBuffer.allocate(bytes.length - 4).order(ByteOrder.LITTLE_ENDIAN);
            int end = bytes.length - Hash.LENGTH;
            older.put(bytes, 0, end - 4).put(bytes, end, Hash.LENGTH);
            older.putLong(2, SchemaNormalization.parsingFingerprint64(first));

            Activity read = ActivityAvro.decode(older.array()).orElseThrow();

            assertThat(read.standing()).isEqualTo(Standing.USUAL);
            assertThat(read)
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .ignoringFields("standing")
                    .isEqualTo(random);
        }
        assertThat(tried).isGreaterThan(50);
    }

    @Test
    void anActivityThatWasWrittenBeforeDocumentsIsReadWithoutOne() {
        Schema second = WireSchema.parse("older/Activity-2");
        for (long seed = 0; seed < 300; seed++) {
            Activity random = new RandomRecords(seed).activity();
            if (random.standing().document() != null) {
                continue;
            }
            byte[] bytes = ActivityAvro.encode(random);
            ByteBuffer older = ByteBuffer.allocate(bytes.length - 1).order(ByteOrder.LITTLE_ENDIAN);
            int end = bytes.length - Hash.LENGTH;
            older.put(bytes, 0, end - 1).put(bytes, end, Hash.LENGTH);
            older.putLong(2, SchemaNormalization.parsingFingerprint64(second));

            assertThat(ActivityAvro.decode(older.array()).orElseThrow())
                    .as("seed %d", seed)
                    .isEqualTo(random);
        }
    }

    @Test
    void theChainOfRecordsOfAnOlderSchemaVerifiesByTheirBytes() {
        Schema older = without(ActivityAvro.schema(), "traceparent");
        Activity activity = new RandomRecords(2).activity();
        byte[] canonical = ActivityAvro.canonical(activity);
        Hash hash = HashChain.next(Hash.ZERO, canonical);
        byte[] record = new WireSchema(older, List.of()).begin().toByteArray();
        byte[] whole = ByteBuffer.allocate(record.length + canonical.length + Hash.LENGTH)
                .put(record)
                .put(canonical)
                .put(hash.bytes())
                .array();

        assertThat(HashChain.verify(Hash.ZERO, whole)).isTrue();
    }

    /** What breaks this breaks every log that exists: a field may be added, with a default; none may go or change. */
    @Test
    void theSchemasReadThemselvesWithoutAnyOptionalField() {
        for (Schema schema :
                List.of(ChangeAvro.schema(), ActivityAvro.schema(), CommitAvro.schema(), RejectAvro.schema())) {
            for (Schema.Field field : schema.getFields()) {
                if (field.hasDefaultValue()) {
                    // a field may hold the definition of a type that later ones only name
                    Schema older = without(schema, field.name());
                    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(schema, older)
                                    .getType())
                            .as(field.name())
                            .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
                }
            }
        }
    }

    /** What producers and logs from before related objects could be only shown have written. */
    @Test
    void recordsFromBeforeObjectsCouldBeOnlyShownAreRead() {
        Schema first = WireSchema.parse("older/ChangeEvent-1");
        byte[] header = new WireSchema(first, List.of()).begin().toByteArray();
        for (long seed = 0; seed < 300; seed++) {
            ChangeEvent event = new RandomRecords(seed).change();
            if (event.related().isEmpty()) {
                // Without related objects the two schemas give the same bytes behind the header.
                byte[] bytes = new ChangeAvro(Limits.DEFAULT).encode(event);
                System.arraycopy(header, 0, bytes, 0, header.length);

                assertThat(new ChangeAvro(Limits.DEFAULT).decode(bytes))
                        .as("seed %d", seed)
                        .isEqualTo(new Accepted<>(event));
            }
        }
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(ChangeAvro.schema(), first)
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(
                                ActivityAvro.schema(), WireSchema.parse("older/Activity-1"))
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void theHashIsTheLastFieldSoThatTheChainCanBeVerifiedFromBytes() {
        for (Schema schema : List.of(ActivityAvro.schema(), CommitAvro.schema())) {
            Schema.Field last = schema.getFields().get(schema.getFields().size() - 1);
            assertThat(last.name()).isEqualTo("hash");
            assertThat(last.schema().getFixedSize()).isEqualTo(Hash.LENGTH);
        }
    }

    @Test
    void aTypeOfTheSameNameIsTheSameInEverySchema() {
        assertThat(typeOf(ChangeAvro.schema(), "actor"))
                .isEqualTo(typeOf(ActivityAvro.schema(), "actor"))
                .isEqualTo(typeOf(CommitAvro.schema(), "actor"));
        for (String field : List.of("object", "related", "changes", "execution", "presentation")) {
            assertThat(typeOf(ChangeAvro.schema(), field)).as(field).isEqualTo(typeOf(ActivityAvro.schema(), field));
        }
    }

    private static Schema typeOf(Schema schema, String field) {
        Schema type = schema.getField(field).schema();
        type = type.isUnion() ? type.getTypes().get(1) : type;
        return type.getType() == Schema.Type.ARRAY ? type.getElementType() : type;
    }

    private static Schema without(Schema schema, String name) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (!field.name().equals(name)) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private static ChangeEvent untraced(ChangeEvent e) {
        return new ChangeEvent(
                e.id(),
                e.source(),
                e.tenant(),
                e.time(),
                e.timeText(),
                e.serviceId(),
                e.node(),
                e.operation(),
                e.actor(),
                e.object(),
                e.object2(),
                e.relationship(),
                e.related(),
                e.before(),
                e.after(),
                e.patch(),
                e.changes(),
                e.commit(),
                e.wording(),
                e.execution(),
                e.ipAddress(),
                e.presentation(),
                e.sensitive(),
                e.labels(),
                null,
                e.snapshot());
    }

    /** The absent traceparent is one zero byte before the last one. */
    private static byte[] inOlder(ChangeEvent event, Schema older) {
        byte[] bytes = new ChangeAvro(Limits.DEFAULT).encode(event);
        ByteBuffer out = ByteBuffer.allocate(bytes.length - 1).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes, 0, bytes.length - 2).put(bytes[bytes.length - 1]);
        out.putLong(2, SchemaNormalization.parsingFingerprint64(older));
        return out.array();
    }
}
