package dev.annals.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The group of activities of one action, closed: it never changes.
 *
 * @param number dense per tenant, from 1, in closing order
 * @param commitId the producer's id of the action; absent when Annals grouped by time
 * @param actor the subject; absent for the system
 * @param objects distinct by (type, id), in order of first appearance; never empty
 * @param time the latest time of its members, microseconds
 * @param ipAddress the first one that a member carries
 * @param activities ids of its members, ascending; never empty
 * @param continues the number of the earlier commit of the same action that closed without these members; absent for a first one
 * @param hash SHA-256 over the previous commit's hash and this commit's canonical bytes
 */
public record Commit(
        long number,
        String tenant,
        String serviceId,
        @Nullable String commitId,
        @Nullable Actor actor,
        List<CommitObject> objects,
        Instant time,
        @Nullable String ipAddress,
        List<Long> activities,
        @Nullable Long continues,
        Hash hash) {

    /** The same commit with its link in the hash chain. */
    public Commit chained(Hash newHash) {
        return new Commit(
                number, tenant, serviceId, commitId, actor, objects, time, ipAddress, activities, continues, newHash);
    }
}
