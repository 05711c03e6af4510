package dev.annals.history;

import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.ObjectRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one actor did in a time, by object. For one thread. */
final class ActorWork {
    private final Map<ObjectKey, Touched> objects = new LinkedHashMap<>();
    private final Map<String, Long> operations = new TreeMap<>();
    private @Nullable Actor actor;
    private @Nullable Activity first;
    private @Nullable Activity last;
    private long count;

    /** An object and what was done to it. */
    static final class Touched {
        private final ObjectKey key;
        private final Map<String, Long> operations = new TreeMap<>();
        private final Set<Long> ids = new HashSet<>();
        private @Nullable String name;
        private @Nullable Activity first;
        private @Nullable Activity last;

        private Touched(ObjectKey key) {
            this.key = key;
        }

        private void take(Activity activity) {
            operations.merge(activity.operation().wireName(), 1L, Long::sum);
            ids.add(activity.id());
            name = activity.object().name() == null ? name : activity.object().name();
            first = first == null ? activity : first;
            last = activity;
        }

        ObjectKey key() {
            return key;
        }

        @Nullable
        String name() {
            return name;
        }

        Map<String, Long> operations() {
            return operations;
        }

        Set<Long> ids() {
            return ids;
        }

        @Nullable
        Activity first() {
            return first;
        }

        @Nullable
        Activity last() {
            return last;
        }
    }

    /** Takes the next activity in the order of time. */
    void take(Activity activity) {
        ObjectRef object = activity.object();
        objects.computeIfAbsent(new ObjectKey(object.type(), object.id()), Touched::new)
                .take(activity);
        operations.merge(activity.operation().wireName(), 1L, Long::sum);
        actor = activity.actor();
        first = first == null ? activity : first;
        last = activity;
        count++;
    }

    Collection<Touched> objects() {
        return objects.values();
    }

    Map<String, Long> operations() {
        return new HashMap<>(operations);
    }

    /** The actor as the last of the activities names it. */
    @Nullable
    Actor actor() {
        return actor;
    }

    @Nullable
    Activity first() {
        return first;
    }

    @Nullable
    Activity last() {
        return last;
    }

    long count() {
        return count;
    }
}
