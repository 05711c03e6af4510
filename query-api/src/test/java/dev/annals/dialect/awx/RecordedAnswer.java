package dev.annals.dialect.awx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A request with what a real AWX answered to it, and how the answer of Annals differs. */
record RecordedAnswer(
        int number,
        String method,
        String path,
        Map<String, String> headers,
        int status,
        boolean html,
        String allow,
        String location,
        String body) {
    private static final Set<String> KEPT = kept();

    static RecordedAnswer of(String line) {
        JsonNode tree = tree(line);
        Map<String, String> headers = new LinkedHashMap<>();
        tree.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new RecordedAnswer(
                tree.get("n").asInt(),
                tree.get("method").asText(),
                tree.get("path").asText(),
                headers,
                tree.get("status").asInt(),
                tree.get("content_type").asText().startsWith("text/html"),
                tree.get("allow").asText(""),
                tree.get("location").asText(""),
                tree.get("body").asText(""));
    }

    /** Asks Annals the same. */
    HttpResponse<String> ask(AwxServer server) {
        List<String> flat = new ArrayList<>();
        if (!headers.containsKey("NOAUTH")) {
            flat.addAll(List.of("Authorization", "Bearer admin"));
        }
        headers.forEach((name, value) -> {
            if (!name.equals("NOAUTH") && !name.equals("Accept-Encoding")) {
                flat.addAll(List.of(name, value.replace("@TOK@", "admin")));
            }
        });
        return server.send(method, encoded(path), "", flat.toArray(String[]::new));
    }

    /** How an answer differs from AWX's; empty when it does not. */
    List<String> differences(HttpResponse<String> answer) {
        List<String> differences = new ArrayList<>();
        compare(differences, "status", status, answer.statusCode());
        compare(
                differences,
                "Allow",
                allow,
                answer.headers().firstValue("Allow").orElse(""));
        compare(
                differences,
                "Location",
                location,
                answer.headers().firstValue("Location").orElse(""));
        boolean page = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        compare(differences, "a page", html && status != 301, page);
        if (!html && !page && !method.equals("HEAD")) {
            compareBodies(differences, tree(body), tree(answer.body()));
        }
        return differences;
    }

    private static void compareBodies(List<String> differences, JsonNode expected, JsonNode actual) {
        if (!expected.has("results") || !actual.has("results")) {
            compareObjects(differences, "", plain(expected), plain(actual));
            return;
        }
        for (String field : List.of("count", "next", "previous")) {
            compare(differences, field, expected.path(field), actual.path(field));
        }
        compare(differences, "ids", ids(expected), ids(actual));
        if (ids(expected).equals(ids(actual))) {
            for (int i = 0; i < expected.get("results").size(); i++) {
                JsonNode row = expected.get("results").get(i);
                compareObjects(
                        differences,
                        "row " + row.path("id") + " ",
                        plain(row),
                        plain(actual.get("results").get(i)));
            }
        }
    }

    private static void compareObjects(List<String> differences, String prefix, JsonNode expected, JsonNode actual) {
        if (!expected.isObject() || !actual.isObject()) {
            compare(differences, prefix + "body", expected, actual);
            return;
        }
        Set<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        actual.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> {
            JsonNode one = expected.path(name);
            JsonNode other = actual.path(name);
            if (one.isObject() && other.isObject()) {
                compareObjects(differences, prefix + name + ".", one, other);
            } else {
                compareValues(differences, prefix + name, one, other);
            }
        });
    }

    private static void compareValues(List<String> differences, String what, JsonNode expected, JsonNode actual) {
        switch (what) {
            case "related_search_fields" -> compare(differences, what, sorted(expected), sorted(actual));
            case "description", "actions.GET.object_relationship_type" -> {
                // The words of the documentation are our own, and so is the additional field.
            }
            default -> {
                // The redactor hides empty texts and true and false, too, where AWX shows them.
                if (!actual.asText().equals("hidden")
                        || !(expected.isBoolean()
                                || (expected.isTextual() && expected.asText().isEmpty()))) {
                    compare(differences, what, expected, actual);
                }
            }
        }
    }

    private static List<String> sorted(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        all.sort(Comparator.naturalOrder());
        return all;
    }

    private static void compare(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": AWX " + expected + ", Annals " + actual);
        }
    }

    /**
     * A record without what is known to differ: the pairs of a creation, the additional field, and links to what AWX had deleted by the time it was
     * asked.
     */
    static JsonNode plain(JsonNode row) {
        if (row instanceof ObjectNode object && object.path("type").asText().equals("activity_stream")) {
            object.remove("object_relationship_type");
            String deleted = object.get("operation").asText().equals("delete")
                    ? object.get("object1").asText()
                    : "";
            withoutLost((ObjectNode) object.get("related"), deleted);
            withoutLost((ObjectNode) object.get("summary_fields"), deleted);
            if (object.get("operation").asText().equals("create") && object.get("changes") instanceof ObjectNode all) {
                all.properties().forEach(change -> {
                    if (change.getValue() instanceof ArrayNode pair
                            && pair.size() == 2
                            && pair.get(0).isNull()) {
                        change.setValue(pair.get(1));
                    }
                });
            }
        }
        return row;
    }

    /** Links of one type come in no order that AWX promises. */
    private static void withoutLost(ObjectNode byType, String deleted) {
        byType.properties().removeIf(entry -> {
            if (entry.getValue() instanceof ArrayNode links) {
                List<JsonNode> kept = new ArrayList<>();
                links.forEach(link -> {
                    if (KEPT.contains(link(entry.getKey(), link))
                            && !entry.getKey().equals(deleted)) {
                        kept.add(link);
                    }
                });
                kept.sort(Comparator.comparing(JsonNode::toString));
                links.removeAll().addAll(kept);
                return links.isEmpty();
            }
            return false;
        });
    }

    private static String link(String type, JsonNode link) {
        String id = link.isTextual()
                ? link.asText().replaceAll(".*/([^/]+)/(\\?.*)?$", "$1")
                : link.path("id").asText();
        return type + " " + (type.equals("setting") ? "" : id);
    }

    /** The objects that AWX still had when it was asked: type and id. */
    private static Set<String> kept() {
        Set<String> kept = new HashSet<>();
        for (String record : RecordedTrail.lines("records")) {
            for (String part : List.of("related", "summary_fields")) {
                tree(record).get(part).properties().forEach(entry -> {
                    if (entry.getValue().isArray()) {
                        entry.getValue().forEach(link -> kept.add(link(entry.getKey(), link)));
                    }
                });
            }
        }
        return kept;
    }

    private static List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.get("results").forEach(row -> ids.add(row.path("id").asLong()));
        return ids;
    }

    /** As clients send it: what a URL may not have in escapes, existing escapes kept. */
    static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = b > ' ' && b < 0x7f && "\"<>\\^`{|}[]".indexOf(b) < 0;
            encoded.append(kept ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return encoded.toString();
    }

    static JsonNode tree(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
