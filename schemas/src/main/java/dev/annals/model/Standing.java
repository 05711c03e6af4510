package dev.annals.model;

/**
 * How an activity relates to the earlier ones of its object.
 *
 * @param late a newer activity of the object was processed before it; it does not change
 * fields that the newer one has set
 * @param whole its event had the whole document, so that it has set every field, also those that it does not list as changed
 * @param cut old values were left out, because the activity would have been too large for the log
 */
public record Standing(boolean late, boolean whole, boolean cut) {
    /** Neither late nor whole nor cut. */
    public static final Standing USUAL = new Standing(false, false, false);
}
