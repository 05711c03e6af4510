package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Operation;
import dev.annals.query.Answer;
import dev.annals.query.AuditReader;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which actors were deleted since: AWX then shows their names without an id. */
record GoneUsers(AuditReader reader) {
    private static final int MOST = 1_000;

    /** Ids of the actors of these activities that were deleted, with the last activity that did so. */
    Answer<Map<String, Long>> among(String tenant, List<Activity> activities) {
        Set<String> actors = new HashSet<>();
        for (Activity activity : activities) {
            Actor actor = activity.actor();
            if (actor != null) {
                actors.add(actor.id());
            }
        }
        if (actors.isEmpty()) {
            return new Answer.Ready<>(Map.of());
        }
        Filter deletions = new Filter.And(List.of(
                new Filter.Term(OPERATION, Operation.DELETE.wireName()),
                new Filter.In(OBJECT_TYPE, Set.copyOf(AwxTypes.spellings("user"))),
                new Filter.In(OBJECT_ID, actors)));
        Answer<Page<Activity>> answer = reader.activities(tenant, new Query(deletions, Order.descending(ID), 0, MOST));
        if (answer instanceof Answer.Ready<Page<Activity>> ready) {
            Map<String, Long> gone = new HashMap<>();
            ready.value()
                    .items()
                    .forEach(deletion -> gone.putIfAbsent(deletion.object().id(), deletion.id()));
            return new Answer.Ready<>(gone);
        }
        return answer instanceof Answer.NotReady<Page<Activity>> notReady
                ? new Answer.NotReady<>(notReady.reason(), notReady.retryAfter())
                : new Answer.TooExpensive<>(((Answer.TooExpensive<Page<Activity>>) answer).reason());
    }
}
