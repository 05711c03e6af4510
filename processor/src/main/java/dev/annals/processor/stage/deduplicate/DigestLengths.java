package dev.annals.processor.stage.deduplicate;

/**
 * How many bytes of a digest are kept of each event. Each event within the horizon takes them twice on disk, in the state and in its changelog, and nothing compresses
 * them. Digests are keyed, so nobody outside can look for two that are alike.
 *
 * @param key of (tenant, source, id): two events that share it are a conflict or a duplicate
 * @param body of what the event says: looked at only when the keys are the same
 */
public record DigestLengths(int key, int body) {
    /** Among a milliard events within the horizon any two share a key with a probability of 6 in 10^12. */
    public static final DigestLengths CURRENT = new DigestLengths(12, 8);

    /** What earlier releases kept. */
    public static final DigestLengths EARLIER = new DigestLengths(16, 16);
}
