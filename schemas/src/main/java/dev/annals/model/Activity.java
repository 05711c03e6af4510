package dev.annals.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Annals makes of a change: who did what to which object, and which fields went from what to what. Secrets are masked.
 *
 * @param id dense per tenant, from 1, in log order
 * @param time when it happened, microseconds
 * @param timeText the producer's own text of the time, when it had an offset or nanoseconds
 * @param actor absent for the system
 * @param changes in field order of the new document; a create has no old values, a delete no new ones
 * @param baseline the first sight of an object in the middle of its life: the old values are unknown
 * @param drift where the producer's {@code before} contradicts the stored document
 * @param standing whether it is late, whole or cut
 * @param hash SHA-256 (32 bytes) over the previous activity's hash and this activity's canonical bytes; see ActivityCodec
 */
public record Activity(
        long id,
        String tenant,
        Origin origin,
        Instant time,
        @Nullable String timeText,
        String serviceId,
        @Nullable String node,
        Operation operation,
        @Nullable Actor actor,
        ObjectRef object,
        @Nullable ObjectRef object2,
        @Nullable String relationship,
        List<RelatedObject> related,
        List<FieldChange> changes,
        boolean baseline,
        List<Drift> drift,
        @Nullable CommitPart commit,
        Wording wording,
        @Nullable Execution execution,
        @Nullable String ipAddress,
        @Nullable Presentation presentation,
        Map<String, String> labels,
        @Nullable String traceparent,
        Standing standing,
        Hash hash) {

    /** The largest id: every index numbers in 32 bits. */
    public static final long LARGEST_ID = 0xFFFF_FFFFL;

    /** An activity of the {@linkplain Standing#USUAL usual} standing. */
    public Activity(
            long id,
            String tenant,
            Origin origin,
            Instant time,
            @Nullable String timeText,
            String serviceId,
            @Nullable String node,
            Operation operation,
            @Nullable Actor actor,
            ObjectRef object,
            @Nullable ObjectRef object2,
            @Nullable String relationship,
            List<RelatedObject> related,
            List<FieldChange> changes,
            boolean baseline,
            List<Drift> drift,
            @Nullable CommitPart commit,
            Wording wording,
            @Nullable Execution execution,
            @Nullable String ipAddress,
            @Nullable Presentation presentation,
            Map<String, String> labels,
            @Nullable String traceparent,
            Hash hash) {
        this(
                id,
                tenant,
                origin,
                time,
                timeText,
                serviceId,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                changes,
                baseline,
                drift,
                commit,
                wording,
                execution,
                ipAddress,
                presentation,
                labels,
                traceparent,
                Standing.USUAL,
                hash);
    }

    /** The same activity with its place in the order. */
    public Activity numbered(long newId) {
        return with(newId, hash);
    }

    /** The same activity with its link in the hash chain. */
    public Activity chained(Hash newHash) {
        return with(id, newHash);
    }

    private Activity with(long newId, Hash newHash) {
        return new Activity(
                newId,
                tenant,
                origin,
                time,
                timeText,
                serviceId,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                changes,
                baseline,
                drift,
                commit,
                wording,
                execution,
                ipAddress,
                presentation,
                labels,
                traceparent,
                standing,
                newHash);
    }

    /** The same activity with other changes and drift, from which old values were left out. */
    public Activity cut(List<FieldChange> fewer, List<Drift> fewerDrift) {
        return new Activity(
                id,
                tenant,
                origin,
                time,
                timeText,
                serviceId,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                fewer,
                baseline,
                fewerDrift,
                commit,
                wording,
                execution,
                ipAddress,
                presentation,
                labels,
                traceparent,
                new Standing(standing.late(), standing.whole(), true, standing.document()),
                hash);
    }

    /** The same activity with another standing. */
    public Activity standing(Standing other) {
        return new Activity(
                id,
                tenant,
                origin,
                time,
                timeText,
                serviceId,
                node,
                operation,
                actor,
                object,
                object2,
                relationship,
                related,
                changes,
                baseline,
                drift,
                commit,
                wording,
                execution,
                ipAddress,
                presentation,
                labels,
                traceparent,
                other,
                hash);
    }
}
