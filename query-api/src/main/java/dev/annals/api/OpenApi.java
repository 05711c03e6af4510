package dev.annals.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description of the API in OpenAPI 3.1: a document that is written by hand beside this class. A server serves the part of it that the
 * server has routes for. A test holds the document to the routes in both directions, and answers to the document's schemas.
 */
final class OpenApi {
    private static final String DOCUMENT = "openapi.json";
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete", "options", "head");

    private OpenApi() {}

    /** The description of these paths and of no other. */
    static String of(Iterable<Routes.Path> paths) {
        Map<String, Set<String>> served = new HashMap<>();
        for (Routes.Path path : paths) {
            Set<String> methods = new TreeSet<>();
            path.methods().keySet().forEach(method -> methods.add(method.toLowerCase(Locale.ROOT)));
            served.put(path.template(), methods);
        }
        ObjectNode document = document();
        ObjectNode described = (ObjectNode) document.get("paths");
        described.retain(served.keySet());
        for (Map.Entry<String, JsonNode> path : described.properties()) {
            Set<String> others = new TreeSet<>(METHODS);
            others.removeAll(served.get(path.getKey()));
            ((ObjectNode) path.getValue()).remove(others);
        }
        return document.toString();
    }

    private static ObjectNode document() {
        try (InputStream in = OpenApi.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + DOCUMENT + " is missing from the jar");
            }
            return (ObjectNode) Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + DOCUMENT + " cannot be read", e);
        }
    }
}
