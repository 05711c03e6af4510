package dev.annals.processor.view;

/**
 * A log whose view has stopped before a record that cannot be indexed. Annals itself writes the logs, so skipping a record silently would hide a defect
 * or a damaged log behind answers that look complete. Other partitions continue.
 *
 * @param offset that of the record
 * @param reason why it cannot be indexed
 */
public record StoppedLog(String topic, int partition, long offset, String reason) {
    /** Topic, partition and offset in the form that {@code annals view skip} takes. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }

    /** What happened, and what to do. */
    public String sentence() {
        return "record " + place() + " cannot be indexed (" + reason + "), and the view of partition " + partition
                + " stops before it (expected: a record that Annals wrote); if something else wrote it, stop Annals"
                + " and pass over it with `annals view"
                + " skip"
                + " " + place() + "`; if a newer release wrote it, run that release";
    }
}
