package dev.annals.history;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.processor.stage.state.ObjectState;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an object's activities make of it. The activities come in the order of their ids and take their places in the order of time: one that came late does not undo
 * what happened after it. A field is what the last activity has set that set it, whole documents and deletions included, as in the processor's own state.
 *
 * <p>The activities may be those up to any time: what an activity does to the state depends on none that happened later. For one thread; copies are apart.
 */
final class ObjectPast {
    private static final int FIELD_WEIGHT = 160;
    private static final long[] NO_LEAVES = {};

    /**
     * A field that was set by itself.
     *
     * @param value absent when it was removed
     * @param set by which activity, even if to the value that it had
     * @param giver the activity that gave it its present value, or removed it
     * @param leaves the givers of the leaves of the value
     */
    private record Field(@Nullable JsonText value, Stamp set, long giver, long[] leaves) {}

    private final Map<String, Field> fields;
    /** Since when the document was known whole, so that no field is older. */
    private Stamp whole = Stamp.NONE;

    private Stamp exists = Stamp.NONE;
    private Stamp gone = Stamp.NONE;
    private Stamp last = Stamp.NONE;
    private long lastId;
    private long count;
    private long late;
    private boolean complete;

    ObjectPast() {
        fields = new LinkedHashMap<>();
    }

    private ObjectPast(ObjectPast other) {
        fields = new LinkedHashMap<>(other.fields);
        whole = other.whole;
        exists = other.exists;
        gone = other.gone;
        last = other.last;
        lastId = other.lastId;
        count = other.count;
        late = other.late;
        complete = other.complete;
    }

    ObjectPast copy() {
        return new ObjectPast(this);
    }

    /** Takes the next activity of the object, of a greater id than all before it. */
    void apply(Activity activity) {
        Stamp stamp = Stamp.of(activity);
        last = last.max(stamp);
        lastId = activity.id();
        count++;
        late += activity.standing().late() ? 1 : 0;
        JsonText document = activity.standing().document();
        if (document != null ? document.isNull() : activity.operation() == Operation.DELETE) {
            goneAt(stamp);
        } else if (document != null) {
            document(ObjectState.of(document).fields(), stamp);
        } else {
            changes(activity, stamp);
        }
    }

    private void goneAt(Stamp stamp) {
        forget(Set.of(), stamp);
        whole = whole.max(stamp);
        gone = gone.max(stamp);
        complete = true;
    }

    private void document(Map<String, JsonText> document, Stamp stamp) {
        forget(document.keySet(), stamp);
        document.forEach((field, value) -> set(field, value, stamp));
        whole = whole.max(stamp);
        exists = exists.max(stamp);
        complete = true;
    }

    /** Lets go of the fields that a whole document does not have and no later activity has set. */
    private void forget(Set<String> kept, Stamp stamp) {
        fields.entrySet()
                .removeIf(field -> !kept.contains(field.getKey())
                        && !setAt(field.getValue()).isAfter(stamp));
    }

    private void changes(Activity activity, Stamp stamp) {
        for (FieldChange change : activity.changes()) {
            set(change.field(), change.newValue(), stamp);
        }
        if (activity.operation() == Operation.CREATE) {
            complete = true;
        }
        boolean isWhole = activity.standing().whole() && !activity.standing().late();
        if (isWhole) {
            // The fields that it does not list are as they were before it, and it has set them.
            whole = whole.max(stamp);
            complete = true;
        }
        if (isWhole || !activity.changes().isEmpty() || activity.operation() == Operation.CREATE) {
            exists = exists.max(stamp);
        }
    }

    private void set(String name, @Nullable JsonText value, Stamp stamp) {
        Field before = fields.get(name);
        if ((before == null ? whole : setAt(before)).isAfter(stamp)) {
            return;
        }
        JsonText old = before == null ? null : before.value();
        if (value == null) {
            fields.put(
                    name,
                    new Field(null, stamp, old == null && before != null ? before.giver() : stamp.id(), NO_LEAVES));
        } else if (before != null && old != null && JsonEquality.same(old, value)) {
            fields.put(name, new Field(old, stamp, before.giver(), before.leaves()));
        } else {
            long[] leaves = LeafGivers.of(old, before == null ? NO_LEAVES : before.leaves(), value, stamp.id());
            fields.put(name, new Field(value, stamp, stamp.id(), leaves));
        }
    }

    private Stamp setAt(Field field) {
        return field.set().max(whole);
    }

    /** Whether there is an object: it has a document, or nothing says that it has none. */
    boolean exists() {
        return exists.isAfter(gone) || (count > 0 && gone.equals(Stamp.NONE));
    }

    /** The document; empty when there is none. */
    Optional<ObjectState> document() {
        if (!exists.isAfter(gone)) {
            return Optional.empty();
        }
        Map<String, JsonText> document = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            JsonText value = field.value();
            if (value != null) {
                document.put(name, value);
            }
        });
        return Optional.of(ObjectState.of(document));
    }

    /** The activity that gave a field its present value, or removed it; 0 when none did. */
    long giver(String field) {
        Field known = fields.get(field);
        return known == null ? Math.max(0, whole.id()) : known.giver();
    }

    /** The givers of the leaves of a field that is there. */
    long[] leaves(String field) {
        Field known = fields.get(field);
        return known == null ? NO_LEAVES : known.leaves();
    }

    /** Whether anything of the object was given its value by one of these activities. */
    Set<String> givenBy(Set<Long> activities) {
        Set<String> given = new TreeSet<>();
        fields.forEach((name, field) -> {
            if (field.value() == null ? activities.contains(field.giver()) : anyOf(field.leaves(), activities)) {
                given.add(name);
            }
        });
        return given;
    }

    private static boolean anyOf(long[] leaves, Set<Long> activities) {
        for (long leaf : leaves) {
            if (activities.contains(leaf)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every field is known: the object was seen whole, created or gone. */
    boolean isComplete() {
        return complete;
    }

    /** The names that something is known of, of fields that are there and of removed ones. */
    Set<String> known() {
        return new HashSet<>(fields.keySet());
    }

    /** The last activity in the order of time; {@link Stamp#NONE} when there was none. */
    Stamp last() {
        return last;
    }

    /** The last deletion. */
    Stamp gone() {
        return gone;
    }

    long lastId() {
        return lastId;
    }

    /** How many activities there were. */
    long count() {
        return count;
    }

    /** How many of them came late. */
    long late() {
        return late;
    }

    /** About how many bytes it takes. */
    long weight() {
        long weight = FIELD_WEIGHT;
        for (Iterator<Field> each = fields.values().iterator(); each.hasNext(); ) {
            Field field = each.next();
            JsonText value = field.value();
            weight += FIELD_WEIGHT + (value == null ? 0 : value.text().length()) + 8L * field.leaves().length;
        }
        return weight;
    }
}
