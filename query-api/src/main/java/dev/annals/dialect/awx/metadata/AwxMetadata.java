package dev.annals.dialect.awx.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.Body;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What OPTIONS tells of a view: AWX's own clients make their flags of it. */
public final class AwxMetadata {
    private static final List<String[]> OPERATIONS = List.of(
            new String[] {"create", "Entity Created"},
            new String[] {"update", "Entity Updated"},
            new String[] {"delete", "Entity Deleted"},
            new String[] {"associate", "Entity Associated with another Entity"},
            new String[] {"disassociate", "Entity was Disassociated with another Entity"});

    private AwxMetadata() {}

    public static Body list(int maxPageSize) {
        return Body.json(json -> {
            begin(json, "Activity Stream List", "The activities recorded, newest first.");
            strings(json, "search_fields", "changes");
            json.writeNumberField("max_page_size", maxPageSize);
            json.writeEndObject();
        });
    }

    /** Of the activities of an object of this type. */
    public static Body subList(String type, int maxPageSize) {
        String name = String.join(" ", Models.words(type));
        return Body.json(json -> {
            begin(json, name + " Activity Stream List", "The activities of one object, newest first.");
            strings(json, "search_fields", "changes");
            json.writeArrayFieldStart("related_search_fields");
            json.writeString("actor__search");
            for (String linked : new TreeSet<>(AwxTypes.ALL)) {
                if (!linked.equals("setting") && !linked.equals("user")) {
                    json.writeString(linked + "__search");
                }
            }
            json.writeEndArray();
            json.writeNumberField("max_page_size", maxPageSize);
            json.writeEndObject();
        });
    }

    public static Body detail() {
        return Body.json(json -> {
            begin(json, "Activity Stream Detail", "One activity.");
            json.writeEndObject();
        });
    }

    private static void begin(JsonGenerator json, String name, String description) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("description", description);
        strings(json, "renders", "application/json", "text/html");
        strings(json, "parses", "application/json");
        json.writeObjectFieldStart("actions");
        json.writeObjectFieldStart("GET");
        fields(json);
        json.writeEndObject();
        json.writeEndObject();
        strings(json, "types", "activity_stream");
    }

    private static void fields(JsonGenerator json) throws IOException {
        field(json, "id", "integer", "ID", "Database ID for this activity stream.", true);
        type(json);
        field(json, "url", "string", "Url", "URL for this activity stream.", false);
        field(json, "related", "object", "Related", "Data structure with URLs of related resources.", false);
        field(
                json,
                "summary_fields",
                "object",
                "Summary fields",
                "Data structure with name/description for related resources.  The output for some objects may be limited"
                        + " for performance reasons.",
                false);
        field(json, "timestamp", "datetime", "Timestamp", null, true);
        operation(json);
        field(
                json,
                "changes",
                "json",
                "Changes",
                "A summary of the new and changed values when an object is created, updated, or deleted",
                true);
        field(
                json,
                "object1",
                "string",
                "Object1",
                "For create, update, and delete events this is the object type that was affected. For associate and"
                        + " disassociate events this is the object type associated or disassociated with object2.",
                true);
        field(
                json,
                "object2",
                "string",
                "Object2",
                "Unpopulated for create, update, and delete events. For associate and disassociate events this is the"
                        + " object type that object1 is being associated with.",
                true);
        field(
                json,
                "object_association",
                "field",
                "Object association",
                "When present, shows the field name of the role or relationship that changed.",
                false);
        field(
                json,
                "object_relationship_type",
                "string",
                "Object relationship type",
                "When present, the full name of the relationship that changed.",
                true);
        field(json, "action_node", "string", "Action node", "The cluster node the activity took place on.", true);
        field(
                json,
                "object_type",
                "field",
                "Object type",
                "When present, shows the model on which the role or relationship was defined.",
                false);
    }

    private static void type(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("type");
        json.writeStringField("type", "choice");
        json.writeStringField("label", "Type");
        json.writeStringField("help_text", "Data type for this activity stream.");
        json.writeBooleanField("hidden", false);
        choices(json, List.<String[]>of(new String[] {"activity_stream", "Activity Stream"}));
        json.writeEndObject();
    }

    private static void operation(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("operation");
        json.writeStringField("type", "choice");
        json.writeStringField("label", "Operation");
        json.writeStringField("help_text", "The action taken with respect to the given object(s).");
        json.writeBooleanField("filterable", true);
        json.writeBooleanField("hidden", false);
        choices(json, OPERATIONS);
        json.writeEndObject();
    }

    private static void field(
            JsonGenerator json, String name, String type, String label, @Nullable String help, boolean filterable)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("type", type);
        json.writeStringField("label", label);
        if (help != null) {
            json.writeStringField("help_text", help);
        }
        json.writeBooleanField("filterable", filterable);
        json.writeBooleanField("hidden", false);
        json.writeEndObject();
    }

    private static void choices(JsonGenerator json, List<String[]> choices) throws IOException {
        json.writeArrayFieldStart("choices");
        for (String[] choice : choices) {
            json.writeArray(choice, 0, choice.length);
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String name, String... values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
