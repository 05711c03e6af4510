package dev.annals.model;

import org.jspecify.annotations.Nullable;

/**
 * How an activity relates to the earlier ones of its object.
 *
 * @param late a newer activity of the object was processed before it; it does not change
 * fields that the newer one has set
 * @param whole its event had the whole document, so that it has set every field, also those that it does not list as changed
 * @param cut old values were left out, because the activity would have been too large for the log
 * @param document the object's document after it, where its changes and the activities before it do not tell it; {@link JsonText#NULL} when the object is
 *     gone by an operation that does not say so; absent where they do
 */
public record Standing(
        boolean late, boolean whole, boolean cut, @Nullable JsonText document) {
    /** Neither late nor whole nor cut. */
    public static final Standing USUAL = new Standing(false, false, false);

    /** A standing of an activity whose document can be told from the activities. */
    public Standing(boolean late, boolean whole, boolean cut) {
        this(late, whole, cut, null);
    }
}
