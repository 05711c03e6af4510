package dev.annals.history;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.model.Activity;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.processor.stage.state.ObjectState;
import dev.annals.processor.view.ActivityFields;
import dev.annals.query.Answer;
import dev.annals.query.AuditSession;
import dev.annals.query.Filter;
import dev.annals.query.Order;
import dev.annals.query.Page;
import dev.annals.query.Query;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The leaves of a document, each with the activity that gave it its value. */
final class Blame {
    private static final int AT_ONCE = 500;

    private final List<Leaf> leaves;

    private Blame(List<Leaf> leaves) {
        this.leaves = leaves;
    }

    /**
     * A leaf.
     *
     * @param path a JSON pointer into the document
     * @param giver the activity that gave it its value
     */
    record Leaf(String path, JsonText value, long giver) {}

    /** What is told of an activity that gave a leaf its value. */
    record Giver(Instant time, @Nullable Actor actor) {}

    /**
     * The leaves of an object's document, in its order.
     *
     * @throws Room.Exceeded when there are more than an answer may have
     */
    static Blame of(ObjectPast past) {
        Room room = new Room();
        List<Leaf> leaves = new ArrayList<>();
        past.document().orElse(ObjectState.EMPTY).fields().forEach((field, value) -> {
            long[] givers = past.leaves(field);
            String name = "/" + LeafGivers.escaped(field);
            LeafGivers.each(value.tree(), (pointer, leaf, place) -> {
                room.take(name.length() + pointer.length());
                leaves.add(new Leaf(name + pointer, JsonText.of(leaf), givers[place]));
            });
        });
        return new Blame(leaves);
    }

    /** The leaves. */
    List<Leaf> leaves() {
        return leaves;
    }

    /** Times and actors of the activities that gave the leaves their values. */
    Answer<Map<Long, Giver>> givers(AuditSession audit) {
        Set<Long> ids = new TreeSet<>();
        leaves.forEach(leaf -> ids.add(leaf.giver()));
        Map<Long, Giver> givers = new HashMap<>();
        List<Long> all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            Set<String> some = new HashSet<>();
            all.subList(from, Math.min(all.size(), from + AT_ONCE)).forEach(id -> some.add(Long.toString(id)));
            Answer<Page<Activity>> answer = audit.activities(
                    new Query(new Filter.In(ActivityFields.ID, some), Order.ascending(ActivityFields.ID), 0, AT_ONCE));
            if (!(answer instanceof Answer.Ready<Page<Activity>> ready)) {
                return answer.map(none -> givers);
            }
            for (Activity activity : ready.value().items()) {
                givers.put(activity.id(), new Giver(activity.time(), activity.actor()));
            }
        }
        return new Answer.Ready<>(givers);
    }

    /** Writes the field {@code leaves}. */
    void write(JsonGenerator json, Map<Long, Giver> givers) throws IOException {
        json.writeArrayFieldStart("leaves");
        for (Leaf leaf : leaves) {
            json.writeStartObject();
            json.writeStringField("path", leaf.path());
            json.writeFieldName("value");
            json.writeRawValue(leaf.value().text());
            json.writeNumberField("activity", leaf.giver());
            Giver giver = givers.get(leaf.giver());
            if (giver != null) {
                json.writeStringField("time", giver.time().toString());
                HistoryView.actor(json, giver.actor());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
