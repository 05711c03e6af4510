package dev.annals.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.model.Wording;
import dev.annals.processor.stage.classify.Effect;
import dev.annals.processor.stage.memory.ByteStore;
import dev.annals.processor.stage.memory.RecentValues;
import dev.annals.processor.stage.sequence.ActivityDraft;
import dev.annals.processor.stage.state.KnownObject;
import dev.annals.processor.stage.state.ObjectStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Events that go through the processor's own stages of state and effect, and the activities that they become. */
final class Happened {
    private final ObjectStates states = new ObjectStates(new Memory(), new RecentValues(1 << 16));
    private final List<Activity> activities = new ArrayList<>();
    /** The events that became activities, by id. */
    private final Map<Long, ChangeEvent> events = new LinkedHashMap<>();

    /** An event of a time in seconds; bodies are JSON in which single quotes stand for double ones. */
    static ChangeEvent event(long seconds, String actor, Operation operation, String object, Body body) {
        return new ChangeEvent(
                "e",
                "test",
                ChangeEvent.DEFAULT,
                Stamp.instant(seconds * 1_000_000),
                null,
                "rbac",
                null,
                operation,
                new Actor("users", actor, actor, "user-" + actor, null, null),
                new ObjectRef("team", object, "team " + object, null, null),
                null,
                null,
                List.of(),
                body.before(),
                body.after(),
                body.patch(),
                body.changes(),
                null,
                Wording.NONE,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                body.snapshot());
    }

    /** What an event says of documents; absent parts are null. */
    record Body(JsonText before, JsonText after, JsonText patch, List<FieldChange> changes, boolean snapshot) {
        static Body after(String document) {
            return new Body(null, json(document), null, null, false);
        }

        static Body patch(String patch) {
            return new Body(null, null, json(patch), null, false);
        }

        static Body none() {
            return new Body(null, null, null, null, false);
        }

        Body before(String document) {
            return new Body(json(document), after, patch, changes, snapshot);
        }

        Body asSnapshot() {
            return new Body(before, after, patch, changes, true);
        }
    }

    static JsonText json(String text) {
        return text == null ? null : new JsonText(text.replace('\'', '"'));
    }

    /** Takes an event; empty when it becomes no activity. */
    Optional<Activity> take(ChangeEvent event) {
        KnownObject known = states.find(event);
        Effect effect = Effect.of(event, known, Stamp.micros(event.time()));
        states.apply(event, effect.state());
        if (!effect.recorded()) {
            return Optional.empty();
        }
        long id = activities.size() + 1;
        Activity activity = ActivityDraft.of(
                        event, effect, known.document(), new Origin("test", "e" + id, 0, id, event.time()))
                .numbered(id);
        activities.add(activity);
        events.put(id, told(event, activity));
        return Optional.of(activity);
    }

    /** The event without the parts that changed nothing when it came: they leave no trace, so that a late event is not undone by them. */
    private static ChangeEvent told(ChangeEvent event, Activity activity) {
        Set<String> listed = new HashSet<>();
        activity.changes().forEach(change -> listed.add(change.field()));
        Body body;
        if (event.patch() != null) {
            ObjectNode patch = (ObjectNode) event.patch().tree();
            patch.retain(listed);
            body = new Body(event.before(), null, JsonText.of(patch), null, false);
        } else if (event.changes() != null) {
            List<FieldChange> pairs = event.changes().stream()
                    .filter(pair -> listed.contains(pair.field()))
                    .toList();
            body = new Body(event.before(), null, null, pairs, false);
        } else {
            return event;
        }
        return event(
                event.time().getEpochSecond(),
                "",
                event.operation(),
                event.object().id(),
                body);
    }

    List<Activity> activities() {
        return activities;
    }

    /** The event that became an activity. */
    ChangeEvent event(long id) {
        return events.get(id);
    }

    private static final class Memory implements ByteStore {
        private final TreeMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

        @Override
        public byte[] get(byte[] key) {
            return map.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            map.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            map.remove(key);
        }

        @Override
        public List<byte[]> keys(byte[] from, byte[] to, int most) {
            return map.subMap(from, to).keySet().stream().limit(most).toList();
        }
    }
}
