package dev.annals.processor.view;

import dev.annals.processor.index.entry.Term;
import dev.annals.processor.index.entry.TermRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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

    /**
     * The terms of fields: how a value of a {@link Field} is written into a column of the index and read back.
     *
     * <p>A term of a keyed field is each key followed by U+0000, then the encoded value. A column has a fixed number of keys, so
     * no two fields of it share a term. A key that holds U+0000 or is longer than {@value #MAX_KEY_BYTES} bytes is replaced by
     * its beginning and a digest, which keeps different keys apart.
     */
    public static final class FieldTerms {
        private static final int MAX_KEY_BYTES = 128;
        private static final int KEPT_KEY_CHARACTERS = 16;

        private FieldTerms() {}

        /** The term of a value of a text or id field. */
        public static Term term(Field field, String value) {
            Term plain = plain(field, value);
            return field.keys().isEmpty() ? plain : Term.encoded(field.column(), join(prefix(field), plain.value()));
        }

        /** The bytes that every term of a field begins with; empty for a plain column. */
        public static byte[] prefix(Field field) {
            byte[] prefix = new byte[0];
            for (String key : field.keys()) {
                prefix = join(prefix, keyBytes(key));
            }
            return prefix;
        }

        /** What the term of a value would be if it were never cut: the bytes that bounds and beginnings are compared by. */
        public static byte[] uncut(Field field, String value) {
            byte[] plain = plain(field, value).value();
            if (Term.isCut(plain)) {
                byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
                // A cut id is not a decimal, so its first byte says that it is text.
                plain = field.kind() == Kind.ID ? join(new byte[] {plain[0]}, utf8) : utf8;
            }
            return join(prefix(field), plain);
        }

        /** All terms of a field. */
        public static TermRange all(Field field) {
            return field.keys().isEmpty() ? TermRange.all() : TermRange.prefix(prefix(field));
        }

        /** The value of a term; only its beginning when it is cut. */
        public static String value(Field field, byte[] term) {
            byte[] value = field.keys().isEmpty() ? term : Arrays.copyOfRange(term, prefix(field).length, term.length);
            return field.kind() == Kind.ID ? Term.idOf(value) : Term.textOf(value);
        }

        private static Term plain(Field field, String value) {
            return switch (field.kind()) {
                case TEXT -> Term.text(field.column(), value);
                case ID -> Term.id(field.column(), value);
                default ->
                    throw new IllegalArgumentException(
                            "field " + field + " has no terms (expected: a text or id field)");
            };
        }

        private static byte[] keyBytes(String key) {
            byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
            if (utf8.length <= MAX_KEY_BYTES && key.indexOf('\0') < 0) {
                return Arrays.copyOf(utf8, utf8.length + 1);
            }
            String beginning = key.substring(0, Math.min(KEPT_KEY_CHARACTERS, key.length()))
                    .replace('\0', ' ');
            String replaced = beginning + '\1' + HexFormat.of().formatHex(sha256(utf8)) + '\0';
            return replaced.getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] sha256(byte[] bytes) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
            }
        }

        private static byte[] join(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }
}
