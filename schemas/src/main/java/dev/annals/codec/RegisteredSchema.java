package dev.annals.codec;

import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * A schema that producers registered, and how change events are read that were written under it. Ours is read directly; any other is resolved to ours by Avro's rules, so that older and newer
 * producers are read, and those that wrote a schema of their own with the same fields. Thread-safe.
 */
public final class RegisteredSchema {
    private static final String MICROS = "timestamp-micros";
    private static final List<String> TIMES = List.of("time", "start", "finish");

    private final Schema schema;
    private final @Nullable String unusable;
    private final boolean ours;

    private RegisteredSchema(Schema schema, boolean ours, @Nullable String unusable) {
        this.schema = schema;
        this.ours = ours;
        this.unusable = unusable;
    }

    /** The schema in a text that a registry took for one; unusable when it is none. */
    public static RegisteredSchema of(String text) {
        try {
            Schema schema = new Schema.Parser().setValidateDefaults(false).parse(text);
            @Nullable String times = times(schema, new HashSet<>());
            boolean ours = times == null
                    && SchemaNormalization.parsingFingerprint64(schema)
                            == SchemaNormalization.parsingFingerprint64(ChangeAvro.schema());
            return new RegisteredSchema(schema, ours, ours ? null : times == null ? mismatch(schema) : times);
        } catch (AvroRuntimeException | StackOverflowError e) {
            return new RegisteredSchema(Schema.create(Schema.Type.NULL), false, "it cannot be read as an Avro schema");
        }
    }

    /** The schema as Avro has it. */
    public Schema schema() {
        return schema;
    }

    /** The event behind a frame's header. */
    Decoded<ChangeEvent> decode(ChangeAvro avro, byte[] value) {
        if (unusable != null) {
            return new Decoded.Refused<>(
                    Reason.UNKNOWN_SCHEMA,
                    "the schema of the record is no " + ChangeAvro.schema().getFullName() + ": " + unusable);
        }
        return ours ? avro.decode(value, ConfluentFrame.HEADER) : avro.decode(value, ConfluentFrame.HEADER, schema);
    }

    /** Why records under a schema can never be read as change events; null when they can. */
    private static @Nullable String mismatch(Schema schema) {
        SchemaCompatibility.SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(ChangeAvro.schema(), schema);
        if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return null;
        }
        SchemaCompatibility.Incompatibility first =
                pair.getResult().getIncompatibilities().get(0);
        return "at " + first.getLocation() + " "
                + first.getType().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** A time in another unit would be read as one in microseconds without a word, since Avro resolves numbers and not what they mean. */
    private static @Nullable String times(Schema schema, Set<Schema> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (!seen.add(schema)) {
                    return null;
                }
                for (Schema.Field field : schema.getFields()) {
                    @Nullable String wrong = TIMES.contains(field.name()) ? time(field) : times(field.schema(), seen);
                    if (wrong != null) {
                        return wrong;
                    }
                }
                return null;
            }
            case UNION -> {
                for (Schema branch : schema.getTypes()) {
                    @Nullable String wrong = times(branch, seen);
                    if (wrong != null) {
                        return wrong;
                    }
                }
                return null;
            }
            default -> {
                return null;
            }
        }
    }

    private static @Nullable String time(Schema.Field field) {
        List<Schema> branches = field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
        for (Schema branch : branches) {
            String logical = branch.getProp("logicalType");
            if (branch.getType() == Schema.Type.LONG && !MICROS.equals(logical)) {
                return "its field " + field.name() + " is a long "
                        + (logical == null ? "without a logical type" : "of another unit") + " (expected: " + MICROS
                        + ")";
            }
            if (branch.getType() == Schema.Type.INT) {
                return "its field " + field.name() + " is an int (expected: a long, " + MICROS + ")";
            }
        }
        return null;
    }
}
