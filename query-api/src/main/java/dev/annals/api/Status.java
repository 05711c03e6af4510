package dev.annals.api;

import dev.annals.model.Activity;
import java.util.List;
import java.util.Map;

/**
 * How far everything has come.
 *
 * @param tenants by name; {@code default} is always there
 * @param stopped the logs whose view goes no further; nothing of their tenants is visible
 */
public record Status(Map<String, Tenant> tenants, List<Stop> stopped) {
    /** When every view goes on. */
    public Status(Map<String, Tenant> tenants) {
        this(tenants, List.of());
    }

    /**
     * A log whose view goes no further because of one of its records.
     *
     * @param offset that of the record
     * @param sentence what is the matter, and the ways out
     */
    public record Stop(String topic, int partition, long offset, String sentence) {}

    /**
     * The counts of one tenant. When {@code lag} is 0, changes = activities + rejects + unchanged + duplicates + snapshots.
     *
     * @param changes change events taken from the log; ticks and forwarded copies do not count
     * @param unmatchedPointers {@code sensitive} pointers of accepted changes that point at nothing
     * @param lag records on the log that are not yet visible
     */
    public record Tenant(
            long changes,
            long activities,
            long commits,
            long rejects,
            long unchanged,
            long duplicates,
            long snapshots,
            long unmatchedPointers,
            long lag) {
        /** From here on an operator should know that the tenant's ids come to an end. */
        private static final long NEARLY_FULL = Activity.LARGEST_ID / 10 * 9;

        /** Whether nine tenths of the activity ids are given out. When all are, further changes are refused. */
        public boolean isNearlyFull() {
            return isNearlyFull(activities);
        }

        static boolean isNearlyFull(long activities) {
            return activities >= NEARLY_FULL;
        }
    }
}
