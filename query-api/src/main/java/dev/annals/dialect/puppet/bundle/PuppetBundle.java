package dev.annals.dialect.puppet.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.dialect.puppet.PuppetFilters;
import dev.annals.dialect.puppet.PuppetRefusal;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A commit as Puppet's own services submit it: one service, one subject, objects and events. All forms that they have had
 * over the years are read: {@code object} or {@code objects}, {@code events} in the commit or beside it, {@code ip-address}
 * or {@code ip_address}.
 *
 * <p>Each event becomes one change event, with the first object as its object and the others as related ones, and all of them
 * one commit. What a form does not have is refused, because it could not come back out.
 */
public final class PuppetBundle {
    /** Label of the one change event of a commit that was submitted without events. */
    public static final String WITHOUT_EVENTS = "puppet.commit_without_events";

    /** Most events times objects: each event names each object. */
    static final int MAX_PAIRS = 200_000;

    private static final ChangeJson JSON = new ChangeJson(Limits.DEFAULT);

    private static final String SCHEMA =
            "{commit: {service: {id: string}, subject: {id: string, name: string, type?: string},"
                    + " objects: [{type: string, id: string, name: string}], ip-address?: string, events: [{type?: string, what?:"
                    + " string, description?: string, message: string}]}}";

    private static final Map<String, Operation> OPERATIONS = Map.of(
            "create", Operation.CREATE,
            "edit", Operation.UPDATE,
            "update", Operation.UPDATE,
            "delete", Operation.DELETE,
            "run_task", Operation.EXECUTE,
            "plan_task", Operation.EXECUTE,
            "puppet_agent", Operation.EXECUTE);

    private final JsonNode commit;
    private final JsonNode events;

    private PuppetBundle(JsonNode commit, JsonNode events) {
        this.commit = commit;
        this.events = events;
    }

    /**
     * The change events of a bundle.
     *
     * @param time when it was received: a bundle has no time of its own
     * @param id what nothing else has as its id; becomes the commit's
     */
    public static List<ChangeEvent> events(String body, String tenant, Instant time, String id) throws PuppetRefusal {
        JsonNode bundle;
        try {
            bundle = Json.tree(body);
        } catch (JsonProcessingException e) {
            throw PuppetRefusal.malformedRequest(MalformedJson.of(e).sentence());
        }
        keys(bundle, "the bundle", Set.of("commit", "events"));
        JsonNode commit = bundle.path("commit");
        keys(commit, "commit", Set.of("service", "subject", "object", "objects", "ip-address", "ip_address", "events"));
        JsonNode events = commit.has("events") ? commit.get("events") : bundle.path("events");
        if (!events.isMissingNode() && !events.isArray()) {
            throw refusal(events, "events is not an array.");
        }
        return new PuppetBundle(commit, events).read(tenant, time.truncatedTo(ChronoUnit.MICROS), id);
    }

    private List<ChangeEvent> read(String tenant, Instant time, String id) throws PuppetRefusal {
        JsonNode service = commit.path("service");
        keys(service, "commit.service", Set.of("id"));
        Actor subject = subject();
        List<JsonNode> objects = objects();
        ObjectRef object = new ObjectRef(
                text(objects.get(0), "type"), text(objects.get(0), "id"), optional(objects.get(0), "name"), null, null);
        List<RelatedObject> related = new ArrayList<>();
        for (JsonNode other : objects.subList(1, objects.size())) {
            related.add(new RelatedObject(text(other, "type"), text(other, "id"), optional(other, "name"), null, null));
        }
        String address = optional(commit, commit.has("ip-address") ? "ip-address" : "ip_address");
        int size = Math.max(1, events.size());
        if ((long) size * objects.size() > MAX_PAIRS) {
            throw refusal(
                    commit,
                    "the bundle has " + events.size() + " events on " + objects.size() + " objects (expected: at most "
                            + MAX_PAIRS + " pairs of them).");
        }
        List<ChangeEvent> changes = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Said said = events.isEmpty() ? Said.NOTHING : Said.by(events.get(i));
            changes.add(new ChangeEvent(
                    id + "-" + i,
                    "puppet:" + text(service, "id"),
                    tenant,
                    time,
                    null,
                    text(service, "id"),
                    null,
                    said.operation(),
                    subject,
                    object,
                    null,
                    null,
                    related,
                    null,
                    null,
                    null,
                    null,
                    new CommitPart(id, i, size),
                    said.wording(),
                    said.execution(),
                    address,
                    null,
                    List.of(),
                    events.isEmpty() ? Map.of(WITHOUT_EVENTS, "true") : Map.of(),
                    null,
                    false));
        }
        for (ChangeEvent change : changes) {
            // The processor's own rules, so that nothing is acknowledged here that it would reject later.
            if (JSON.decode(JSON.encode(change)) instanceof Decoded.Refused<ChangeEvent> refused) {
                throw refusal(commit, "as a change event: " + refused.detail());
            }
        }
        return changes;
    }

    private Actor subject() throws PuppetRefusal {
        JsonNode subject = commit.path("subject");
        keys(subject, "commit.subject", Set.of("id", "name", "type"));
        String type = optional(subject, "type");
        return new Actor(
                type == null ? Actor.USERS : type, text(subject, "id"), optional(subject, "name"), null, null, null);
    }

    private List<JsonNode> objects() throws PuppetRefusal {
        if (commit.has("object") == commit.has("objects")) {
            throw refusal(commit, "commit has not exactly one of object and objects.");
        }
        List<JsonNode> objects = new ArrayList<>();
        if (commit.has("object")) {
            objects.add(commit.get("object"));
        } else if (commit.get("objects").isArray()) {
            commit.get("objects").forEach(objects::add);
        }
        if (objects.isEmpty()) {
            throw refusal(commit, "commit.objects is not an array of at least one object.");
        }
        for (JsonNode object : objects) {
            keys(object, "an object of commit", Set.of("type", "id", "name"));
        }
        return objects;
    }

    private static void keys(JsonNode node, String what, Set<String> known) throws PuppetRefusal {
        if (!node.isObject()) {
            throw refusal(node, what + " is missing or not an object.");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw refusal(node, what + " has the unknown key '" + name + "'.");
            }
        }
    }

    private static String text(JsonNode node, String name) throws PuppetRefusal {
        String text = optional(node, name);
        if (text == null || text.isEmpty()) {
            throw refusal(node, name + " is missing or empty.");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode node, String name) throws PuppetRefusal {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw refusal(node, name + " is not a string.");
        }
        return value.asText();
    }

    private static PuppetRefusal refusal(JsonNode submitted, String error) {
        return PuppetRefusal.schemaViolation(
                submitted.isMissingNode() ? "" : JsonText.of(submitted).text(), SCHEMA, error);
    }

    /** What one event of a bundle says. */
    private record Said(
            Operation operation, Wording wording, @Nullable Execution execution) {
        static final Said NOTHING = new Said(Operation.OTHER, Wording.NONE, null);

        private static final Set<String> KEYS = Set.of(
                "type",
                "what",
                "description",
                "message",
                "name",
                "start_timestamp",
                "finish_timestamp",
                "duration",
                "state");

        static Said by(JsonNode event) throws PuppetRefusal {
            keys(event, "an event of the bundle", KEYS);
            String type = optional(event, "type");
            if (optional(event, "message") == null) {
                throw refusal(event, "message is missing.");
            }
            return new Said(
                    type == null ? Operation.OTHER : OPERATIONS.getOrDefault(type, Operation.OTHER),
                    new Wording(
                            type, optional(event, "what"), optional(event, "description"), optional(event, "message")),
                    execution(event));
        }

        private static @Nullable Execution execution(JsonNode event) throws PuppetRefusal {
            Execution run = new Execution(
                    null,
                    optional(event, "name"),
                    null,
                    time(event, "start_timestamp"),
                    time(event, "finish_timestamp"),
                    duration(event),
                    optional(event, "state"));
            return run.equals(new Execution(null, null, null, null, null, null, null)) ? null : run;
        }

        private static @Nullable Instant time(JsonNode event, String name) throws PuppetRefusal {
            String text = optional(event, name);
            return text == null ? null : PuppetFilters.time(name, text).truncatedTo(ChronoUnit.MICROS);
        }

        private static @Nullable BigDecimal duration(JsonNode event) throws PuppetRefusal {
            JsonNode value = event.path("duration");
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isNumber()) {
                throw refusal(event, "duration is not a number of seconds.");
            }
            return value.decimalValue();
        }
    }
}
