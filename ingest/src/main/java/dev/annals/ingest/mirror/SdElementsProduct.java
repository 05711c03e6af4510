package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Template;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.model.Operation;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SD Elements and its activities. The position is the id of the last one.
 *
 * <p>The product gives the newest first and no other order, so what is new is gathered page by page until the position is met. What comes meanwhile moves others to later pages, where they are
 * met again, and none is passed over.
 */
public final class SdElementsProduct implements MirroredProduct {
    private static final int MOST_GATHERED = 500_000;
    private static final int BATCH = 500;
    private static final String FIRST = "api/v2/activities/?page_size=100";
    private static final String SUFFIX = "Activity";
    private static final Map<String, Operation> VERBS = Map.of(
            "Created", Operation.CREATE,
            "Added", Operation.OTHER,
            "Modified", Operation.UPDATE,
            "Updated", Operation.UPDATE,
            "Deleted", Operation.DELETE,
            "LoggedIn", Operation.LOGIN,
            "LoggedOut", Operation.LOGOUT);

    private final ProductApi api;
    private final String source;
    private final TreeMap<Long, JsonNode> gathered = new TreeMap<>();

    public SdElementsProduct(ProductApi api, String source) {
        this.api = api;
        this.source = source;
    }

    @Override
    public String position(@Nullable String from) {
        return from == null ? "0" : from;
    }

    @Override
    public Batch after(String position) {
        long last = Long.parseLong(position);
        gathered.headMap(last, true).clear();
        if (gathered.isEmpty()) {
            gather(last);
        }
        List<Item> items = new ArrayList<>();
        String next = position;
        for (Map.Entry<Long, JsonNode> activity : gathered.entrySet()) {
            if (items.size() == BATCH) {
                break;
            }
            items.add(item(activity.getValue()));
            next = activity.getKey().toString();
        }
        return new Batch(items, next);
    }

    private void gather(long last) {
        TreeMap<Long, JsonNode> found = new TreeMap<>();
        String path = FIRST;
        while (!path.isEmpty()) {
            JsonNode page = api.get(path).json();
            JsonNode results = page.path("results");
            if (!results.isArray()) {
                throw new ProductRefused("the answer of " + api.authority()
                        + " has no results (expected: SD Elements' activities; is --url where a browser shows it?)");
            }
            boolean met = false;
            for (JsonNode activity : results) {
                long id = activity.path("id").asLong();
                met |= id <= last;
                if (id > last) {
                    found.put(id, activity);
                }
            }
            if (found.size() > MOST_GATHERED) {
                throw new ProductRefused("there are more than " + MOST_GATHERED
                        + " activities, and the product gives the newest first; begin later with --from ID");
            }
            path = met ? "" : page.path("next").asText("");
        }
        gathered.putAll(found);
    }

    private Item item(JsonNode activity) {
        String id = activity.path("id").asText("");
        String name = activity.path("name").asText("");
        try {
            Draft draft = draft(activity, name);
            return new Item(
                    id,
                    draft.type,
                    activity,
                    draft,
                    new RecordValues(activity, Map.of("product", TextNode.valueOf("sdelements"))),
                    null);
        } catch (Unmappable e) {
            return new Item(id, name, activity, null, null, e);
        }
    }

    private Draft draft(JsonNode activity, String name) throws Unmappable {
        Draft draft = new Draft();
        draft.id = activity.path("id").asText("");
        draft.source = source;
        String date = activity.path("date").asText("");
        Instant time = Times.instant(date);
        if (time == null) {
            throw Unmappable.malformed("date: no time (expected: ISO 8601)");
        }
        draft.time = time;
        draft.timeText = date.endsWith("Z") ? null : date;
        String actor = Template.text(activity.path("actor"));
        draft.actor = actor == null ? null : new Actor(Actor.USERS, actor, null, null, null, null);
        JsonNode data = activity.path("data");
        draft.operation = operation(name);
        object(draft, name, data);
        draft.presentation = new Presentation(
                name.isEmpty() ? null : name,
                textOrNull(activity.path("text")),
                textOrNull(activity.path("icon")),
                textOrNull(activity.path("log_level")),
                data.isObject() ? JsonText.of(data) : null);
        return draft;
    }

    private static Operation operation(String name) {
        return VERBS.entrySet().stream()
                .filter(verb -> name.startsWith(verb.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Operation.OTHER);
    }

    /** The object is what the name ends in, as far as the data has it; all else in the data is related. */
    private static void object(Draft draft, String name, JsonNode data) {
        String kind = kind(name);
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            String id = Template.text(field.getValue());
            if (field.getKey().endsWith("_desc")
                    || id == null
                    || id.isEmpty()
                    || !field.getValue().isValueNode()) {
                continue;
            }
            String shown = Template.text(data.path(field.getKey() + "_desc"));
            if (draft.objectId == null && field.getKey().replace("_", "").equals(kind)) {
                draft.type = field.getKey();
                draft.objectId = id;
                draft.objectName = shown;
            } else {
                draft.related.add(new RelatedObject(field.getKey(), id, shown, null, null));
            }
        }
        if (draft.objectId == null) {
            draft.type = kind.isEmpty() ? "activity" : kind;
            String described = Template.text(data.path(kind + "_desc"));
            draft.objectId = described == null ? "activity-" + draft.id : described;
            draft.objectName = described;
        }
    }

    /** What an activity is about: {@code CreatedBusinessUnitActivity} is about a businessunit. */
    private static String kind(String name) {
        String plain = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        String[] words = plain.split("(?=[A-Z])", -1);
        StringBuilder kind = new StringBuilder();
        for (int i = words.length > 1 ? 1 : 0; i < words.length; i++) {
            kind.append(words[i].toLowerCase(java.util.Locale.ROOT));
        }
        return kind.toString();
    }

    private static @Nullable String textOrNull(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }
}
