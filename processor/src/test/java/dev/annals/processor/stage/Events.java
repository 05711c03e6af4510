package dev.annals.processor.stage;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events and activities of which only what a test is about varies. */
public final class Events {
    public static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

    private Events() {}

    public static ChangeEvent event(
            String id,
            Operation operation,
            JsonText before,
            JsonText after,
            JsonText patch,
            List<FieldChange> changes,
            boolean snapshot) {
        return new ChangeEvent(
                id,
                "test",
                ChangeEvent.DEFAULT,
                TIME,
                null,
                ChangeEvent.DEFAULT,
                null,
                operation,
                null,
                new ObjectRef("host", "1", "web", null, null),
                null,
                null,
                List.of(),
                before,
                after,
                patch,
                changes,
                null,
                Wording.NONE,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                snapshot);
    }

    /** An event that could have made an activity. */
    public static ChangeEvent event(Activity activity) {
        return new ChangeEvent(
                activity.origin().eventId(),
                "test",
                activity.tenant(),
                activity.time(),
                null,
                activity.serviceId(),
                null,
                null,
                activity.actor(),
                activity.object(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                activity.commit(),
                Wording.NONE,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                false);
    }

    /** An activity whose change lies at the offset that is its id. */
    public static Activity activity(
            long id, String tenant, Actor actor, String object, Instant time, CommitPart commit) {
        return new Activity(
                id,
                tenant,
                new Origin("test", "e" + id, 0, id, TIME),
                time,
                null,
                ChangeEvent.DEFAULT,
                null,
                Operation.UPDATE,
                actor,
                new ObjectRef("host", object, "name of " + object, null, null),
                null,
                null,
                List.of(),
                List.of(),
                false,
                List.of(),
                commit,
                Wording.NONE,
                null,
                null,
                null,
                Map.of(),
                null,
                Hash.ZERO);
    }
}
