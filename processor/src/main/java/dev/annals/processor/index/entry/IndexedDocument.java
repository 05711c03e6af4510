package dev.annals.processor.index.entry;

import java.util.List;
import java.util.Objects;

/**
 * One entry of the log as the store keeps it: a row of bytes and what it can be found by.
 *
 * <p>Immutable, except that the row is not copied: do not change the array after handing it over.
 */
public final class IndexedDocument {
    /** The largest number a document can have: numbers are kept as unsigned 32-bit values. */
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private final String tenant;
    private final long number;
    private final long timeMicros;
    private final byte[] row;
    private final List<Term> terms;
    private final List<Text> texts;

    /**
     * A document.
     *
     * @param tenant whose document it is
     * @param number its dense number within the tenant, 1 to {@link #MAX_NUMBER}
     * @param timeMicros when it happened, in microseconds since 1970-01-01T00:00:00Z; may be negative
     * @param row the record bytes, which a snapshot returns unchanged
     * @param terms what it is found by exactly; the same term twice counts once
     * @param texts what it is found by in part
     */
    public IndexedDocument(
            String tenant, long number, long timeMicros, byte[] row, List<Term> terms, List<Text> texts) {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "document number " + number + " of tenant " + tenant + " (expected: 1 to " + MAX_NUMBER + ")");
        }
        this.tenant = tenant;
        this.number = number;
        this.timeMicros = timeMicros;
        this.row = Objects.requireNonNull(row, "row");
        this.terms = List.copyOf(terms);
        this.texts = List.copyOf(texts);
    }

    /** A document without long texts. */
    public IndexedDocument(String tenant, long number, long timeMicros, byte[] row, List<Term> terms) {
        this(tenant, number, timeMicros, row, terms, List.of());
    }

    /** Whose document it is. */
    public String tenant() {
        return tenant;
    }

    /** Its dense number within the tenant. */
    public long number() {
        return number;
    }

    /** When it happened, in microseconds since the epoch. */
    public long timeMicros() {
        return timeMicros;
    }

    /** The record bytes, not copied. */
    public byte[] row() {
        return row;
    }

    /** What it is found by exactly. */
    public List<Term> terms() {
        return terms;
    }

    /** What it is found by in part. */
    public List<Text> texts() {
        return texts;
    }

    /**
     * A long text of a document, to be found by any part of it.
     *
     * @param field the field's name, without {@code #}. It may also have {@link Term}s; the two do not mix
     * @param text the whole text, of any length
     */
    public record Text(String field, String text) {
        /** Refuses field names that are kept for the index itself. */
        public Text {
            Term.requireFieldName(field);
        }
    }
}
