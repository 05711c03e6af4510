package dev.annals.history;

import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.ObjectRef;
import dev.annals.processor.view.ActivityFields;
import dev.annals.processor.view.CommitFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what an undo needs to know: the activities to take back, and their objects before each of them and now. */
final class UndoReader {
    /** Most activities that are taken back at once: each needs its object as it was before. */
    static final int MOST = 2_000;

    private static final int LATER_LINKS = 100;

    private final AuditSession audit;
    private final HistoryReader history;
    private final long position;

    UndoReader(AuditSession audit, HistoryReader history, long position) {
        this.audit = audit;
        this.history = history;
        this.position = position;
    }

    /** The activities of a commit; an empty list when there is no such commit. */
    Answer<List<Long>> members(long commit) {
        Filter filter = new Filter.Term(CommitFields.NUMBER, Long.toString(commit));
        return audit.commits(new Query(filter, Order.ascending(CommitFields.NUMBER), 0, 1))
                .map(Page::items)
                .map(found -> found.isEmpty() ? List.<Long>of() : ids(found.get(0)));
    }

    private static List<Long> ids(Commit commit) {
        return commit.activities();
    }

    /** The activities that match, at most {@value #MOST}; what there is beyond is told by the count. */
    Answer<Page<Activity>> activities(Filter filter) {
        return audit.activities(
                new Query(filter.and(Moment.upTo(position)), Order.descending(ActivityFields.TIME), 0, MOST));
    }

    /** What takes these activities back. */
    Answer<Undo.Outcome> undo(List<Activity> activities, Instant time) {
        Map<ObjectKey, List<Activity>> objects = new LinkedHashMap<>();
        Set<Long> ids = new HashSet<>();
        for (Activity activity : activities) {
            ObjectRef object = activity.object();
            objects.computeIfAbsent(new ObjectKey(object.type(), object.id()), key -> new ArrayList<>())
                    .add(activity);
            ids.add(activity.id());
        }
        Map<Long, Stamp> stamps = new LinkedHashMap<>();
        activities.forEach(activity -> stamps.put(activity.id(), Stamp.of(activity)));
        List<ChangeEvent> events = new ArrayList<>();
        List<Undo.Conflict> conflicts = new ArrayList<>();
        for (Map.Entry<ObjectKey, List<Activity>> object : objects.entrySet()) {
            Answer<Undo.Outcome> answer = undo(object.getKey(), object.getValue(), ids, time);
            if (!(answer instanceof Answer.Ready<Undo.Outcome> ready)) {
                return answer;
            }
            events.addAll(ready.value().events());
            conflicts.addAll(ready.value().conflicts());
        }
        // Of one object they are in this order already.
        events.sort(Comparator.comparing((ChangeEvent event) -> stamps.getOrDefault(undone(event), Stamp.NONE))
                .reversed());
        return new Answer.Ready<>(new Undo.Outcome(events, conflicts));
    }

    private static long undone(ChangeEvent event) {
        return Long.parseLong(event.labels().getOrDefault(Undo.LABEL, "0"));
    }

    private Answer<Undo.Outcome> undo(ObjectKey object, List<Activity> activities, Set<Long> undone, Instant time) {
        List<Activity> latestFirst = new ArrayList<>(activities);
        latestFirst.sort(Comparator.comparing(Stamp::of).reversed());
        List<Undo.Step> steps = new ArrayList<>();
        for (Activity activity : latestFirst) {
            Answer<Undo.Step> step = activity.operation().isAssociation()
                    ? again(activity, undone)
                            .map(again -> new Undo.Step(activity, new ObjectPast(), new ObjectPast(), again))
                    : history.at(object, Moment.before(Stamp.of(activity), position))
                            .then(before -> history.at(object, new Moment(Stamp.of(activity), position))
                                    .map(after -> new Undo.Step(activity, before, after, 0)));
            if (!(step instanceof Answer.Ready<Undo.Step> ready)) {
                return step.map(none -> new Undo.Outcome(List.of(), List.of()));
            }
            steps.add(ready.value());
        }
        return history.at(object, Moment.of(position)).map(now -> Undo.of(steps, now, time));
    }

    /** The last activity that joined or parted the same two objects later, of those that are not taken back themselves; 0 when there is none. */
    private Answer<Long> again(Activity activity, Set<Long> undone) {
        ObjectRef second = activity.object2();
        if (second == null) {
            return new Answer.Ready<>(0L);
        }
        Filter same = new ObjectKey(activity.object().type(), activity.object().id())
                .activities()
                .and(new Filter.Term(ActivityFields.OBJECT2_TYPE, second.type()))
                .and(new Filter.Term(ActivityFields.OBJECT2_ID, second.id()));
        String relationship = activity.relationship();
        Filter related = relationship == null
                ? new Filter.Missing(ActivityFields.RELATIONSHIP)
                : new Filter.Term(ActivityFields.RELATIONSHIP, relationship);
        Stamp stamp = Stamp.of(activity);
        Filter later = new Moment(stamp, position).later();
        return audit.activities(
                        new Query(same.and(related).and(later), Order.descending(ActivityFields.TIME), 0, LATER_LINKS))
                .map(page -> page.items().stream()
                        .map(Activity::id)
                        .filter(id -> !undone.contains(id))
                        .findFirst()
                        .orElse(0L));
    }
}
