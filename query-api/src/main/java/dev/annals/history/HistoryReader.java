package dev.annals.history;

import dev.annals.history.Checkpoints.Owner;
import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import dev.annals.query.RowScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the past of objects in one audit session, so from one state of the log and from the rows that the asker may see. Belongs to the thread of the session. */
final class HistoryReader {
    private static final Order BY_ID = Order.ascending(ActivityFields.ID);
    private static final Order BY_TIME = Order.ascending(ActivityFields.TIME);

    /** Activities that are read at once. */
    private static final int PAGE = 512;

    /** Activities between two checkpoints; more where the document is large beside them. */
    private static final int STEP = 256;

    private static final long WEIGHT_OF_ACTIVITY = 1024;

    /** So many checkpoints are tried before the next ones are taken as no better. */
    private static final int TRIES = 64;

    /** So many later activities are looked at for what was not known before them. */
    private static final int LATER = 256;

    private final AuditSession audit;
    private final String tenant;
    private final RowScope scope;
    private final Checkpoints checkpoints;

    HistoryReader(AuditSession audit, String tenant, RowScope scope, Checkpoints checkpoints) {
        this.audit = audit;
        this.tenant = tenant;
        this.scope = scope;
        this.checkpoints = checkpoints;
    }

    /**
     * Where the log ends for the asker.
     *
     * @param id of the last activity that the asker may see; 0 when there is none
     * @param offset of the log up to which the answers speak
     */
    record End(long id, long offset) {}

    /** The end of the log, which stays the same through the session. */
    Answer<End> end() {
        return audit.activities(new Query(Filter.ALL, Order.descending(ActivityFields.ID), 0, 1))
                .map(page ->
                        new End(page.items().isEmpty() ? 0 : page.items().get(0).id(), page.position()));
    }

    /** Whether the log has any activity about the object. */
    Answer<Boolean> knows(ObjectKey object) {
        return count(object.activities()).map(count -> count > 0);
    }

    /** How many activities match. */
    Answer<Long> count(Filter filter) {
        return audit.activities(new Query(filter, BY_ID, 0, 0)).map(Page::count);
    }

    /** The past of an object at a moment. May be kept, and not changed. */
    Answer<ObjectPast> at(ObjectKey object, Moment moment) {
        Filter counted = object.activities().and(moment.filter());
        return count(counted)
                .then(count -> from(object, moment, count)
                        .then(start ->
                                start.count() == count ? new Answer.Ready<>(start) : read(object, counted, start)));
    }

    /** The best checkpoint, whose activities are the first ones of those that count; an empty past if there is none. */
    private Answer<ObjectPast> from(ObjectKey object, Moment moment, long count) {
        int tries = 0;
        for (ObjectPast past : checkpoints.before(owner(object), moment, count)) {
            if (++tries > TRIES) {
                break;
            }
            Answer<Long> first = count(object.activities().and(moment.filter()).and(Moment.upTo(past.lastId())));
            if (!(first instanceof Answer.Ready<Long> ready)) {
                return first.map(none -> past);
            }
            if (ready.value() == past.count()) {
                return new Answer.Ready<>(past);
            }
        }
        return new Answer.Ready<>(new ObjectPast());
    }

    private Answer<ObjectPast> read(ObjectKey object, Filter counted, ObjectPast start) {
        ObjectPast past = start.copy();
        long kept = past.count();
        while (true) {
            Filter next = counted.and(Moment.beyond(past.lastId()));
            Answer<Page<Activity>> answer = audit.activities(new Query(next, BY_ID, 0, PAGE));
            if (!(answer instanceof Answer.Ready<Page<Activity>> ready)) {
                return answer.map(none -> past);
            }
            for (Activity activity : ready.value().items()) {
                past.apply(activity);
                long since = past.count() - kept;
                if (since >= STEP && since * WEIGHT_OF_ACTIVITY >= past.weight()) {
                    checkpoints.keep(owner(object), past);
                    kept = past.count();
                }
            }
            if (ready.value().count() <= PAGE) {
                return new Answer.Ready<>(past);
            }
        }
    }

    private Owner owner(ObjectKey object) {
        return new Owner(tenant, scope, object);
    }

    /**
     * The fields of which it is not known what they were at a moment, though later activities show that they may have been there: of an object that was first seen in the
     * middle of its life.
     */
    Answer<List<String>> unknown(ObjectKey object, Moment moment, ObjectPast past) {
        if (past.isComplete()) {
            return new Answer.Ready<>(List.of());
        }
        Query later = new Query(object.activities().and(moment.later()), BY_TIME, 0, LATER);
        return audit.activities(later).map(page -> unknown(past, page.items()));
    }

    private static List<String> unknown(ObjectPast past, List<Activity> later) {
        Set<String> known = past.known();
        Set<String> decided = new HashSet<>(known);
        Set<String> unknown = new TreeSet<>();
        boolean first = past.count() == 0;
        for (Activity activity : later) {
            if (activity.operation() == Operation.CREATE) {
                break;
            }
            for (FieldChange change : activity.changes()) {
                boolean was = change.oldValue() != null || (first && activity.baseline());
                if (decided.add(change.field()) && was) {
                    unknown.add(change.field());
                }
            }
            JsonText document = activity.standing().document();
            if (document != null && !document.isNull()) {
                for (String field : ObjectState.of(document).fields().keySet()) {
                    if (decided.add(field)) {
                        unknown.add(field);
                    }
                }
            }
            first = false;
            if (activity.standing().whole() || activity.operation() == Operation.DELETE || document != null) {
                break;
            }
        }
        return List.copyOf(unknown);
    }
}
