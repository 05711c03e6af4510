package dev.annals.processor.stage.group;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the activities of a commit have in common: (tenant, service, actor) and the producer's commit id; or, without one, the object and the identical time.
 *
 * @param actorType absent, with actorId, for the system
 * @param commitId present exactly when objectType, objectId and time are absent
 */
record CommitKey(
        String tenant,
        String serviceId,
        @Nullable String actorType,
        @Nullable String actorId,
        @Nullable String commitId,
        @Nullable String objectType,
        @Nullable String objectId,
        @Nullable Instant time) {

    /** The key of the commit that the producer assigned an event to. */
    static CommitKey of(ChangeEvent event, CommitPart part) {
        Actor actor = event.actor();
        return new CommitKey(
                event.tenant(),
                event.serviceId(),
                actor == null ? null : actor.type(),
                actor == null ? null : actor.id(),
                part.id(),
                null,
                null,
                null);
    }

    static CommitKey of(Activity activity) {
        Actor actor = activity.actor();
        String actorType = actor == null ? null : actor.type();
        String actorId = actor == null ? null : actor.id();
        CommitPart part = activity.commit();
        if (part != null) {
            return new CommitKey(
                    activity.tenant(), activity.serviceId(), actorType, actorId, part.id(), null, null, null);
        }
        return new CommitKey(
                activity.tenant(),
                activity.serviceId(),
                actorType,
                actorId,
                null,
                activity.object().type(),
                activity.object().id(),
                activity.time());
    }
}
