package dev.annals.query;

import dev.annals.processor.view.Field;
import java.util.List;

/**
 * The order of an answer: by the first key, ties by the next, last ties by document number in the direction of the last key.
 * A document without a value comes last ascending and first descending, as NULL does in PostgreSQL, unless the key says that it has the least value.
 * A document with several values is placed by its least value ascending and by its greatest descending, once.
 *
 * @param keys at least one
 */
public record Order(List<Key> keys) {
    public Order {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("order: no keys (expected: at least one)");
        }
    }

    /**
     * One field and its direction.
     *
     * @param missingIsLeast whether a document without a value is placed as if its value were the least of all, as the empty text is
     */
    public record Key(Field field, boolean descending, boolean missingIsLeast) {
        /** A key by which documents without a value are placed as if their value were the greatest. */
        public Key(Field field, boolean descending) {
            this(field, descending, false);
        }

        /** Whether documents without a value come before all others. */
        boolean missingFirst() {
            return descending != missingIsLeast;
        }
    }

    /** By one field upwards. */
    public static Order ascending(Field field) {
        return new Order(List.of(new Key(field, false)));
    }

    /** By one field downwards. */
    public static Order descending(Field field) {
        return new Order(List.of(new Key(field, true)));
    }
}
