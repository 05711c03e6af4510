package dev.annals.ingest.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.model.Reject.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in HTTP's three content modes → change events in JSON. Data that is a change event, an object with an {@code object} that has type and id, is taken as one, under the id, source and time of its
 * CloudEvent; any other data is the document of the event's subject.
 */
final class CloudEvents {
    /** Media type of structured mode. */
    static final String STRUCTURED = "application/cloudevents+json";

    /** Media type of batched mode. */
    static final String BATCHED = "application/cloudevents-batch+json";

    /** What the headers of binary mode begin with. */
    static final String PREFIX = "ce-";

    private static final List<String> MANDATORY = List.of("id", "source", "specversion", "type");
    private static final Set<String> DATA = Set.of("data", "data_base64");
    private static final Map<String, String> OPERATIONS = operations();

    private CloudEvents() {}

    /** One of the events, or why it is none. */
    sealed interface One {
        /** A change event in JSON, which may still be a bad one. */
        record Change(byte[] json) implements One {}

        /** It is no CloudEvent, or one that cannot be a change. */
        record Bad(Reason reason, String detail) implements One {}
    }

    /** Whether a request carries CloudEvents. */
    static boolean areIn(String mediaType, Map<String, String> attributes) {
        return mediaType.startsWith("application/cloudevents") || attributes.containsKey("specversion");
    }

    /**
     * The events of a request.
     *
     * @param attributes the headers of binary mode, without their prefix
     * @throws Submission.Unreadable when the body as a whole is none
     */
    static List<One> of(String mediaType, Map<String, String> attributes, byte[] body, int most)
            throws Submission.Unreadable {
        List<One> events = new ArrayList<>();
        switch (mediaType) {
            case STRUCTURED -> events.add(structured(tree(body)));
            case BATCHED -> {
                if (!(tree(body) instanceof ArrayNode batch) || batch.isEmpty()) {
                    throw new Submission.Unreadable("the batch is no JSON array with an event in it");
                }
                if (batch.size() > most) {
                    throw new Submission.Unreadable("more than " + most
                            + " events in one request (expected: at most that; send several requests)");
                }
                batch.forEach(event -> events.add(structured(event)));
            }
            default -> {
                if (mediaType.startsWith("application/cloudevents")) {
                    throw new Submission.Unreadable("a format of CloudEvents that is not read here (expected: "
                            + STRUCTURED + ", " + BATCHED + ", or binary mode)");
                }
                events.add(binary(mediaType, attributes, body));
            }
        }
        return events;
    }

    private static JsonNode tree(byte[] body) throws Submission.Unreadable {
        try {
            return Json.tree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new Submission.Unreadable("the body is not JSON (expected: CloudEvents in JSON)");
        }
    }

    private static One structured(JsonNode event) {
        if (!(event instanceof ObjectNode whole)) {
            return new One.Bad(Reason.MALFORMED, "no JSON object (expected: a CloudEvent)");
        }
        ObjectNode attributes = whole.deepCopy().without(DATA);
        JsonNode data = whole.get("data");
        if (data == null && whole.path("data_base64").isTextual()) {
            try {
                data = data(Base64.getDecoder().decode(whole.path("data_base64").textValue()));
            } catch (IllegalArgumentException e) {
                return new One.Bad(Reason.MALFORMED, "data_base64: not Base64");
            }
        }
        return change(attributes, data);
    }

    private static One binary(String mediaType, Map<String, String> headers, byte[] body) {
        ObjectNode attributes = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            attributes.put(header.getKey(), decoded(header.getValue()));
        }
        if (body.length == 0) {
            return change(attributes, null);
        }
        boolean json = mediaType.isEmpty() || mediaType.endsWith("/json") || mediaType.endsWith("+json");
        JsonNode data = data(body);
        return json && data.isTextual() && body[0] != '"'
                ? new One.Bad(Reason.MALFORMED, "data: not JSON, as its content type says")
                : change(attributes, data);
    }

    /** Header values have percent-encoded characters beyond ASCII. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static JsonNode data(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return Json.tree(text);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.getNodeFactory().textNode(text);
        }
    }

    private static One change(ObjectNode attributes, @Nullable JsonNode data) {
        for (String name : MANDATORY) {
            if (attributes.path(name).asText("").isEmpty()) {
                return new One.Bad(
                        Reason.MISSING_FIELD,
                        name + ": missing (expected: a CloudEvent with " + String.join(", ", MANDATORY) + ")");
            }
        }
        if (!attributes.path("specversion").asText().startsWith("1.")) {
            return new One.Bad(Reason.INVALID_FIELD, "specversion: another version (expected: 1.0)");
        }
        ObjectNode change = data instanceof ObjectNode whole && isChange(whole)
                ? whole.deepCopy()
                : document(attributes, data == null || data.isNull() ? null : data);
        change.set("id", attributes.get("id"));
        change.set("source", attributes.get("source"));
        if (attributes.hasNonNull("time")) {
            change.set("time", attributes.get("time"));
        } else if (!change.hasNonNull("time")) {
            return new One.Bad(
                    Reason.MISSING_FIELD,
                    "time: missing (expected: the attribute time of the CloudEvent; a time of our own would make a retry another event)");
        }
        for (String extension : List.of("tenant", "traceparent")) {
            if (attributes.hasNonNull(extension) && !change.hasNonNull(extension)) {
                change.set(extension, attributes.get(extension));
            }
        }
        return new One.Change(change.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether data has the form of a change event. */
    private static boolean isChange(ObjectNode data) {
        return data.path("object").hasNonNull("type") && data.path("object").hasNonNull("id");
    }

    private static ObjectNode document(ObjectNode attributes, @Nullable JsonNode data) {
        ObjectNode change = Json.MAPPER.createObjectNode();
        String type = attributes.path("type").asText();
        ObjectNode object = change.putObject("object").put("type", type);
        String subject = attributes.path("subject").asText("");
        if (!subject.isEmpty()) {
            object.put("id", subject);
        } else if (data != null && data.hasNonNull("id") && data.path("id").isValueNode()) {
            object.put("id", data.path("id").asText());
        } else {
            object.set("id", attributes.get("id"));
        }
        @Nullable
        String operation =
                OPERATIONS.get(type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (operation != null || data == null) {
            change.put("operation", operation == null ? "other" : operation);
        }
        if (data != null) {
            change.set(
                    "after",
                    data.isObject() ? data : Json.MAPPER.createObjectNode().set("data", data));
            if (data.path("name").isTextual()) {
                object.set("name", data.path("name"));
            }
        }
        return change;
    }

    private static Map<String, String> operations() {
        Map<String, String> operations = new HashMap<>();
        List.of("created", "create", "added").forEach(word -> operations.put(word, "create"));
        List.of("updated", "update", "changed").forEach(word -> operations.put(word, "update"));
        List.of("deleted", "delete", "removed").forEach(word -> operations.put(word, "delete"));
        return Map.copyOf(operations);
    }
}
