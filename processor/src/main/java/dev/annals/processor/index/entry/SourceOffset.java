package dev.annals.processor.index.entry;

/**
 * The place of a record in the log that the store is built from.
 *
 * @param topic the topic's name
 * @param partition the partition, 0 or more
 * @param offset the offset of the record itself (not of the next one), 0 or more
 */
public record SourceOffset(String topic, int partition, long offset) {
    /** Refuses places that no log has. */
    public SourceOffset {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "source " + topic + "-" + partition + "@" + offset + ": partition and offset must be 0 or more");
        }
    }

    /** The partition the record is in. */
    public SourcePartition source() {
        return new SourcePartition(topic, partition);
    }

    /** One partition of a topic that the store is built from. */
    public record SourcePartition(String topic, int partition) {}
}
