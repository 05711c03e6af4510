package dev.annals.processor.stage.sequence;

/**
 * What became of a tenant's changes so far. Ticks are no changes, and a forwarded change counts where it arrives.
 *
 * @param forwarded changes that came under a wrong key and were sent on to their partition; not part of the sum
 * @param unmatchedPointers {@code sensitive} pointers of accepted changes that point at nothing; not part of the sum
 */
public record Counters(
        long activities,
        long commits,
        long rejects,
        long unchanged,
        long duplicates,
        long snapshots,
        long forwarded,
        long unmatchedPointers) {
    /** Nothing yet. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0, 0);

    /** The changes read from the log. Each is counted in exactly one of the summands. */
    public long changes() {
        return activities + rejects + unchanged + duplicates + snapshots;
    }

    /** The sum of two counters of one tenant, whose rejects may lie on any partition. */
    public Counters plus(Counters other) {
        return new Counters(
                activities + other.activities,
                commits + other.commits,
                rejects + other.rejects,
                unchanged + other.unchanged,
                duplicates + other.duplicates,
                snapshots + other.snapshots,
                forwarded + other.forwarded,
                unmatchedPointers + other.unmatchedPointers);
    }
}
