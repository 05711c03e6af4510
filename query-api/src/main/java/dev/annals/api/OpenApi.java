package dev.annals.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the API in OpenAPI 3.0, made from the routes themselves, so that it names all of them and no other. */
final class OpenApi {
    private static final Pattern SEGMENT = Pattern.compile("\\{([^}]+)}");

    private OpenApi() {}

    static String of(Collection<Routes.Path> paths) {
        ObjectNode root = Json.MAPPER.createObjectNode().put("openapi", "3.0.3");
        root.putObject("info")
                .put("title", "Annals")
                .put("version", "1")
                .put(
                        "description",
                        "An audit trail in the words of the AWX activity stream, the Puppet activity service and the SD Elements"
                                + " activities.");
        ObjectNode schemes = root.putObject("components").putObject("securitySchemes");
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
        schemes.putObject("basic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "The token is the password; the name does not matter.");
        schemes.putObject("header").put("type", "apiKey").put("in", "header").put("name", "X-Authentication");
        ObjectNode described = root.putObject("paths");
        for (Routes.Path path : paths) {
            ObjectNode methods = described.putObject(path.template());
            path.methods().values().forEach(route -> describe(methods, route));
        }
        return root.toString();
    }

    private static void describe(ObjectNode methods, Route route) {
        ObjectNode operation =
                methods.putObject(route.method().toLowerCase(Locale.ROOT)).put("summary", route.summary());
        ArrayNode parameters = operation.putArray("parameters");
        Matcher segments = SEGMENT.matcher(route.template());
        while (segments.find()) {
            parameter(parameters, segments.group(1), "path").put("required", true);
        }
        for (Route.Parameter parameter : route.parameters()) {
            parameter(parameters, parameter.name(), "query").put("description", parameter.description());
        }
        ObjectNode responses = operation.putObject("responses");
        responses.putObject(route.method().equals("POST") ? "2XX" : "200").put("description", route.summary());
        if (route.access() != Access.OPEN) {
            responses.putObject("401").put("description", "No credentials, or none that are known");
            responses.putObject("403").put("description", "The token may not");
            ArrayNode security = operation.putArray("security");
            for (String scheme : new String[] {"bearer", "basic", "header"}) {
                security.addObject().putArray(scheme);
            }
        }
        responses.putObject("default").put("description", "A failure, in the words of the product");
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }
}
