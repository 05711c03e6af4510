package dev.annals.processor.index.entry;

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
