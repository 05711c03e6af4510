package dev.annals.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.model.Actor;
import dev.annals.model.Execution;
import dev.annals.model.FieldChange;
import dev.annals.model.JsonText;
import dev.annals.model.ObjectRef;
import dev.annals.model.Presentation;
import dev.annals.model.RelatedObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one change event from a parser into a draft. Made for one event, used on one thread. */
final class ChangeJsonReader {
    private final JsonParser parser;
    private final JsonValues values;
    private final ChangeDraft draft;

    /** The first field that was refused; the rest is still read, so that the report can name the event. */
    private @Nullable Refusal first;

    ChangeJsonReader(JsonParser parser, ChangeDraft draft) {
        this.parser = parser;
        this.values = new JsonValues(parser);
        this.draft = draft;
    }

    void read() throws IOException, Refusal {
        JsonToken start = parser.nextToken();
        if (start != JsonToken.START_OBJECT) {
            throw Refusal.malformed("a change event is a JSON object; seen: " + JsonValues.kind(start));
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            try {
                field(name);
            } catch (Refusal e) {
                first = first == null ? e : first;
                skipToTheEndOfTheField();
            }
        }
        if (parser.nextToken() != null) {
            throw Refusal.malformed("more text after the JSON object (expected: one change event a record)");
        }
        if (first != null) {
            throw first;
        }
    }

    private void skipToTheEndOfTheField() throws IOException {
        values.leave();
        while (parser.getParsingContext().getNestingDepth() > 1) {
            if (parser.nextToken() == null) {
                return;
            }
        }
    }

    private void field(String name) throws IOException, Refusal {
        switch (name) {
            case "id" -> draft.id = values.identifier(name);
            case "source" -> draft.source = values.text(name);
            case "tenant" -> draft.tenant = values.text(name);
            case "time" -> time();
            case "time_text" -> {
                String text = values.text(name);
                draft.timeText = text == null ? draft.timeText : text;
            }
            case "service_id" -> draft.serviceId = values.text(name);
            case "node" -> draft.node = values.text(name);
            case "operation" -> draft.operation = ChangeValidation.operation(values.text(name));
            case "actor" -> draft.actor = values.isNull() ? null : actor();
            case "object" -> draft.object = values.isNull() ? null : object(name);
            case "object2" -> draft.object2 = values.isNull() ? null : object(name);
            case "relationship" -> draft.relationship = values.text(name);
            case "related" -> draft.related = related();
            case "before" -> draft.before = values.objectOrNull(name);
            case "after" -> draft.after = values.objectOrNull(name);
            case "patch" -> draft.patch = values.object(name);
            case "changes" -> draft.changes = values.isNull() ? null : changes();
            case "commit_id" -> draft.commitId = values.identifier(name);
            case "commit_index" -> draft.commitIndex = values.integer(name);
            case "commit_size" -> draft.commitSize = values.integer(name);
            case "verb" -> draft.verb = values.text(name);
            case "what" -> draft.what = values.text(name);
            case "description" -> draft.description = values.text(name);
            case "message" -> draft.message = values.text(name);
            case "execution" -> draft.execution = values.isNull() ? null : execution();
            case "ip_address" -> draft.ipAddress = values.text(name);
            case "presentation" -> draft.presentation = values.isNull() ? null : presentation();
            case "sensitive" -> draft.sensitive = sensitive();
            case "labels" -> draft.labels = labels();
            case "traceparent" -> draft.traceparent = values.text(name);
            case "snapshot" -> draft.snapshot = values.flag(name);
            default -> throw values.unknown(name, ChangeJson.FIELDS);
        }
    }

    private void time() throws IOException, Refusal {
        Rfc3339 time = values.time("time");
        if (time != null) {
            draft.time = time.time();
            if (time.inexact() && draft.timeText == null) {
                draft.timeText = parser.getText();
            }
        }
    }

    private Actor actor() throws IOException, Refusal {
        open("actor", -1);
        String type = null;
        String id = null;
        String name = null;
        String username = null;
        String firstName = null;
        String lastName = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> type = values.text(field);
                case "id" -> id = values.identifier(field);
                case "name" -> name = values.text(field);
                case "username" -> username = values.text(field);
                case "first_name" -> firstName = values.text(field);
                case "last_name" -> lastName = values.text(field);
                default -> throw values.unknown(field, ChangeJson.ACTOR_FIELDS);
            }
        }
        Actor actor = new Actor(type == null ? Actor.USERS : type, id(id), name, username, firstName, lastName);
        values.leave();
        return actor;
    }

    private ObjectRef object(String record) throws IOException, Refusal {
        open(record, -1);
        String type = null;
        String id = null;
        String name = null;
        String url = null;
        JsonText summary = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> type = values.text(field);
                case "id" -> id = values.identifier(field);
                case "name" -> name = values.text(field);
                case "url" -> url = values.text(field);
                case "summary" -> summary = values.object(field);
                default -> throw values.unknown(field, ChangeJson.OBJECT_FIELDS);
            }
        }
        ObjectRef object = new ObjectRef(type(type), id(id), name, url, summary);
        values.leave();
        return object;
    }

    private List<RelatedObject> related() throws IOException, Refusal {
        if (values.isNull()) {
            return List.of();
        }
        values.expect("related", JsonToken.START_ARRAY, "an array of objects");
        List<RelatedObject> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(relatedObject(all.size()));
        }
        return Collections.unmodifiableList(all);
    }

    private RelatedObject relatedObject(int place) throws IOException, Refusal {
        open("related", place);
        String type = null;
        String id = null;
        String name = null;
        String role = null;
        JsonText summary = null;
        boolean shown = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> type = values.text(field);
                case "id" -> id = values.identifier(field);
                case "name" -> name = values.text(field);
                case "role" -> role = values.text(field);
                case "summary" -> summary = values.object(field);
                case "shown" -> shown = values.flag(field);
                default -> throw values.unknown(field, ChangeJson.RELATED_FIELDS);
            }
        }
        RelatedObject object = new RelatedObject(type(type), id(id), name, role, summary, shown);
        values.leave();
        return object;
    }

    private List<FieldChange> changes() throws IOException, Refusal {
        values.expect("changes", JsonToken.START_OBJECT, "an object of field: [old, new]");
        List<FieldChange> all = new ArrayList<>();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw values.unexpected("changes." + values.shown(field), "[old, new]");
            }
            List<JsonText> sides = new ArrayList<>(2);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonText side = values.value();
                if (sides.size() == 2) {
                    throw notAPair(field, "an array of more than 2 values");
                }
                sides.add(side);
            }
            if (sides.size() != 2) {
                throw notAPair(field, "an array of " + sides.size() + " values");
            }
            all.add(new FieldChange(field, sides.get(0), sides.get(1)));
        }
        return Collections.unmodifiableList(all);
    }

    private Refusal notAPair(String field, String seen) {
        return Refusal.invalid("changes." + values.shown(field), seen, "[old, new]");
    }

    private Execution execution() throws IOException, Refusal {
        open("execution", -1);
        String id = null;
        String name = null;
        String kind = null;
        Instant start = null;
        Instant finish = null;
        BigDecimal duration = null;
        String state = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "id" -> id = values.identifier(field);
                case "name" -> name = values.text(field);
                case "kind" -> kind = values.text(field);
                case "start" -> start = values.instant(field);
                case "finish" -> finish = values.instant(field);
                case "duration" -> duration = values.decimal(field);
                case "state" -> state = values.text(field);
                default -> throw values.unknown(field, ChangeJson.EXECUTION_FIELDS);
            }
        }
        values.leave();
        return new Execution(id, name, kind, start, finish, duration, state);
    }

    private Presentation presentation() throws IOException, Refusal {
        open("presentation", -1);
        String name = null;
        String text = null;
        String icon = null;
        String logLevel = null;
        JsonText data = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "name" -> name = values.text(field);
                case "text" -> text = values.text(field);
                case "icon" -> icon = values.text(field);
                case "log_level" -> logLevel = values.text(field);
                case "data" -> data = values.object(field);
                default -> throw values.unknown(field, ChangeJson.PRESENTATION_FIELDS);
            }
        }
        values.leave();
        return new Presentation(name, text, icon, logLevel, data);
    }

    private List<String> sensitive() throws IOException, Refusal {
        if (values.isNull()) {
            return List.of();
        }
        values.expect("sensitive", JsonToken.START_ARRAY, "an array of JSON pointers");
        List<String> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.enter("sensitive", all.size());
            values.expect("", JsonToken.VALUE_STRING, "a JSON pointer as text");
            all.add(parser.getText());
        }
        values.leave();
        return Collections.unmodifiableList(all);
    }

    private Map<String, String> labels() throws IOException, Refusal {
        if (values.isNull()) {
            return Map.of();
        }
        values.expect("labels", JsonToken.START_OBJECT, "an object of text");
        Map<String, String> all = new LinkedHashMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw values.unexpected("labels." + values.shown(key), "text");
            }
            all.put(key, parser.getText());
        }
        return Collections.unmodifiableMap(all);
    }

    private void open(String record, int place) throws Refusal {
        values.enter(record, place);
        values.expect("", JsonToken.START_OBJECT, "an object");
    }

    private String type(@Nullable String type) throws Refusal {
        if (type == null) {
            throw Refusal.missing(values.path("type"), "text");
        }
        return type;
    }

    private String id(@Nullable String id) throws Refusal {
        if (id == null) {
            throw Refusal.missing(values.path("id"), "text or an integer");
        }
        return id;
    }
}
