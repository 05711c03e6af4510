package dev.annals.dialect.puppet.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.parameter.IsoTimes;
import dev.annals.api.parameter.IsoTimes.IsoTime;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.model.Actor;
import dev.annals.model.ChangeEvent;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import dev.annals.redact.QuotableNames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A commit as Puppet's own services submit it: one service, one subject, objects and events. All forms that they have had
 * over the years are read: {@code object} or {@code objects}, {@code events} in the commit or beside it, {@code ip-address}
 * or {@code ip_address}.
 *
 * <p>Each event becomes one change event, with the first object as its object and the others as related ones, and all of them
 * one commit. Keys outside these forms are refused, because they could not be shown again.
 */
public final class PuppetBundle {
    /** Label of the one change event of a commit that was submitted without events. */
    public static final String WITHOUT_EVENTS = "puppet.commit_without_events";

    /** Most events times objects: each event names each object. */
    static final int MAX_PAIRS = 200_000;

    private static final ChangeJson JSON = new ChangeJson(Limits.DEFAULT);
    private static final IsoTimes TIMES = IsoTimes.strict(9);

    private static final String SCHEMA =
            "{commit: {service: {id: string}, subject: {id: string, name: string, type?: string},"
                    + " objects: [{type: string, id: string, name: string}], ip-address?: string, events: [{type?: string, what?:"
                    + " string, description?: string, message: string}]}}";

    private static final Set<String> COMMIT_KEYS =
            Set.of("service", "subject", "object", "objects", "ip-address", "ip_address", "events");
    private static final Set<String> EVENT_KEYS = Set.of(
            "type",
            "what",
            "description",
            "message",
            "name",
            "start_timestamp",
            "finish_timestamp",
            "duration",
            "state");

    private static final Map<String, Operation> OPERATIONS = Map.of(
            "create", Operation.CREATE,
            "edit", Operation.UPDATE,
            "update", Operation.UPDATE,
            "delete", Operation.DELETE,
            "run_task", Operation.EXECUTE,
            "plan_task", Operation.EXECUTE,
            "puppet_agent", Operation.EXECUTE);

    private final JsonNode bundle;
    private final JsonNode commit;
    private final JsonNode service;
    private final JsonNode subject;
    private final List<JsonNode> objects;
    private final JsonNode events;

    private PuppetBundle(JsonNode bundle) {
        this.bundle = bundle;
        this.commit = bundle.path("commit");
        this.service = commit.path("service");
        this.subject = commit.path("subject");
        this.objects = commit.has("object") ? List.of(commit.get("object")) : children(commit.path("objects"));
        this.events = commit.has("events") ? commit.get("events") : bundle.path("events");
    }

    /**
     * The change events of a bundle.
     *
     * @param time when the bundle was received, because a bundle has no time
     * @param id a unique id; becomes the id of the commit
     */
    public static Parsed<List<ChangeEvent>> events(String body, String tenant, Instant time, String id) {
        PuppetBundle read;
        try {
            read = new PuppetBundle(Json.tree(body));
        } catch (JsonProcessingException e) {
            return Parsed.refused(new Failure.Malformed(MalformedJson.of(e).sentence()));
        }
        return read.flaw()
                .<Parsed<List<ChangeEvent>>>map(Parsed::refused)
                .orElseGet(() -> read.accepted(read.changes(tenant, time.truncatedTo(ChronoUnit.MICROS), id)));
    }

    /** What in the bundle does not fit, the first of all flaws. */
    private Optional<Failure> flaw() {
        return first(List.of(
                () -> keys(bundle, "the bundle", Set.of("commit", "events")),
                () -> keys(commit, "commit", COMMIT_KEYS),
                () -> when(!events.isMissingNode() && !events.isArray(), events, "events is not an array."),
                () -> keys(service, "commit.service", Set.of("id")),
                () -> required(service, "id"),
                () -> keys(subject, "commit.subject", Set.of("id", "name", "type")),
                () -> required(subject, "id"),
                () -> texts(subject, "name", "type"),
                () -> when(
                        commit.has("object") == commit.has("objects"),
                        commit,
                        "commit has not exactly one of object and objects."),
                () -> when(objects.isEmpty(), commit, "commit.objects is not an array of at least one object."),
                () -> each(
                        objects,
                        object -> first(List.of(
                                () -> keys(object, "an object of commit", Set.of("type", "id", "name")),
                                () -> required(object, "type", "id"),
                                () -> texts(object, "name")))),
                () -> texts(commit, "ip-address", "ip_address"),
                () -> when(
                        (long) Math.max(1, events.size()) * objects.size() > MAX_PAIRS,
                        commit,
                        "the bundle has " + events.size() + " events on " + objects.size()
                                + " objects (expected: at most " + MAX_PAIRS + " pairs of them)."),
                () -> each(children(events), PuppetBundle::flawOfEvent)));
    }

    private static Optional<Failure> flawOfEvent(JsonNode event) {
        JsonNode duration = event.path("duration");
        return first(List.of(
                () -> keys(event, "an event of the bundle", EVENT_KEYS),
                () -> texts(event, "type", "what", "description", "message", "name", "state"),
                () -> texts(event, "start_timestamp", "finish_timestamp"),
                () -> when(text(event, "message") == null, event, "message is missing."),
                () -> flawOfTime(event, "start_timestamp"),
                () -> flawOfTime(event, "finish_timestamp"),
                () -> when(
                        !isNothing(duration) && !duration.isNumber(), event, "duration is not a number of seconds.")));
    }

    private static Optional<Failure> flawOfTime(JsonNode event, String name) {
        String text = text(event, name);
        return text == null
                ? Optional.empty()
                : TIMES.parse(name, text)
                        .<Optional<Failure>>fold(time -> Optional.empty(), refusal -> Optional.of((Failure) refusal));
    }

    /** The events, unless the processor would reject one of them: nothing is acknowledged here that it would not take. */
    private Parsed<List<ChangeEvent>> accepted(List<ChangeEvent> changes) {
        return Parsed.each(
                changes,
                change -> JSON.decode(JSON.encode(change)) instanceof Decoded.Refused<ChangeEvent> refused
                        ? Parsed.refused(unfit(commit, "as a change event: " + refused.detail()))
                        : Parsed.of(change));
    }

    private List<ChangeEvent> changes(String tenant, Instant time, String id) {
        Actor actor = new Actor(
                Optional.ofNullable(text(subject, "type")).orElse(Actor.USERS),
                string(subject, "id"),
                text(subject, "name"),
                null,
                null,
                null);
        ObjectRef object = new ObjectRef(
                string(objects.get(0), "type"), string(objects.get(0), "id"), text(objects.get(0), "name"), null, null);
        List<RelatedObject> related = objects.stream()
                .skip(1)
                .map(other ->
                        new RelatedObject(string(other, "type"), string(other, "id"), text(other, "name"), null, null))
                .toList();
        int size = Math.max(1, events.size());
        List<ChangeEvent> changes = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Said said = events.isEmpty() ? Said.NOTHING : Said.by(events.get(i));
            changes.add(new ChangeEvent(
                    id + "-" + i,
                    "puppet:" + string(service, "id"),
                    tenant,
                    time,
                    null,
                    string(service, "id"),
                    null,
                    said.operation(),
                    actor,
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
                    text(commit, commit.has("ip-address") ? "ip-address" : "ip_address"),
                    null,
                    List.of(),
                    events.isEmpty() ? Map.of(WITHOUT_EVENTS, "true") : Map.of(),
                    null,
                    false));
        }
        return changes;
    }

    /** What one event of a bundle says. */
    private record Said(
            Operation operation, Wording wording, @Nullable Execution execution) {
        static final Said NOTHING = new Said(Operation.OTHER, Wording.NONE, null);

        private static final Execution NO_RUN = new Execution(null, null, null, null, null, null, null);

        static Said by(JsonNode event) {
            String type = text(event, "type");
            JsonNode duration = event.path("duration");
            Execution run = new Execution(
                    null,
                    text(event, "name"),
                    null,
                    time(event, "start_timestamp"),
                    time(event, "finish_timestamp"),
                    isNothing(duration) ? null : duration.decimalValue(),
                    text(event, "state"));
            return new Said(
                    type == null ? Operation.OTHER : OPERATIONS.getOrDefault(type, Operation.OTHER),
                    new Wording(type, text(event, "what"), text(event, "description"), text(event, "message")),
                    run.equals(NO_RUN) ? null : run);
        }

        private static @Nullable Instant time(JsonNode event, String name) {
            String text = text(event, name);
            return text == null
                    ? null
                    : TIMES.read(text).map(IsoTime::instant).orElseThrow().truncatedTo(ChronoUnit.MICROS);
        }
    }

    private static Optional<Failure> first(List<Supplier<Optional<Failure>>> checks) {
        return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Failure> each(List<JsonNode> nodes, Function<JsonNode, Optional<Failure>> check) {
        return nodes.stream().map(check).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Failure> when(boolean wrong, JsonNode submitted, String error) {
        return wrong ? Optional.of(unfit(submitted, error)) : Optional.empty();
    }

    private static Optional<Failure> keys(JsonNode node, String what, Set<String> known) {
        if (!node.isObject()) {
            return Optional.of(unfit(node, what + " is missing or not an object."));
        }
        return node.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !known.contains(key))
                .findFirst()
                .map(key -> unfit(
                        node,
                        QuotableNames.of(key)
                                .map(shown -> what + " has the unknown key '" + shown + "'.")
                                .orElse(what + " has an unknown key, whose name is not shown.")));
    }

    private static Optional<Failure> texts(JsonNode node, String... names) {
        return Stream.of(names)
                .filter(name -> !isNothing(node.path(name))
                        && !node.path(name).isTextual()
                        && !node.path(name).isNumber())
                .findFirst()
                .map(name -> unfit(node, name + " is not a string."));
    }

    private static Optional<Failure> required(JsonNode node, String... names) {
        return texts(node, names)
                .or(() -> Stream.of(names)
                        .filter(name -> string(node, name).isEmpty())
                        .findFirst()
                        .map(name -> unfit(node, name + " is missing or empty.")));
    }

    private static String string(JsonNode node, String name) {
        return Optional.ofNullable(text(node, name)).orElse("");
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return isNothing(value) ? null : value.asText();
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static List<JsonNode> children(JsonNode array) {
        return array.isArray()
                ? StreamSupport.stream(array.spliterator(), false).toList()
                : List.of();
    }

    // A query comes back as it was submitted, but a bundle may hold secrets, under whatever key: its answer says what
    // kind of
    // value stood there.
    private static Failure unfit(JsonNode submitted, String error) {
        return Failure.Unfit.of(
                submitted.isMissingNode()
                        ? ""
                        : "JSON " + submitted.getNodeType().name().toLowerCase(Locale.ROOT) + ", not shown",
                SCHEMA,
                error);
    }
}
