package dev.annals.model;

/**
 * How an activity stands to the ones before it.
 *
 * @param late it is older than an activity of its object that came before it; it does not change what that one has set
 * @param whole its event had the whole document, so that it has set every field, also those that it does not list as changed
 * @param cut old values were left out, because the activity would have been too large for the log
 */
public record Standing(boolean late, boolean whole, boolean cut) {
    /** In its turn, of a part of its document, complete. */
    public static final Standing USUAL = new Standing(false, false, false);
}
