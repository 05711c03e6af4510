package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.dialect.awx.PlainAwx.Parameter;
import dev.annals.model.Activity;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random parameters over HTTP and real indexes give what a plain reading of the records gives. */
class AwxDifferentialTest {
    private static final int QUERIES = 500;
    private static final int ROWS = 300;

    private static final List<String> TEXT_LOOKUPS = List.of(
            "",
            "exact",
            "iexact",
            "contains",
            "icontains",
            "startswith",
            "istartswith",
            "endswith",
            "regex",
            "in",
            "gt",
            "gte",
            "lt",
            "lte");
    private static final List<String> ID_LOOKUPS = List.of("", "exact", "in", "gt", "gte", "lt", "lte");
    private static final List<String> TYPES = List.of("job_template", "inventory", "host", "team", "user");
    private static final List<String> ORDERS = List.of(
            "id",
            "-id",
            "timestamp",
            "-timestamp",
            "operation",
            "-operation",
            "object1",
            "-object1_id",
            "object2",
            "-object2",
            "object2_id",
            "actor",
            "-actor",
            "actor__username",
            "-actor__username",
            "action_node",
            "-object_relationship_type");

    private static LocalAudit audit;
    private static AwxServer server;
    private static List<Activity> activities;

    @BeforeAll
    static void serve() {
        activities = new Samples(7).activities("default", 1, ROWS);
        audit = new LocalAudit().addAll(activities);
        server = new AwxServer(audit.sessions());
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void answersAreThoseOfAPlainReading(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < QUERIES; i++) {
            List<Parameter> parameters = IntStream.range(0, random.nextInt(4))
                    .mapToObj(n -> parameter(random))
                    .toList();
            List<String> order = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(n -> pick(random, ORDERS))
                    .toList();
            int size = 1 + random.nextInt(60);
            check(seed, parameters, order, size, random);
        }
    }

    private static void check(long seed, List<Parameter> parameters, List<String> order, int size, Random random) {
        List<Long> expected = activities.stream()
                .filter(activity -> PlainAwx.matches(activity, parameters))
                .sorted(PlainAwx.order(order))
                .map(Activity::id)
                .toList();
        int pages = Math.max(1, (expected.size() + size - 1) / size);
        int page = 1 + random.nextInt(pages);
        String query = parameters.stream().map(Parameter::text).collect(Collectors.joining("&")) + "&order_by="
                + String.join(",", order) + "&page_size=" + size + "&page="
                + (page == pages && random.nextBoolean() ? "last" : page);

        JsonNode answer = server.json(AwxServer.LIST + "?" + query);

        String where = "seed " + seed + ": " + query;
        assertThat(answer.get("count").asInt()).as(where).isEqualTo(expected.size());
        assertThat(AwxServer.rowIds(answer))
                .as(where)
                .isEqualTo(expected.subList((page - 1) * size, Math.min(expected.size(), page * size)));
    }

    private static Parameter parameter(Random random) {
        String prefix =
                pick(random, List.of("", "", "", "or__", "or__", "not__", "or__not__", "chain__", "chain__not__"));
        return switch (random.nextInt(12)) {
            case 0 -> text(random, prefix, "operation", List.of("create", "update", "associate", "log", "t"));
            case 1 -> text(random, prefix, "object1", List.of("job_template", "user", "team", "e", "TEAM", "inv"));
            case 2 -> text(random, prefix, "object2", List.of("job_template", "user", "", "host"));
            case 3 -> text(random, prefix, "action_node", List.of("node-1", "node-2", "", "NODE", "1"));
            case 4 -> text(random, prefix, "object_relationship_type", List.of("members", "", "Role", "s"));
            case 5 ->
                random.nextInt(4) == 0
                        ? new Parameter(prefix, "actor__username", "isnull", String.valueOf(random.nextBoolean()))
                        : text(
                                random,
                                prefix,
                                pick(random, List.of("actor__username", "actor__last_name")),
                                List.of("admin", "Änne", "a", "", "straße", "STRASSE", "web"));
            case 6 ->
                new Parameter(
                        prefix,
                        "actor",
                        pick(random, ID_LOOKUPS.subList(0, 2)),
                        pick(random, List.of("0", "7", "28", "null")));
            case 7 -> id(random, prefix, "id");
            case 8 ->
                new Parameter(
                        prefix,
                        "timestamp",
                        pick(random, List.of("", "gt", "gte", "lt", "lte")),
                        Samples.START.plusSeconds(random.nextInt(ROWS)).toString());
            case 9 -> changes(random, prefix);
            case 10 ->
                random.nextInt(5) == 0
                        ? new Parameter(prefix, pick(random, TYPES), "isnull", String.valueOf(random.nextBoolean()))
                        : random.nextInt(5) == 0
                                ? new Parameter(prefix, pick(random, TYPES), "", "null")
                                : id(random, prefix, pick(random, TYPES));
            default ->
                text(
                        random,
                        prefix,
                        pick(random, TYPES) + "__name",
                        List.of("web", "Web server", "DB", "db-1", "名前", "x\"quoted\""));
        };
    }

    private static Parameter text(Random random, String prefix, String path, List<String> values) {
        String lookup = pick(random, TEXT_LOOKUPS);
        String value = pick(random, values);
        return switch (lookup) {
            case "regex" ->
                new Parameter(prefix, path, lookup, pick(random, List.of("^a", "e$", "[nw].*e", "^$", "(?i)WEB")));
            case "in" ->
                new Parameter(prefix, path, lookup, (value.isEmpty() ? "x" : value) + "," + pick(random, values));
            default -> new Parameter(prefix, path, lookup, value);
        };
    }

    private static Parameter id(Random random, String prefix, String path) {
        String lookup = pick(random, ID_LOOKUPS);
        List<String> numbers = new ArrayList<>(List.of("0", "1", "2", "9", "10", "100", "150", "99999999999999999999"));
        String value = pick(random, numbers);
        return new Parameter(prefix, path, lookup, lookup.equals("in") ? value + "," + pick(random, numbers) : value);
    }

    private static Parameter changes(Random random, String prefix) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Parameter(
                        prefix, "changes", "contains", pick(random, List.of("web", "Web", "\"name\"", "名", ", ")));
            case 1 ->
                new Parameter(
                        prefix,
                        "changes",
                        "icontains",
                        pick(random, List.of("WEB SERVER", "STRASSE", "4F7A", "größe")));
            case 2 ->
                new Parameter(
                        prefix, "changes", "regex", pick(random, List.of("\\[null, ", "4f7a-\\d+", "(web|say) ")));
            default ->
                new Parameter(prefix, "changes", "istartswith", "{\"" + pick(random, List.of("NAME", "object1", "id")));
        };
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
