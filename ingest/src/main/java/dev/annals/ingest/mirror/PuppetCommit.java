package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Actor;
import dev.annals.model.CommitPart;
import dev.annals.model.Execution;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import dev.annals.model.Wording;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A commit of Puppet's activity service as drafts of change events, one for each of its events. */
final class PuppetCommit {
    private static final int BYTES = 12;
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "create", Operation.CREATE,
            "edit", Operation.UPDATE,
            "update", Operation.UPDATE,
            "delete", Operation.DELETE,
            "run_task", Operation.EXECUTE,
            "plan_task", Operation.EXECUTE,
            "puppet_agent", Operation.EXECUTE);

    private PuppetCommit() {}

    /** What tells a commit from others of its service and second. */
    static String digest(String service, JsonNode commit) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(service.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(digest.digest(commit.toString().getBytes(StandardCharsets.UTF_8)), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static List<Draft> drafts(String source, String service, JsonNode commit, String id) throws Unmappable {
        Instant time = Times.instant(commit.path("timestamp").asText(""));
        if (time == null) {
            throw Unmappable.malformed("timestamp: no time (expected: ISO 8601)");
        }
        JsonNode events = commit.path("events");
        int size = Math.max(1, events.size());
        List<Draft> drafts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Draft draft = new Draft();
            draft.id = id + "-" + i;
            draft.source = source;
            draft.time = time;
            draft.service = service;
            draft.actor = actor(commit.path("subject"));
            objects(draft, commit);
            draft.commit = new CommitPart(id, i, size);
            draft.ipAddress = text(commit, "ip_address");
            event(draft, events.path(i));
            if (events.isEmpty()) {
                // A commit without events has no message of its own to show.
                draft.labels.put("puppet.commit_without_events", "true");
            }
            drafts.add(draft);
        }
        return drafts;
    }

    private static @Nullable Actor actor(JsonNode subject) {
        String id = text(subject, "id");
        String type = text(subject, "type");
        return id == null
                ? null
                : new Actor(type == null ? Actor.USERS : type, id, text(subject, "name"), null, null, null);
    }

    private static void objects(Draft draft, JsonNode commit) {
        JsonNode objects = commit.path("objects");
        JsonNode first = objects.isArray() ? objects.path(0) : commit.path("object");
        String type = text(first, "type");
        draft.type = type == null ? "object" : type;
        draft.objectId = text(first, "id");
        draft.objectName = text(first, "name");
        for (int i = 1; i < objects.size(); i++) {
            JsonNode other = objects.get(i);
            String id = text(other, "id");
            String kind = text(other, "type");
            if (id != null) {
                draft.related.add(
                        new RelatedObject(kind == null ? "object" : kind, id, text(other, "name"), null, null));
            }
        }
    }

    private static void event(Draft draft, JsonNode event) {
        String type = text(event, "type");
        draft.operation = type == null ? Operation.OTHER : OPERATIONS.getOrDefault(type, Operation.OTHER);
        draft.wording = new Wording(type, text(event, "what"), text(event, "description"), text(event, "message"));
        JsonNode duration = event.path("duration");
        Execution run = new Execution(
                null,
                text(event, "name"),
                null,
                time(event, "start_timestamp"),
                time(event, "finish_timestamp"),
                duration.isNumber() ? duration.decimalValue() : null,
                text(event, "state"));
        draft.execution = run.equals(new Execution(null, null, null, null, null, null, null)) ? null : run;
    }

    private static @Nullable Instant time(JsonNode event, String field) {
        String text = text(event, field);
        return text == null ? null : Times.instant(text);
    }

    private static @Nullable String text(JsonNode node, String field) {
        return Template.text(node.path(field));
    }
}
