package dev.annals.api;

import dev.annals.model.Activity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How far everything has come.
 *
 * @param tenants by name; {@code default} is always there
 * @param stopped the logs whose view has stopped; nothing of their tenants is visible
 * @param epochs the settings that the log is processed under: one, or several while partitions have not all come to the latest
 * @param delays what new events wait for, by the part that is waited for
 */
public record Status(Map<String, Tenant> tenants, List<Stop> stopped, List<Epoch> epochs, Map<String, String> delays) {
    /** No view has stopped, and the epochs of the log are not known. */
    public Status(Map<String, Tenant> tenants) {
        this(tenants, List.of(), List.of(), Map.of());
    }

    /** When new events wait for nothing. */
    public Status(Map<String, Tenant> tenants, List<Stop> stopped, List<Epoch> epochs) {
        this(tenants, stopped, epochs, Map.of());
    }

    /**
     * A log whose view goes no further because of one of its records.
     *
     * @param offset that of the record
     * @param sentence what is the matter, and the ways out
     */
    public record Stop(String topic, int partition, long offset, String sentence) {}

    /**
     * The settings of a stretch of the log.
     *
     * @param log the log's own name
     * @param keyCheck tells the redaction key from others
     * @param settings name → text, a list one entry a line
     * @param since where it began
     */
    public record Epoch(
            long number, String log, String keyCheck, SortedMap<String, String> settings, List<Beginning> since) {}

    /**
     * Where an epoch began on a partition.
     *
     * @param offset of its record; -1 when that lies ahead, in a log that is older than epochs
     * @param time when the log took it
     */
    public record Beginning(int partition, long offset, Instant time) {}

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
