package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.Draft.Sides;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Operation;
import dev.annals.model.RelatedObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record of AWX's activity stream as a draft of a change event. AWX drops its links to what was deleted since: such an object has the id that the changes name, or one that nothing
 * else has, and an empty URL, which says that there is nothing to link to.
 */
final class AwxRecord {
    private static final Set<String> ASSOCIATION =
            Set.of("object1", "object1_pk", "object2", "object2_pk", "action", "relationship");
    private static final Set<String> NAMES = Set.of("id", "name", "username");
    private static final String ROLE = "role";
    private static final String USER = "user";
    private static final String ACTOR = "actor";
    /** What AWX no longer links to. */
    private static final String NO_LINK = "";

    private final JsonNode record;
    private final GoneUsers gone;

    AwxRecord(JsonNode record, GoneUsers gone) {
        this.record = record;
        this.gone = gone;
    }

    Draft draft(String source) throws Unmappable {
        Draft draft = new Draft();
        draft.id = text("id");
        draft.source = source;
        Instant time = Times.instant(text("timestamp"));
        if (time == null) {
            throw Unmappable.malformed("timestamp: no time (expected: RFC 3339)");
        }
        draft.time = time;
        draft.operation = Operation.of(text("operation"))
                .orElseThrow(() -> Unmappable.malformed(
                        "operation: none of AWX's (expected: create, update, delete," + " associate or disassociate)"));
        draft.node = text("action_node").isEmpty() ? null : text("action_node");
        draft.actor = actor();
        JsonNode changes = record.path("changes");
        if (draft.operation.isAssociation()) {
            association(draft, changes);
        } else {
            String type = text("object1");
            object(draft, type, changes.path("id"), entry(type, 0));
            draft.changes = changes(changes, draft.operation);
        }
        shownBeside(draft);
        return draft;
    }

    private void object(Draft draft, String type, JsonNode id, JsonNode entry) {
        draft.type = type;
        JsonNode known = entry.hasNonNull("id") ? entry.path("id") : id;
        boolean setting = type.equals("setting");
        String own = Template.text(known);
        draft.objectId = own == null ? unknown(setting ? Template.text(entry.path("name")) : null) : own;
        draft.objectUrl = entry.hasNonNull("id") || setting ? null : NO_LINK;
        draft.objectName = name(entry);
        draft.summary = summary(entry);
        if (draft.objectName == null && draft.operation != Operation.UPDATE) {
            draft.objectName = name(record.path("changes"));
        }
    }

    private void association(Draft draft, JsonNode changes) {
        String first = text("object1");
        String second = text("object2");
        boolean same = first.equals(second);
        object(draft, first, changes.path("object1_pk"), byId(first, changes.path("object1_pk")));
        boolean grant = text("object_association").equals(ROLE);
        JsonNode pk = changes.path("object2_pk");
        // Where the second side is not the user, AWX gives the id of the role that is on it.
        boolean onRole = grant && !second.equals(USER);
        JsonNode entry = onRole ? entry(second, same ? 1 : 0) : byId(second, pk);
        JsonNode known = entry.hasNonNull("id") ? entry.path("id") : onRole ? NullNode.getInstance() : pk;
        String id = Template.text(known);
        draft.object2 = new ObjectRef(
                second,
                id == null ? unknown(null) : id,
                name(entry),
                entry.hasNonNull("id") ? null : NO_LINK,
                summary(entry));
        draft.relationship = Template.text(changes.path("relationship"));
        if (grant) {
            JsonNode role = entry(ROLE, 0);
            String roleId = role.hasNonNull("id") ? Template.text(role.path("id")) : onRole ? Template.text(pk) : null;
            draft.related.add(new RelatedObject(
                    ROLE, roleId == null ? unknown(null) : roleId, null, null, summary(role), !role.hasNonNull("id")));
        }
        Map<String, Sides> more = new LinkedHashMap<>();
        changes(changes, Operation.UPDATE).forEach((field, sides) -> {
            if (!ASSOCIATION.contains(field)) {
                more.put(field, sides);
            }
        });
        draft.changes = more.isEmpty() ? null : more;
    }

    /** What AWX shows of other types: with a link, the event is found by it; without, it is shown and no more. */
    private void shownBeside(Draft draft) {
        for (Map.Entry<String, JsonNode> field : record.path("summary_fields").properties()) {
            String type = field.getKey();
            ObjectRef second = draft.object2;
            boolean done = type.equals(ACTOR)
                    || type.equals(ROLE)
                    || type.equals("setting")
                    || type.equals(draft.type)
                    || (second != null && type.equals(second.type()));
            if (done || !field.getValue().isArray()) {
                continue;
            }
            boolean linked = record.path("related").has(type);
            for (JsonNode entry : field.getValue()) {
                String id = Template.text(entry.path("id"));
                if (id != null) {
                    draft.related.add(new RelatedObject(type, id, name(entry), null, summary(entry), !linked));
                }
            }
        }
    }

    private @Nullable Actor actor() {
        JsonNode actor = record.path("summary_fields").path(ACTOR);
        if (!actor.isObject()) {
            return null;
        }
        String username = Template.text(actor.path("username"));
        String id = Template.text(actor.path("id"));
        if (id == null) {
            id = gone.id(username == null ? "" : username, record.path("id").asLong());
        }
        return new Actor(
                USER,
                id,
                null,
                username,
                Template.text(actor.path("first_name")),
                Template.text(actor.path("last_name")));
    }

    private Map<String, Sides> changes(JsonNode changes, Operation operation) {
        Map<String, Sides> sides = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : changes.properties()) {
            JsonNode value = field.getValue();
            sides.put(
                    field.getKey(),
                    switch (operation) {
                        case CREATE -> new Sides(NullNode.getInstance(), value);
                        case DELETE -> new Sides(value, NullNode.getInstance());
                        default ->
                            value.isArray() && value.size() == 2
                                    ? new Sides(value.get(0), value.get(1))
                                    : new Sides(NullNode.getInstance(), value);
                    });
        }
        return sides;
    }

    private JsonNode byId(String type, JsonNode id) {
        for (JsonNode entry : record.path("summary_fields").path(type)) {
            if (id.asText().equals(entry.path("id").asText())) {
                return entry;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private JsonNode entry(String type, int place) {
        return record.path("summary_fields").path(type).path(place);
    }

    /** An id for what nobody can tell from anything else any more. */
    private String unknown(@Nullable String better) {
        return better == null ? "unknown-" + text("id") : better;
    }

    private static @Nullable String name(JsonNode entry) {
        for (String key : List.of("name", "username")) {
            if (entry.path(key).isTextual() && !entry.path(key).asText().isEmpty()) {
                return entry.path(key).textValue();
            }
        }
        return null;
    }

    private static @Nullable JsonText summary(JsonNode entry) {
        if (!(entry instanceof ObjectNode object)) {
            return null;
        }
        ObjectNode rest = object.deepCopy();
        rest.remove(NAMES);
        return rest.isEmpty() ? null : JsonText.of(rest);
    }

    private String text(String field) {
        return record.path(field).asText("");
    }
}
