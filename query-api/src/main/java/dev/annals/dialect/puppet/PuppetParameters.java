package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Request;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parameters of a request as Puppet reads them: an empty value is no value, unknown names are passed over. */
record PuppetParameters(QueryString query) {
    private static final List<String> IN_BODY = List.of("service_id", "offset", "limit", "order", "query");
    /** What makes an answer show less. */
    private static final List<String> NARROWING = List.of(
            "service_id",
            "subject_type",
            "subject_id",
            "object_type",
            "object_id",
            "after_service_commit_time",
            "limit",
            "offset",
            "query");

    private static final String BODY = "{query: [object]}";

    /**
     * The parameters of the address and of the JSON body that Puppet's documents allow in a GET request of version 2. A body that is not
     * read might hold a filter, and an answer without it would show more than was asked for, so such a body is refused.
     */
    static Parsed<PuppetParameters> withBody(Request request) {
        PuppetParameters parameters = new PuppetParameters(request.query());
        String body = request.text();
        if (body.isBlank()) {
            return Parsed.of(parameters);
        }
        if (!request.mediaType().equals("application/json")) {
            return refused(
                    "",
                    BODY,
                    "the body is not declared to be JSON (expected: Content-Type: application/json, or no body and the"
                            + " parameters in the address).");
        }
        return parsed(body, "").then(parameters::with);
    }

    /**
     * The parameters of version 1, which has them in the address only and passes over a body. One that names a filter is refused, whatever
     * its media type.
     */
    static Parsed<PuppetParameters> withoutBody(Request request) {
        String body = request.text();
        return NARROWING.stream().anyMatch(body::contains)
                ? refused(
                        "",
                        "{service_id: string}",
                        "version 1 reads no parameters from a body (expected: the parameters in the address, or"
                                + " /v2/events).")
                : Parsed.of(new PuppetParameters(request.query()));
    }

    /**
     * A tree of JSON.
     *
     * @param what what the text is, at the beginning of a refusal
     */
    static Parsed<JsonNode> parsed(String text, String what) {
        try {
            return Parsed.of(Json.tree(text));
        } catch (JsonProcessingException e) {
            return Parsed.refused(
                    new Failure.Malformed(what + MalformedJson.of(e).sentence()));
        }
    }

    /** The parameters of the address go before those of the body. */
    private Parsed<PuppetParameters> with(JsonNode body) {
        if (!body.isObject()) {
            return refused(JsonText.of(body).text(), BODY, "the body is not a JSON object.");
        }
        List<QueryString.Parameter> all = new ArrayList<>(query.parameters());
        for (String name : IN_BODY) {
            JsonNode value = body.path(name);
            if (!value.isMissingNode() && !value.isNull() && !query.has(name)) {
                String text = value.isValueNode()
                        ? value.asText()
                        : JsonText.of(value).text();
                all.add(new QueryString.Parameter(name, text));
            }
        }
        return Parsed.of(new PuppetParameters(new QueryString(all)));
    }

    /** A parameter that may have one value only. */
    Parsed<Optional<String>> single(String name) {
        List<String> values = query.all(name).stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        return values.size() > 1
                ? refused(
                        String.join("&", values),
                        "{" + name + ": string}",
                        name + " is given " + values.size() + " different values (expected: one).")
                : Parsed.of(values.stream().findFirst());
    }

    /** A parameter of several values: repeated, separated by commas, or both. */
    List<String> list(String name) {
        return query.all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    private static <T> Parsed<T> refused(String submitted, String schema, String error) {
        return Parsed.refused(Failure.Unfit.of(submitted, schema, error));
    }
}
