package dev.annals.dialect.awx;

import static dev.annals.processor.view.ActivityFields.*;

import dev.annals.dialect.awx.metadata.AwxTypes;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.Operation;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Query;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which actors were deleted since: AWX then shows their names without an id. */
final class GoneUsers {
    private static final int MOST = 1_000;

    private GoneUsers() {}

    /** Ids of the actors of these activities that were deleted, with the last activity that did so. */
    static Answer<Map<String, Long>> among(AuditSession audit, List<Activity> activities) {
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
        return audit.activities(new Query(deletions, Order.descending(ID), 0, MOST))
                .map(found -> {
                    Map<String, Long> gone = new HashMap<>();
                    found.items()
                            .forEach(deletion ->
                                    gone.putIfAbsent(deletion.object().id(), deletion.id()));
                    return gone;
                });
    }
}
