package dev.annals.ingest.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Reading.Drafted;
import dev.annals.ingest.mapping.Reading.Happened;
import dev.annals.ingest.mapping.Reading.TransactionPart;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the records for the changes topic of what the queues let go: rules are applied, and a transaction becomes the commits of those who did it. */
final class Finishing {
    private static final int MOST_CONTEXT = 64 * 1024;

    private final Arrivals arrivals;

    Finishing(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** An event, and the record that it is from; or why there is none. */
    private record Finished(
            Arrival from,
            @Nullable ChangeEvent event,
            @Nullable Unmappable refusal) {}

    /** The records of a group, in order. */
    List<Outgoing> finish(Arrivals.Group group) {
        List<Finished> finished = new ArrayList<>();
        for (Arrival arrival : group.arrivals()) {
            if (arrival.refusal() != null) {
                finished.add(new Finished(arrival, null, arrival.refusal()));
            } else if (arrival.reading() instanceof Happened happened) {
                happened.drafts().forEach(drafted -> apply(arrival, happened, drafted, finished));
            }
        }
        SourceTransaction transaction = group.transaction();
        if (transaction != null && group.whole()) {
            measure(transaction, finished);
        }
        List<Outgoing> outgoing = new ArrayList<>(finished.size());
        for (Finished one : finished) {
            outgoing.add(outgoing(one, transaction));
        }
        return outgoing;
    }

    private void apply(Arrival arrival, Happened happened, Drafted drafted, List<Finished> finished) {
        try {
            TransactionPart part = happened.transaction();
            RecordValues values = drafted.values();
            Draft draft = drafted.draft();
            if (part != null) {
                draft.commit = new CommitPart(
                        part.key(),
                        part.order() == 0 ? null : (int) Math.min(part.order() - 1, Integer.MAX_VALUE),
                        null);
                SourceTransaction transaction = arrivals.known(part.key());
                JsonNode context = transaction == null ? null : transaction.context;
                if (context != null && context.toString().length() <= MOST_CONTEXT) {
                    values = values.with("tx", context);
                    draft.actor = draft.actor == null ? actor(context.path("actor")) : draft.actor;
                }
            }
            Optional<ChangeEvent> event = drafted.rule().event(draft, values);
            event.ifPresent(made -> finished.add(new Finished(arrival, made, null)));
        } catch (Unmappable e) {
            finished.add(new Finished(arrival, null, e));
        }
    }

    /** Who a logical message says it was: an id, or an object with one. */
    private static @Nullable Actor actor(JsonNode said) {
        String id = said.isObject() ? Template.text(said.get("id")) : Template.text(said);
        if (id == null || id.isEmpty()) {
            return null;
        }
        String type = Template.text(said.get("type"));
        return new Actor(
                type == null ? Actor.USERS : type,
                id,
                Template.text(said.get("name")),
                Template.text(said.get("username")),
                null,
                null);
    }

    /** Counts the events of each commit. Only the last one of each says how many there are: then the others are the same whether or not the end is known when they go. */
    private static void measure(SourceTransaction transaction, List<Finished> finished) {
        Map<List<String>, Set<String>> commits = new HashMap<>();
        for (Finished one : finished) {
            ChangeEvent event = one.event();
            if (event != null) {
                commits.computeIfAbsent(commit(event), key -> new LinkedHashSet<>())
                        .add(identity(event));
            }
        }
        commits.values().forEach(events -> {
            String last = null;
            for (String event : events) {
                last = event;
            }
            if (last != null) {
                transaction.sizes.put(last, events.size());
            }
        });
    }

    private static Outgoing outgoing(Finished one, @Nullable SourceTransaction transaction) {
        try {
            ChangeEvent event = one.event();
            Unmappable refusal = one.refusal();
            if (event == null) {
                return Outgoing.refused(
                        one.from().source(),
                        one.from().record(),
                        refusal == null ? Unmappable.malformed("no event") : refusal);
            }
            Integer size = transaction == null ? null : transaction.sizes.get(identity(event));
            return Outgoing.of(
                    size == null ? event : sized(event, size), one.from().record());
        } catch (Unmappable e) {
            return Outgoing.refused(one.from().source(), one.from().record(), e);
        }
    }

    private static ChangeEvent sized(ChangeEvent event, int size) throws Unmappable {
        CommitPart part = event.commit();
        if (part == null) {
            return event;
        }
        Draft draft = Draft.of(event);
        draft.commit = new CommitPart(part.id(), part.index(), size);
        return draft.finish();
    }

    /** What Annals tells commits apart by. */
    private static List<String> commit(ChangeEvent event) {
        Actor actor = event.actor();
        return List.of(
                event.tenant(), event.serviceId(), actor == null ? "" : actor.type(), actor == null ? "" : actor.id());
    }

    private static String identity(ChangeEvent event) {
        return event.source() + "\n" + event.id();
    }
}
