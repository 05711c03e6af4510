package dev.annals.dialect.annals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.dialect.annals.Clause.Match;
import dev.annals.dialect.annals.Clause.Value;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Reads the filter that programs write: the clauses of {@link FilterText} as a JSON array.
 *
 * <pre>
 * [{"name":"actor","values":["ada"]},
 *  {"name":"object.name","values":["web"],"match":"prefix"},
 *  {"name":"service","values":["rbac"],"not":true},
 *  {"text":"free text"}]
 * </pre>
 *
 * <p>{@code match} is {@code exact} (the default), {@code prefix} or {@code contains}. Places are JSON pointers.
 */
final class FilterJson {
    static final String PARAMETER = "filter_json";

    private FilterJson() {}

    static List<Clause> parse(String text) throws Refused {
        if (text.length() > FilterText.LONGEST) {
            throw new Refused(
                    PARAMETER, "", "the filter has " + text.length() + " characters", "at most " + FilterText.LONGEST);
        }
        JsonNode array;
        try {
            array = Json.tree(text);
        } catch (MalformedJson e) {
            throw new Refused(PARAMETER, "", "this is not JSON", "an array of clauses");
        }
        if (!array.isArray() || array.size() > FilterText.MOST_CLAUSES) {
            throw new Refused(
                    PARAMETER,
                    "",
                    array.isArray() ? "the filter has " + array.size() + " clauses" : "this is no array",
                    "an array of at most " + FilterText.MOST_CLAUSES + " clauses");
        }
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            clauses.add(clause(array.get(i), "/" + i));
        }
        return clauses;
    }

    private static Clause clause(JsonNode object, String place) throws Refused {
        if (!object.isObject()) {
            throw new Refused(PARAMETER, place, "this is no object", "{\"name\":…,\"values\":[…]} or {\"text\":…}");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!List.of("name", "values", "match", "not", "text").contains(name)) {
                throw new Refused(
                        PARAMETER, place, "a clause has another member", "name, values, match, not and text only");
            }
        }
        boolean negated = bool(object, place);
        if (object.has("text")) {
            String text = object.get("text").asText("");
            if (object.has("name") || object.has("values") || object.has("match") || text.isBlank()) {
                throw new Refused(
                        PARAMETER, place, "text has company or is empty", "{\"text\":\"…\"}, with not or without");
            }
            return new Clause(negated, "", List.of(new Value(text, Match.CONTAINS)), place);
        }
        JsonNode name = object.path("name");
        if (!name.isTextual() || name.asText().isEmpty()) {
            throw new Refused(PARAMETER, place + "/name", "there is no name", "a text such as \"actor\"");
        }
        return new Clause(negated, name.asText(), values(object, place), place);
    }

    private static List<Value> values(JsonNode object, String place) throws Refused {
        Match match = match(object.path("match"), place);
        JsonNode array = object.path("values");
        if (!array.isArray() || array.isEmpty() || array.size() > FilterText.MOST_VALUES) {
            throw new Refused(
                    PARAMETER,
                    place + "/values",
                    "there are no values, or too many",
                    "an array of 1 to " + FilterText.MOST_VALUES + " texts");
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            if (!value.isValueNode() || value.isNull()) {
                throw new Refused(
                        PARAMETER, place + "/values/" + i, "this is no text", "a text, a number or a boolean");
            }
            values.add(new Value(value.asText(), match));
        }
        return values;
    }

    private static Match match(JsonNode match, String place) throws Refused {
        String text = match.isMissingNode() ? "exact" : match.asText();
        for (Match known : Match.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(text)) {
                return known;
            }
        }
        throw new Refused(PARAMETER, place + "/match", "there is no such match", "exact, prefix or contains");
    }

    private static boolean bool(JsonNode object, String place) throws Refused {
        JsonNode not = object.path("not");
        if (!not.isMissingNode() && !not.isBoolean()) {
            throw new Refused(PARAMETER, place + "/not", "this is no boolean", "true or false");
        }
        return not.asBoolean(false);
    }
}
