package dev.annals.dialect.puppet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.annals.api.ChangeSink;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.model.Activity;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.CommitPart;
import dev.annals.model.FieldChange;
import dev.annals.model.Hash;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.Origin;
import dev.annals.query.Answer;
import dev.annals.query.Asker;
import dev.annals.query.AuditSession;
import dev.annals.query.AuditSessions;
import dev.annals.query.LocalAudit;
import dev.annals.query.NaiveAudit;
import dev.annals.query.PassingSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Change events in, activities and commits out, in memory: enough of the pipeline for tests of the dialect. A commit closes
 * when its size is reached; an event without a commit id is a commit of its own.
 */
final class Feed implements AuditSessions, ChangeSink {
    static final String TENANT = "default";

    private final NaiveAudit audit = new NaiveAudit();
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);
    private final Map<Long, Activity> byId = new HashMap<>();
    private final Map<String, JsonNode> documents = new HashMap<>();
    private final Map<String, List<Activity>> open = new HashMap<>();
    private final List<Commit> commits = new ArrayList<>();

    /** How many times activities can be had before they cannot. */
    volatile int fetchesBeforeNotReady = Integer.MAX_VALUE;

    /** Takes events as lines of JSON. */
    synchronized Feed lines(String... lines) {
        List<ChangeEvent> events = new ArrayList<>();
        for (String line : lines) {
            Decoded<ChangeEvent> decoded = json.decode(line.getBytes(StandardCharsets.UTF_8));
            if (!(decoded instanceof Decoded.Accepted<ChangeEvent> accepted)) {
                throw new IllegalArgumentException(decoded + " in " + line);
            }
            events.add(accepted.value());
        }
        take(events);
        return this;
    }

    @Override
    public synchronized Answer<?> publish(List<ChangeEvent> events) {
        // Through the codec, so that what is tested is what would lie in the log.
        events.forEach(event -> lines(new String(json.encode(event), StandardCharsets.UTF_8)));
        return new Answer.Ready<>(events.size());
    }

    List<Commit> commits() {
        return List.copyOf(commits);
    }

    /** The same documents in real indexes. */
    LocalAudit indexed() {
        LocalAudit indexed = new LocalAudit();
        indexed.addAll(
                LongStream.rangeClosed(1, byId.size()).mapToObj(byId::get).toList());
        return indexed.add(commits.toArray(Commit[]::new));
    }

    private void take(List<ChangeEvent> events) {
        List<Activity> added = new ArrayList<>();
        List<Commit> closed = new ArrayList<>();
        for (ChangeEvent event : events) {
            Activity activity = activity(event, byId.size() + 1L);
            byId.put(activity.id(), activity);
            added.add(activity);
            CommitPart part = activity.commit();
            String key = part == null ? "alone " + activity.id() : part.id();
            List<Activity> members = open.computeIfAbsent(key, k -> new ArrayList<>());
            members.add(activity);
            if (part == null || part.size() == null || members.size() == part.size()) {
                open.remove(key);
                Commit commit = commit(commits.size() + 1L, members);
                commits.add(commit);
                closed.add(commit);
            }
        }
        audit.addAll(added);
        audit.add(closed.toArray(Commit[]::new));
    }

    private Activity activity(ChangeEvent event, long id) {
        Operation operation = event.operation() == null ? Operation.UPDATE : event.operation();
        return new Activity(
                id,
                event.tenant(),
                new Origin(event.source(), event.id(), 0, id - 1, Instant.EPOCH),
                event.time(),
                event.timeText(),
                event.serviceId(),
                event.node(),
                operation,
                event.actor(),
                event.object(),
                event.object2(),
                event.relationship(),
                event.related(),
                changes(event, operation),
                false,
                List.of(),
                event.commit(),
                event.wording(),
                event.execution(),
                event.ipAddress(),
                event.presentation(),
                event.labels(),
                event.traceparent(),
                Hash.ZERO);
    }

    private List<FieldChange> changes(ChangeEvent event, Operation operation) {
        if (event.changes() != null) {
            return event.changes();
        }
        String key = event.object().type() + " " + event.object().id();
        JsonNode old = documents.getOrDefault(key, JsonNodeFactory.instance.objectNode());
        if (operation == Operation.DELETE) {
            documents.remove(key);
        }
        if (event.after() == null) {
            return List.of();
        }
        JsonNode now = event.after().tree();
        documents.put(key, now);
        List<FieldChange> changes = new ArrayList<>();
        Set<String> fields = new LinkedHashSet<>();
        for (JsonNode side : List.of(now, old)) {
            for (Iterator<String> names = side.fieldNames(); names.hasNext(); ) {
                fields.add(names.next());
            }
        }
        for (String field : fields) {
            if (!old.path(field).equals(now.path(field))) {
                changes.add(new FieldChange(field, text(old, field), text(now, field)));
            }
        }
        return changes;
    }

    private static JsonText text(JsonNode document, String field) {
        return document.has(field) ? JsonText.of(document.get(field)) : null;
    }

    private static Commit commit(long number, List<Activity> members) {
        Map<String, CommitObject> objects = new java.util.LinkedHashMap<>();
        for (Activity member : members) {
            put(objects, member.object());
            if (member.object2() != null) {
                put(objects, member.object2());
            }
            member.related()
                    .forEach(r ->
                            objects.putIfAbsent(r.type() + " " + r.id(), new CommitObject(r.type(), r.id(), r.name())));
        }
        Activity first = members.get(0);
        return new Commit(
                number,
                first.tenant(),
                first.serviceId(),
                first.commit() == null ? null : first.commit().id(),
                first.actor(),
                List.copyOf(objects.values()),
                members.stream().map(Activity::time).max(Instant::compareTo).orElseThrow(),
                members.stream()
                        .map(Activity::ipAddress)
                        .filter(ip -> ip != null)
                        .findFirst()
                        .orElse(null),
                members.stream().map(Activity::id).toList(),
                null,
                Hash.ZERO);
    }

    private static void put(Map<String, CommitObject> objects, ObjectRef object) {
        objects.putIfAbsent(
                object.type() + " " + object.id(), new CommitObject(object.type(), object.id(), object.name()));
    }

    @Override
    public AuditSession open(Asker asker) {
        return new PassingSession(audit.open(asker)) {
            @Override
            public Answer<List<Activity>> activitiesById(List<Long> ids) {
                return byId(ids);
            }
        };
    }

    synchronized Activity activity(long id) {
        return byId.get(id);
    }

    synchronized Answer<List<Activity>> byId(List<Long> ids) {
        if (fetchesBeforeNotReady != Integer.MAX_VALUE) {
            fetchesBeforeNotReady--;
        }
        return fetchesBeforeNotReady < 0
                ? new Answer.NotReady<>("the view is being built", Duration.ofSeconds(2))
                : new Answer.Ready<>(ids.stream().map(byId::get).toList());
    }
}
