package dev.annals.dialect.puppet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Actor;
import dev.annals.model.Json;
import dev.annals.model.JsonText;
import dev.annals.model.MalformedJson;
import dev.annals.processor.view.CommitFields;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import dev.annals.query.Filter.Bound;
import dev.annals.query.Filter.In;
import dev.annals.query.Filter.Range;
import dev.annals.query.Filter.Term;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code query} array of version 2. Items are alternatives of each other; an item of nothing but {@code start} and
 * {@code end} narrows the whole query; the keys of one item must hold together.
 *
 * <p>So {@code [a, b, t, u]} with times t and u means (a or b) and t and u. Reading it as "or within a key, and across keys"
 * would make Puppet's own example, events by or about two users, mean events by one of them about one of them.
 */
final class QueryArray {
    /** Most items in one array. */
    static final int MAX_ITEMS = 5000;

    private static final Set<String> KEYS =
            Set.of("subject_id", "subject_type", "object_type", "object_id", "ip_address", "start", "end");

    private static final String SCHEMA =
            "[{subject_id: string, subject_type?: string} | {object_type: string, object_id?:"
                    + " string} | {ip_address: string} | {start: ISO-8601 timestamp, end: ISO-8601 timestamp}]";

    private final Map<Field, Set<String>> terms = new LinkedHashMap<>();
    private final List<Filter> others = new ArrayList<>();
    private final List<Filter> times = new ArrayList<>();

    private QueryArray() {}

    /** The filter that the text of an array stands for; an object with the one key {@code query} is taken for its value. */
    static Filter parse(String text) throws PuppetRefusal {
        JsonNode tree;
        try {
            tree = Json.tree(text);
        } catch (JsonProcessingException e) {
            throw PuppetRefusal.malformedRequest("query: " + MalformedJson.of(e).sentence());
        }
        return of(tree);
    }

    /** The filter that an array stands for. */
    static Filter of(JsonNode tree) throws PuppetRefusal {
        JsonNode items = tree.isObject() && tree.size() == 1 && tree.has("query") ? tree.get("query") : tree;
        if (!items.isArray()) {
            throw refusal(items, "query is not an array.");
        }
        if (items.size() > MAX_ITEMS) {
            throw refusal(items, "query has " + items.size() + " items (expected: at most " + MAX_ITEMS + ").");
        }
        QueryArray query = new QueryArray();
        for (JsonNode item : items) {
            query.add(item);
        }
        return query.filter();
    }

    private void add(JsonNode item) throws PuppetRefusal {
        if (!item.isObject() || item.isEmpty()) {
            throw refusal(item, "an item of query is not an object with at least one key.");
        }
        for (Iterator<String> names = item.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw refusal(item, "an item of query has the unknown key '" + name + "'.");
            }
        }
        requireWith(item, "subject_type", "subject_id");
        requireWith(item, "object_id", "object_type");
        requireWith(item, "start", "end");
        requireWith(item, "end", "start");
        List<Filter> parts = new ArrayList<>();
        if (item.has("subject_id")) {
            String type = item.has("subject_type") ? text(item, "subject_type") : Actor.USERS;
            parts.add(new Term(CommitFields.subjectId(type), text(item, "subject_id")));
        }
        if (item.has("object_type")) {
            String type = text(item, "object_type");
            parts.add(
                    item.has("object_id")
                            ? new Term(CommitFields.objectId(type), text(item, "object_id"))
                            : new Term(CommitFields.OBJECT_TYPE, type));
        }
        if (item.has("ip_address")) {
            parts.add(new Filter.Contains(CommitFields.IP_ADDRESS, text(item, "ip_address"), true));
        }
        if (item.has("start")) {
            Filter within = within(item);
            if (parts.isEmpty()) {
                times.add(within);
                return;
            }
            parts.add(within);
        }
        if (parts.size() == 1 && parts.get(0) instanceof Term term) {
            // Hundreds of users in one query are one look at the index each; together they are one node of the plan.
            terms.computeIfAbsent(term.field(), field -> new LinkedHashSet<>()).add(term.value());
        } else {
            others.add(parts.size() == 1 ? parts.get(0) : new Filter.And(parts));
        }
    }

    private Filter filter() {
        List<Filter> alternatives = new ArrayList<>(others);
        terms.forEach((field, values) -> alternatives.add(new In(field, values)));
        List<Filter> all = new ArrayList<>(times);
        if (!alternatives.isEmpty()) {
            all.add(new Filter.Or(alternatives));
        }
        return new Filter.And(all);
    }

    private static Filter within(JsonNode item) throws PuppetRefusal {
        Instant start = PuppetFilters.time("start", text(item, "start"));
        Instant end = PuppetFilters.time("end", text(item, "end"));
        if (start.isAfter(end)) {
            throw refusal(item, "start is later than end.");
        }
        return new Range(
                CommitFields.TIME,
                new Bound(Long.toString(PuppetTime.ceilMicros(start)), true),
                new Bound(Long.toString(PuppetTime.floorMicros(end)), true));
    }

    private static void requireWith(JsonNode item, String name, String partner) throws PuppetRefusal {
        if (item.has(name) && !item.has(partner)) {
            throw refusal(item, name + " is given without " + partner + " in the same item.");
        }
    }

    /** Ids come as strings and as numbers; both mean the same id. */
    private static String text(JsonNode item, String name) throws PuppetRefusal {
        JsonNode value = item.path(name);
        String text = value.isTextual() || value.isNumber() ? value.asText() : "";
        if (text.isEmpty()) {
            throw refusal(item, name + " is not a string with at least one character, and not a number.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refusal(item, name + " has half of a surrogate pair, which no id has.");
        }
        return text;
    }

    private static PuppetRefusal refusal(JsonNode submitted, String error) {
        return PuppetRefusal.schemaViolation(JsonText.of(submitted).text(), SCHEMA, error);
    }
}
