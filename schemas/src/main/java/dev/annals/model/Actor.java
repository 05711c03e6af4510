package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * Who did it, named as at that moment.
 *
 * @param type the kind of subject, {@code users} unless said otherwise
 * @param id text; a canonical decimal is rendered as a number where a dialect's field is numeric
 * @param name the display name
 */
public record Actor(
        String type,
        String id,
        @Nullable String name,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName) {
    /** The type of an actor that names none. */
    public static final String USERS = "users";

    /** What the id of an actor begins with whose own id is not known any more; the name stands behind it. */
    public static final String GONE = "gone:";
}
