package dev.annals.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import dev.annals.registry.RegistryAnswer.Away;
import dev.annals.registry.RegistryAnswer.Found;
import dev.annals.registry.RegistryAnswer.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that speaks Confluent's REST API: Confluent's own, Apicurio's under {@code /apis/ccompat/v7}, Karapace, Redpanda's.
 *
 * <p>Each question goes to the addresses in turn until one answers. Nothing is cached and nothing is asked again: callers know better how long to wait. Only an
 * answer in the registry's own form says that a schema does not exist; a 404 of whatever else listens there is no such answer. Thread-safe.
 */
public final class SchemaRegistry {
    /** A schema larger than that is not taken; its record on the log would be too large, too. */
    public static final int LARGEST_SCHEMA = 512 * 1024;

    private static final int LARGEST_ANSWER = 4 * LARGEST_SCHEMA;
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    /** Error codes of what is not found: subject, version, schema. */
    private static final int FIRST_NOT_FOUND = 40401;

    private static final int LAST_NOT_FOUND = 40499;
    private static final int MOST_SHOWN = 200;

    private final RegistrySettings settings;
    private final HttpClient http;

    public SchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.connectTimeout());
        settings.tls().ifPresent(tls -> builder.sslContext(tls.context()));
        http = builder.build();
    }

    /** The Avro schema of an id, as one text without references to others. It never changes. */
    public RegistryAnswer<String> schema(int id) {
        return get("/schemas/ids/" + id)
                .fold(
                        found -> new References(this::version).flattened("schema " + id, found.value()),
                        refused -> new Refused<>("the registry has no schema with id " + id),
                        away -> new Away<>(away.sentence()));
    }

    /** The id that a subject has for a schema under which values are written, as the settings say: registered, looked up, or the latest. */
    public RegistryAnswer<Integer> idFor(String subject, Schema schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        RegistrySettings.Writing writing = settings.writing();
        if (writing.useLatest() && !writing.autoRegister()) {
            return get(path + "/versions/latest")
                    .fold(
                            found -> latest(subject, schema, found.value()),
                            refused -> new Refused<>("subject " + subject + " has no schema (expected: "
                                    + schema.getFullName() + "; register it, or set auto.register.schemas=true)"),
                            away -> new Away<>(away.sentence()));
        }
        String question =
                (writing.autoRegister() ? path + "/versions" : path) + (writing.normalize() ? "?normalize=true" : "");
        ObjectNode body = Json.MAPPER.createObjectNode().put("schema", schema.toString());
        return ask(question, body)
                .fold(
                        found -> id(found.value()),
                        refused -> new Refused<>("subject " + subject
                                + (writing.autoRegister() ? " does not take " : " does not have ")
                                + schema.getFullName() + ": " + refused.sentence()
                                + (writing.autoRegister() ? "" : " (register it, or set auto.register.schemas=true)")),
                        away -> new Away<>(away.sentence()));
    }

    private static RegistryAnswer<Integer> id(JsonNode answer) {
        int id = answer.path("id").asInt(0);
        return id > 0 ? new Found<>(id) : new Away<>("the registry answered without an id");
    }

    private static RegistryAnswer<Integer> latest(String subject, Schema schema, JsonNode answer) {
        try {
            Schema latest = new Schema.Parser()
                    .setValidateDefaults(false)
                    .parse(answer.path("schema").asText());
            if (SchemaNormalization.parsingFingerprint64(latest) == SchemaNormalization.parsingFingerprint64(schema)) {
                return id(answer);
            }
        } catch (AvroRuntimeException e) {
            // Not the same either.
        }
        return new Refused<>("the latest schema of subject " + subject + " is not the " + schema.getFullName()
                + " that this release writes (register that one, or set use.latest.version=false)");
    }

    /** A version of a subject, which a reference names. */
    private RegistryAnswer<JsonNode> version(String subject, int version) {
        return get("/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions/" + version);
    }

    private RegistryAnswer<JsonNode> get(String path) {
        return ask(path, null);
    }

    private RegistryAnswer<JsonNode> ask(String path, @Nullable ObjectNode body) {
        RegistryAnswer<JsonNode> answer = new Away<>("no registry");
        for (URI url : settings.urls()) {
            answer = ask(url, path, body);
            if (!(answer instanceof Away)) {
                return answer;
            }
        }
        return answer;
    }

    private RegistryAnswer<JsonNode> ask(URI url, String path, @Nullable ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(settings.readTimeout())
                .header("Accept", CONTENT_TYPE + ", application/json");
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        settings.headers().forEach(request::setHeader);
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE).POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return read(url, response.statusCode(), in.readNBytes(LARGEST_ANSWER + 1));
            }
        } catch (IOException e) {
            return new Away<>("the schema registry at " + url + " does not answer ("
                    + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Away<>("the question to the schema registry at " + url + " was interrupted");
        }
    }

    private static RegistryAnswer<JsonNode> read(URI url, int status, byte[] bytes) {
        JsonNode json = tree(bytes);
        if (status == OK && json != null) {
            return new Found<>(json);
        }
        int code = json == null ? 0 : json.path("error_code").asInt(0);
        boolean none = status == NOT_FOUND && code >= FIRST_NOT_FOUND && code <= LAST_NOT_FOUND;
        if (none || ((status == CONFLICT || status == UNPROCESSABLE) && code > 0)) {
            String message = json == null ? "" : json.path("message").asText();
            return new Refused<>(message.length() > MOST_SHOWN ? message.substring(0, MOST_SHOWN) + "…" : message);
        }
        return new Away<>("the schema registry at " + url + " answered " + status + hint(status, json));
    }

    private static String hint(int status, @Nullable JsonNode json) {
        return switch (status) {
            case 401, 403 -> ", so its credentials are wrong or missing";
            case OK -> " with something other than JSON of at most " + LARGEST_ANSWER + " bytes";
            case NOT_FOUND ->
                json == null
                        ? " and not as a registry does; schema.registry.url must name its API, such as …/apis/ccompat/v7"
                        : " without an error_code of a registry";
            default -> "";
        };
    }

    private static @Nullable JsonNode tree(byte[] bytes) {
        if (bytes.length > LARGEST_ANSWER) {
            return null;
        }
        try {
            JsonNode tree = Json.tree(new String(bytes, StandardCharsets.UTF_8));
            return tree.isObject() ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Asks for a version of a subject. */
    @FunctionalInterface
    interface Versions {
        RegistryAnswer<JsonNode> version(String subject, int version);
    }
}
