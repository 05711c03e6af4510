package dev.annals.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The description of the API, and whether answers are as it says. Thread-safe. */
public final class Described {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options");
    private static final JsonNode DOCUMENT = document();
    private static final JsonSchemaFactory FACTORY = factory();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Described() {}

    private static JsonNode document() {
        try (InputStream in = Described.class.getResourceAsStream("openapi.json")) {
            return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchemaFactory factory() {
        JsonMetaSchema.Builder dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012());
        DOCUMENT.properties().forEach(part -> dialect.keyword(new NonValidationKeyword(part.getKey())));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(dialect.build()));
    }

    /** Each described method of each path, such as {@code GET /healthz}. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> resolved("/paths/" + escaped(path.getKey()))
                        .value()
                        .properties()
                        .forEach(method -> {
                            if (METHODS.contains(method.getKey())) {
                                operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                            }
                        }));
        return operations;
    }

    /** The names of the parameters that an operation is described with. */
    public static List<String> parameters(String method, String template) {
        return operation(method, template).children("parameters").stream()
                .map(parameter -> parameter.value().get("name").asText())
                .toList();
    }

    /** The answer to a request; fails unless it is one that the description has for it. */
    public static HttpResponse<String> checked(HttpResponse<String> response) {
        check(response);
        return response;
    }

    private static void check(HttpResponse<String> response) {
        check(
                response.request().method(),
                response.request().uri().getRawPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    static void check(String method, String path, int status, String mediaType, String body) {
        Optional<String> template = DOCUMENT.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(candidate -> path.matches(candidate.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparing(candidate -> candidate.contains("{")));
        // HEAD and redirects have no body; a path or a method that is not there is not described.
        if (template.isEmpty() || body.isEmpty() || !METHODS.contains(method.toLowerCase(Locale.ROOT))) {
            return;
        }
        Node operation = operation(method, template.get());
        if (operation.value().isMissingNode()) {
            return;
        }
        Node responses = operation.child("responses");
        String key = responses.value().has(Integer.toString(status)) ? Integer.toString(status) : "default";
        Node content = responses.child(key).child("content");
        String type = plain(mediaType);
        Node media = content.value().properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> plain(name).equals(type) || type.startsWith(plain(name) + ";"))
                .findFirst()
                .map(content::child)
                .orElseThrow(() -> new AssertionError(
                        method + " " + path + ": " + status + " as " + mediaType + " is not described: " + body));
        if (type.startsWith("application/json")) {
            Set<ValidationMessage> wrong = SCHEMAS.computeIfAbsent(
                            media.child("schema").pointer(), Described::schema)
                    .validate(tree(body));
            if (!wrong.isEmpty()) {
                throw new AssertionError(
                        method + " " + path + ": " + status + " is not as described: " + wrong + "\n" + body);
            }
        }
    }

    private static String plain(String mediaType) {
        return mediaType.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    }

    private static JsonNode tree(String body) {
        try {
            return Json.tree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    /** The schema at a place of the description, with the whole of it around for what the schema refers to. */
    private static JsonSchema schema(String pointer) {
        ObjectNode whole = DOCUMENT.deepCopy();
        return FACTORY.getSchema(whole.put("$ref", "#" + pointer));
    }

    private static Node operation(String method, String template) {
        return resolved("/paths/" + escaped(template)).child(method.toLowerCase(Locale.ROOT));
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static Node resolved(String pointer) {
        JsonNode value = DOCUMENT.at(pointer);
        return value.has("$ref") ? resolved(value.get("$ref").asText().substring(1)) : new Node(pointer, value);
    }

    /** A part of the description and where it stands. */
    private record Node(String pointer, JsonNode value) {
        Node child(String key) {
            return resolved(pointer + "/" + escaped(key));
        }

        List<Node> children(String key) {
            return IntStream.range(0, value.path(key).size())
                    .mapToObj(index -> resolved(pointer + "/" + key + "/" + index))
                    .toList();
        }
    }
}
