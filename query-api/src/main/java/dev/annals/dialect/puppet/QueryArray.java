package dev.annals.dialect.puppet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Failure;
import dev.annals.api.Parsed;
import dev.annals.api.parameter.IsoTimes.IsoTime;
import dev.annals.model.Actor;
import dev.annals.model.JsonText;
import dev.annals.processor.view.Field;
import dev.annals.query.Filter;
import dev.annals.query.Filter.In;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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

    private QueryArray() {}

    /** The filter that the text of an array stands for; an object with the one key {@code query} is taken for its value. */
    static Parsed<Filter> parse(String text) {
        return PuppetParameters.parsed(text, "query: ").then(QueryArray::of);
    }

    private static Parsed<Filter> of(JsonNode tree) {
        JsonNode items = tree.isObject() && tree.size() == 1 && tree.has("query") ? tree.get("query") : tree;
        if (!items.isArray()) {
            return refused(items, "query is not an array.");
        }
        if (items.size() > MAX_ITEMS) {
            return refused(items, "query has " + items.size() + " items (expected: at most " + MAX_ITEMS + ").");
        }
        return Parsed.each(children(items), QueryArray::item).map(QueryArray::together);
    }

    private static List<JsonNode> children(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** What one item asks for: the objects and subjects, and the times. */
    private record Item(List<Filter> who, Optional<Filter> when) {}

    private static Parsed<Item> item(JsonNode item) {
        return unfit(item)
                .<Parsed<Item>>map(error -> refused(item, error))
                .orElseGet(() -> Parsed.each(
                                List.<Function<JsonNode, Parsed<Optional<Filter>>>>of(
                                        QueryArray::subject, QueryArray::object, QueryArray::address),
                                part -> part.apply(item))
                        .then(who -> when(item)
                                .map(when -> new Item(
                                        who.stream().flatMap(Optional::stream).toList(), when))));
    }

    /** What an item lacks, or has too much. */
    private static Optional<String> unfit(JsonNode item) {
        if (!item.isObject() || item.isEmpty()) {
            return Optional.of("an item of query is not an object with at least one key.");
        }
        Stream<String> unknown = item.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !KEYS.contains(key))
                .map(key -> "an item of query has the unknown key '" + key + "'.");
        Stream<String> alone = Stream.of(
                        List.of("subject_type", "subject_id"),
                        List.of("object_id", "object_type"),
                        List.of("start", "end"),
                        List.of("end", "start"))
                .filter(pair -> item.has(pair.get(0)) && !item.has(pair.get(1)))
                .map(pair -> pair.get(0) + " is given without " + pair.get(1) + " in the same item.");
        return Stream.concat(unknown, alone).findFirst();
    }

    private static Parsed<Optional<Filter>> subject(JsonNode item) {
        if (!item.has("subject_id")) {
            return Parsed.of(Optional.empty());
        }
        Parsed<String> type = item.has("subject_type") ? text(item, "subject_type") : Parsed.of(Actor.USERS);
        return type.then(of -> text(item, "subject_id").map(id -> Optional.of(PuppetFields.subject(of, Set.of(id)))));
    }

    private static Parsed<Optional<Filter>> object(JsonNode item) {
        if (!item.has("object_type")) {
            return Parsed.of(Optional.empty());
        }
        Parsed<Set<String>> ids =
                item.has("object_id") ? text(item, "object_id").map(Set::of) : Parsed.of(Set.of());
        return text(item, "object_type").then(type -> ids.map(known -> Optional.of(PuppetFields.object(type, known))));
    }

    private static Parsed<Optional<Filter>> address(JsonNode item) {
        return item.has("ip_address")
                ? text(item, "ip_address").map(part -> Optional.of(PuppetFields.address(part)))
                : Parsed.of(Optional.empty());
    }

    private static Parsed<Optional<Filter>> when(JsonNode item) {
        if (!item.has("start")) {
            return Parsed.of(Optional.empty());
        }
        return time(item, "start")
                .then(start -> time(item, "end")
                        .then(end -> start.isAfter(end)
                                ? refused(item, "start is later than end.")
                                : Parsed.of(Optional.of(PuppetFields.within(start, end)))));
    }

    private static Parsed<IsoTime> time(JsonNode item, String name) {
        return text(item, name).then(text -> PuppetFields.TIMES.parse(name, text));
    }

    private static Filter together(List<Item> items) {
        List<Filter> times = new ArrayList<>();
        List<Filter> alternatives = new ArrayList<>();
        // Hundreds of users in one query are one look at the index each; together they are one node of the plan.
        Map<Field, Set<String>> values = new LinkedHashMap<>();
        for (Item item : items) {
            List<Filter> parts = new ArrayList<>(item.who());
            if (parts.isEmpty()) {
                item.when().ifPresent(times::add);
            } else if (parts.size() == 1 && item.when().isEmpty() && parts.get(0) instanceof In in) {
                values.computeIfAbsent(in.field(), field -> new LinkedHashSet<>())
                        .addAll(in.values());
            } else {
                item.when().ifPresent(parts::add);
                alternatives.add(new Filter.And(parts));
            }
        }
        values.forEach((field, wanted) -> alternatives.add(new In(field, wanted)));
        if (!alternatives.isEmpty()) {
            times.add(new Filter.Or(alternatives));
        }
        return new Filter.And(times);
    }

    /** Ids come as strings and as numbers; both mean the same id. */
    private static Parsed<String> text(JsonNode item, String name) {
        JsonNode value = item.path(name);
        String text = value.isTextual() || value.isNumber() ? value.asText() : "";
        if (text.isEmpty()) {
            return refused(item, name + " is not a string with at least one character, and not a number.");
        }
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                ? Parsed.of(text)
                : refused(item, name + " has half of a surrogate pair, which no id has.");
    }

    private static <T> Parsed<T> refused(JsonNode submitted, String error) {
        return Parsed.refused(Failure.Unfit.of(JsonText.of(submitted).text(), SCHEMA, error));
    }
}
