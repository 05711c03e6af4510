package dev.annals.dialect.awx;

import static dev.annals.dialect.awx.AwxIndexedFields.CHANGES;

import dev.annals.api.Body;
import dev.annals.api.Parsed;
import dev.annals.api.QueryString;
import dev.annals.api.Reply;
import dev.annals.query.Filter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the parameters of a list into a filter: AWX's language of {@code field__lookup=value} with its prefixes, searches and
 * refusals. Every parameter that is not reserved is a filter, and an unknown one is refused.
 */
final class AwxFilters {
    /** Names that are never filters. */
    static final Set<String> RESERVED = Set.of(
            "page",
            "page_size",
            "format",
            "order",
            "order_by",
            "search",
            "type",
            "host_filter",
            "count_disabled",
            "no_truncate",
            "limit",
            "validate",
            AwxView.CAVEATS);

    private static final String NUL = "\u0000";
    private static final String ROLE_LEVEL =
            "Cannot apply role_level filter to this list because its model does not use" + " roles for access control.";

    private final AwxFields fields;
    private final Joins joins = new Joins();
    private final Map<String, List<Condition>> searched = new LinkedHashMap<>();
    private boolean everySearch;
    private boolean distinct;
    /** Of each group the first refusal that AWX finds only when it asks; it asks for those of {@code chain__} first. */
    private final Map<Group, Reply> refused = new EnumMap<>(Group.class);

    private AwxFilters(Vocabulary vocabulary) {
        fields = new AwxFields(vocabulary);
    }

    /**
     * What the parameters of a list stand for.
     *
     * @param filter the activities that they find
     * @param distinct whether AWX lists each of them once, even in a list of one object that it joins some to twice
     */
    record Found(Filter filter, boolean distinct) {}

    /** What the parameters of a list stand for, or the answer to the first that AWX would refuse. */
    static Parsed<Found> ofList(QueryString query, Vocabulary vocabulary) {
        return found(query, vocabulary)
                .then(found -> search(query.last("search"))
                        .map(search -> search.equals(Filter.ALL)
                                ? found
                                : new Found(found.filter().and(search), found.distinct())));
    }

    /** The filter for one activity, in which AWX does not search. */
    static Parsed<Filter> ofDetail(QueryString query, Vocabulary vocabulary) {
        return found(query, vocabulary).map(Found::filter);
    }

    private static Parsed<Found> found(QueryString query, Vocabulary vocabulary) {
        AwxFilters filters = new AwxFilters(vocabulary);
        Map<String, List<String>> values = new LinkedHashMap<>();
        query.parameters()
                .forEach(parameter -> values.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                        .add(parameter.value()));
        return Parsed.each(List.copyOf(values.entrySet()), entry -> filters.parameter(entry.getKey(), entry.getValue()))
                .then(done -> filters.refused.isEmpty()
                        ? Parsed.of(done)
                        : Parsed.refused(filters.refused.values().iterator().next()))
                .map(done -> new Found(
                        new Filter.And(Stream.of(List.of(type(query.last("type"))), filters.filters())
                                .flatMap(List::stream)
                                .filter(part -> !part.equals(Filter.ALL))
                                .toList()),
                        filters.distinct));
    }

    private List<Filter> filters() {
        for (List<Condition> places : searched.values()) {
            if (!everySearch) {
                places.forEach(joins::found);
            } else if (!places.isEmpty()) {
                joins.chain(Condition.any(places), false);
            }
        }
        return joins.filters();
    }

    private Parsed<Boolean> parameter(String name, List<String> values) {
        if (RESERVED.contains(name)) {
            return Parsed.of(true);
        }
        if (name.contains(NUL) || values.stream().anyMatch(value -> value.contains(NUL))) {
            return Parsed.refused(AwxErrors.badRequest("Null characters are not allowed."));
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            return Parsed.refused(
                    AwxErrors.badRequest(name + " is not an allowed field name. Must be ascii encodable."));
        }
        boolean asInteger = name.endsWith("__int");
        String key = asInteger ? name.substring(0, name.length() - "__int".length()) : name;
        if (key.equals("role_level")) {
            return Parsed.refused(AwxErrors.badRequest(ROLE_LEVEL));
        }
        if (key.endsWith("__search")) {
            return relatedSearch(key.substring(0, key.length() - "__search".length()), values);
        }
        Prefixed prefixed = Prefixed.of(key);
        return Parsed.each(values, value -> asInteger ? integer(value) : Parsed.of(value))
                .then(parsed -> Parsed.each(parsed, value -> condition(prefixed.key(), value, asInteger)))
                .map(conditions -> add(prefixed, conditions));
    }

    private boolean add(Prefixed prefixed, List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Refused late) {
                refused.putIfAbsent(prefixed.group(), late.answer());
                continue;
            }
            switch (prefixed.group()) {
                case CHAIN -> joins.chain(condition, prefixed.not());
                case OR -> joins.or(condition, prefixed.not());
                case AND -> joins.and(condition, prefixed.not());
            }
        }
        return true;
    }

    private Parsed<Condition> condition(String key, String value, boolean asInteger) {
        int cut = key.lastIndexOf("__");
        Optional<Lookup> lookup = cut < 0 ? Optional.empty() : Lookup.of(key.substring(cut + 2));
        String path = lookup.isPresent() ? key.substring(0, cut) : key;
        if (path.isEmpty()) {
            return Parsed.refused(AwxErrors.badRequest("Query string field name not provided."));
        }
        distinct |= AwxFields.isDistinct(path(path));
        return fields.column(path(path))
                .then(column -> asInteger
                                && column.isTime()
                                && !lookup.orElse(Lookup.EXACT).isRaw()
                        ? Parsed.refused(AwxErrors.badRequest("fromisoformat: argument must be str"))
                        : column.condition(lookup.orElse(Lookup.EXACT), value));
    }

    private static Parsed<String> integer(String value) {
        Optional<BigInteger> number = Values.integer(value);
        return number.isPresent()
                ? Parsed.of(number.get().toString())
                : Parsed.refused(AwxErrors.badRequest("invalid literal for int() with base 10: '" + value + "'"));
    }

    /** A comma in the first value makes all terms count, else any. */
    private Parsed<Boolean> relatedSearch(String path, List<String> values) {
        if (path.isEmpty()) {
            return Parsed.refused(AwxErrors.badRequest("Query string field name not provided."));
        }
        distinct = true;
        boolean every = values.get(0).contains(",");
        everySearch |= every;
        List<String> terms = every
                ? values.stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .toList()
                : values;
        return fields.searched(path(path))
                .then(columns -> Parsed.each(
                        terms,
                        term -> Parsed.each(columns, column -> column.condition(Lookup.ICONTAINS, term))
                                .map(conditions -> searched.put(term, conditions) != conditions)))
                .map(done -> true);
    }

    private static List<String> path(String path) {
        return Arrays.asList(path.split("__", -1));
    }

    private static Filter type(Optional<String> value) {
        boolean ours = value.isEmpty() || Arrays.asList(value.get().split(",")).contains("activity_stream");
        return ours ? Filter.ALL : Filter.NONE;
    }

    /** Words and quoted phrases, each somewhere in the text of the changes. */
    private static Parsed<Filter> search(Optional<String> value) {
        String text = value.orElse("");
        if (text.contains(NUL)) {
            return Parsed.refused(Reply.status(400, Body.json(json -> {
                json.writeStartArray();
                json.writeString("Null characters are not allowed.");
                json.writeEndArray();
            })));
        }
        return Parsed.of(new Filter.And(SearchTerms.of(text).stream()
                .<Filter>map(term -> new Filter.Contains(CHANGES, term, true))
                .toList()));
    }

    /** How the condition of a parameter joins the others. */
    private enum Group {
        CHAIN,
        AND,
        OR
    }

    /** A name without its prefixes, which come in this order: {@code chain__} or {@code or__}, then {@code not__}. */
    private record Prefixed(Group group, boolean not, String key) {
        static Prefixed of(String name) {
            Group group = name.startsWith("chain__") ? Group.CHAIN : name.startsWith("or__") ? Group.OR : Group.AND;
            String rest = name.substring(
                    switch (group) {
                        case CHAIN -> "chain__".length();
                        case OR -> "or__".length();
                        case AND -> 0;
                    });
            boolean not = rest.startsWith("not__");
            return new Prefixed(group, not, not ? rest.substring("not__".length()) : rest);
        }
    }
}
