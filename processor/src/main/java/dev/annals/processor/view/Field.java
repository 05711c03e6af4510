package dev.annals.processor.view;

import java.util.List;

/**
 * A field that documents of an index can be found and ordered by.
 *
 * <p>A field is a column of the index, or a part of one: the terms of a keyed column begin with keys, such as the type of
 * a linked object, so that any number of types, attributes and labels share one column and nothing from outside names a
 * column.
 *
 * @param column the column of the index, one of a fixed set
 * @param keys the keys that every term of this field begins with; empty for a plain column
 * @param kind what its values are, and so how they are encoded, compared and ordered
 */
public record Field(String column, List<String> keys, Kind kind) {
    /** What the values of a field are. */
    public enum Kind {
        /** Text, ordered by UTF-8 bytes. */
        TEXT,
        /** An identifier: canonical non-negative decimals order by value and before all other text. */
        ID,
        /** The dense number of the document itself. */
        NUMBER,
        /** The time of the document, microseconds since the epoch. */
        TIME,
        /** Long text that is searched for substrings and patterns, verified against the document. */
        LONG_TEXT
    }

    public Field {
        keys = List.copyOf(keys);
    }

    /** A plain column. */
    public static Field of(String column, Kind kind) {
        return new Field(column, List.of(), kind);
    }

    /** The part of a keyed column below these keys. */
    public static Field keyed(String column, Kind kind, String... keys) {
        return new Field(column, List.of(keys), kind);
    }

    /** The name for messages, such as {@code link.name[inventory]}. */
    @Override
    public String toString() {
        return keys.isEmpty() ? column : column + keys;
    }
}
