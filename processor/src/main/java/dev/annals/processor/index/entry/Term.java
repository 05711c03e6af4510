package dev.annals.processor.index.entry;

import dev.annals.processor.index.query.TermVisitor;
import java.util.Arrays;

/**
 * A field with one value that documents carry, the value encoded so that unsigned byte order is the order of the values.
 *
 * <p>There are three kinds of values, and a field should keep to one of them:
 *
 * <ul>
 *   <li><b>text</b>: UTF-8, so values are in order of code points; case matters.
 *   <li><b>id</b>: canonical non-negative decimals (no sign, no leading zero, at most 255 digits) come first, in order of their value;
 *       all other ids follow, in order of code points. {@code 9 < 10 < "" < "007" < "a"}.
 *   <li><b>number</b>: a signed 64-bit number, in numeric order (times in microseconds, booleans as 0 and 1).
 * </ul>
 *
 * <p>Text of more than {@value #MAX_EXACT_BYTES} bytes of UTF-8 (ids likewise) is <b>cut</b>: its first {@value #MIN_KEPT_BYTES} to 200
 * bytes (ending between code points) and a digest of the whole are kept. Equality stays exact, since equal texts give equal terms and
 * different ones different terms. What begins with at most {@value #MIN_KEPT_BYTES} bytes is still found by that beginning. Beyond that
 * ({@link #isCut}) order, contains and patterns need a look at the rows: a cut term sorts after all uncut terms with the same beginning.
 *
 * <p>Unpaired surrogates, which UTF-8 cannot express, count as {@code ?}. Immutable; the value array must not be changed.
 */
public final class Term {
    /** The longest UTF-8 form that is kept whole. */
    public static final int MAX_EXACT_BYTES = 256;

    /** How many bytes of UTF-8 a cut term keeps at least. */
    public static final int MIN_KEPT_BYTES = 197;

    private final String field;
    private final byte[] value;

    private Term(String field, byte[] value) {
        requireFieldName(field);
        this.field = field;
        this.value = value;
    }

    /** A text value. */
    public static Term text(String field, String text) {
        return new Term(field, TermCodec.encodeText(text));
    }

    /** An id: a number when it looks like one, text otherwise. */
    public static Term id(String field, String id) {
        return new Term(field, TermCodec.encodeId(id));
    }

    /** A signed number. */
    public static Term number(String field, long number) {
        return new Term(field, TermCodec.encodeNumber(number));
    }

    /** A value as a {@link TermVisitor} got it. */
    public static Term encoded(String field, byte[] value) {
        return new Term(field, value);
    }

    /** The text of an encoded text value; only its beginning when the value {@link #isCut}. */
    public static String textOf(byte[] value) {
        return TermCodec.decodeText(value, 0);
    }

    /** The id of an encoded id value; only its beginning when the value {@link #isCut}. */
    public static String idOf(byte[] value) {
        return TermCodec.decodeId(value);
    }

    /** The number of an encoded number value. */
    public static long numberOf(byte[] value) {
        return TermCodec.decodeNumber(value);
    }

    /** Whether an encoded value is only the beginning (and digest) of a long text or id. */
    public static boolean isCut(byte[] value) {
        return TermCodec.isCut(value);
    }

    /** The field's name. */
    public String field() {
        return field;
    }

    /** The encoded value, not copied. */
    public byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Term that && field.equals(that.field) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * field.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return field + "=" + TermCodec.printable(value);
    }

    static void requireFieldName(String field) {
        if (field.isEmpty() || field.indexOf('#') >= 0) {
            throw new IllegalArgumentException("field name '" + field
                    + "' (expected: at least one character and no '#', which names the index's own fields)");
        }
    }
}
