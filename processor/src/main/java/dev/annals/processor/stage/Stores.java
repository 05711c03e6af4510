package dev.annals.processor.stage;

import dev.annals.processor.stage.memory.ByteStore;

/**
 * The state of one partition's pipeline.
 *
 * @param tenants tenant → ledger; and the partition's record time
 * @param events (bucket, key) → body digest: the events of the deduplication horizon
 * @param documents (tenant, type, id) → the object's last document, masked
 * @param openCommits commits that still take members
 * @param closedCommits (bucket, key) → number: closed commits of the same horizon that had a producer's id
 */
public record Stores(
        ByteStore tenants, ByteStore events, ByteStore documents, ByteStore openCommits, ByteStore closedCommits) {}
