package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.QueryString;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parameters of a request as Puppet reads them: an empty value is no value, unknown names are passed over. */
public record PuppetParameters(QueryString query) {
    private static final List<String> IN_BODY = List.of("service_id", "offset", "limit", "order", "query");

    /** With what a JSON body adds to the parameters of the address, which go before it. */
    PuppetParameters withBody(String body) throws PuppetRefusal {
        JsonNode tree;
        try {
            tree = Json.tree(body);
        } catch (JsonProcessingException e) {
            throw PuppetRefusal.malformedRequest(MalformedJson.of(e).sentence());
        }
        if (!tree.isObject()) {
            throw PuppetRefusal.schemaViolation(
                    JsonText.of(tree).text(), "{query: [object]}", "the body is not a JSON object.");
        }
        List<QueryString.Parameter> all = new ArrayList<>(query.parameters());
        for (String name : IN_BODY) {
            JsonNode value = tree.path(name);
            if (!value.isMissingNode() && !value.isNull() && !query.has(name)) {
                String text = value.isValueNode()
                        ? value.asText()
                        : JsonText.of(value).text();
                all.add(new QueryString.Parameter(name, text));
            }
        }
        return new PuppetParameters(new QueryString(all));
    }

    /** A parameter that may have one value only. */
    public Optional<String> single(String name) throws PuppetRefusal {
        List<String> values = query.all(name).stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (values.size() > 1) {
            throw PuppetRefusal.schemaViolation(
                    String.join("&", values),
                    "{" + name + ": string}",
                    name + " is given " + values.size() + " different values (expected: one).");
        }
        return values.stream().findFirst();
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
}
