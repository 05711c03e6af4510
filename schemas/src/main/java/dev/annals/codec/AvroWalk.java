package dev.annals.codec;

import org.apache.avro.Schema;

/** Walks over one value of any schema without keeping it: every length and count is checked against the bytes that are there. */
final class AvroWalk {
    private AvroWalk() {}

    static void skip(AvroIn in, Schema schema) throws Refusal {
        skip(in, schema, Limits.DEPTH);
    }

    private static void skip(AvroIn in, Schema schema, int depth) throws Refusal {
        if (depth == 0) {
            throw in.broken("nesting deeper than " + Limits.DEPTH);
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.flag();
            case INT, LONG -> in.number();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING -> in.text();
            case BYTES -> in.skip(in.length());
            case FIXED -> in.skip(schema.getFixedSize());
            case ENUM -> in.symbol(schema.getEnumSymbols().size());
            case UNION ->
                skip(in, schema.getTypes().get(in.symbol(schema.getTypes().size())), depth - 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(in, field.schema(), depth - 1);
                }
            }
            case ARRAY -> {
                for (int count = in.block(); count > 0; count = in.block()) {
                    for (int i = 0; i < count; i++) {
                        skip(in, schema.getElementType(), depth - 1);
                    }
                }
            }
            case MAP -> {
                for (int count = in.block(); count > 0; count = in.block()) {
                    for (int i = 0; i < count; i++) {
                        in.text();
                        skip(in, schema.getValueType(), depth - 1);
                    }
                }
            }
        }
    }
}
