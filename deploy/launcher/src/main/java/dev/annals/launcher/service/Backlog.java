package dev.annals.launcher.service;

import dev.annals.processor.stage.sequence.Counters;
import dev.annals.topic.TenantPartition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records that wait for the processor, shared out among tenants. Whose a record is shows only when it is read: the right
 * partition of a tenant holds its records, and a producer with another partitioner puts them anywhere.
 *
 * <p>So what waits on a partition counts for every tenant whose partition it is; for every tenant that has had misplaced records
 * before; and, on a partition of no known tenant, for all, since nothing else than misplaced records and those of new tenants
 * can be there. The lag of a tenant is thus too large rather than too small.
 *
 * @param behind partition to waiting records
 * @param known every tenant that the processor has seen, and {@code default}
 */
record Backlog(Map<Integer, Long> behind, int partitions, Map<String, Counters> known) {

    /** The waiting records that may be this tenant's. */
    long of(String tenant) {
        int own = TenantPartition.of(tenant, partitions);
        boolean misplaces = known.getOrDefault(tenant, Counters.ZERO).forwarded() > 0;
        Set<Integer> owned = known.keySet().stream()
                .map(name -> TenantPartition.of(name, partitions))
                .collect(Collectors.toSet());
        return behind.entrySet().stream()
                .filter(waiting -> waiting.getKey() == own || misplaces || !owned.contains(waiting.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
