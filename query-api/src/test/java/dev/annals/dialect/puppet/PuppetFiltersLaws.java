package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.model.Json;
import dev.annals.query.LocalAudit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random questions, answered over HTTP from real indexes and by looking at every commit: the same commits in the same order,
 * and the same total.
 * The rules are said here a second time, straight from Puppet's documents.
 */
class PuppetFiltersLaws {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final List<String> SERVICES = List.of("classifier", "rbac", "pe-console");
    private static final List<String> TYPES = List.of("node", "node_groups", "users", "roles", "job");
    private static final List<String> IDS = List.of("1", "2", "3", "10", "a", "B", "db2caca1-d6a4");
    private static final List<String> ADDRESSES =
            List.of("10.16.132.185, 127.0.0.1", "127.0.0.1", "FE80::1", "fe80::12");

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void version1FindsWhatAPlainReadingFinds(long seed) {
        Random random = new Random(seed);
        Feed feed = feed(random, 150);
        try (LocalAudit indexed = feed.indexed();
                PuppetServer server = new PuppetServer(indexed.sessions(), feed)) {
            for (int round = 0; round < 150; round++) {
                List<String> parameters = new ArrayList<>();
                Predicate<Commit> wanted = v1(random, parameters);
                verify(server, feed, "/v1/events", parameters, wanted, random, seed, round);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void version2FindsWhatAPlainReadingFinds(long seed) {
        Random random = new Random(seed);
        Feed feed = feed(random, 150);
        try (LocalAudit indexed = feed.indexed();
                PuppetServer server = new PuppetServer(indexed.sessions(), feed)) {
            for (int round = 0; round < 150; round++) {
                List<String> parameters = new ArrayList<>();
                Predicate<Commit> wanted = v2(random, parameters);
                verify(server, feed, "/activity-api/v2/events", parameters, wanted, random, seed, round);
            }
        }
    }

    private static void verify(
            PuppetServer server,
            Feed feed,
            String path,
            List<String> parameters,
            Predicate<Commit> wanted,
            Random random,
            long seed,
            int round) {
        boolean ascending = random.nextBoolean();
        int offset = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
        // Beyond 1000 the answer is streamed.
        int limit = List.of(1, 3, 20, 1000, 5000).get(random.nextInt(5));
        if (ascending || random.nextBoolean()) {
            parameters.addAll(List.of("order", ascending ? "asc" : "desc"));
        }
        parameters.addAll(List.of("offset", Integer.toString(offset), "limit", Integer.toString(limit)));
        List<Commit> matching =
                new ArrayList<>(feed.commits().stream().filter(wanted).toList());
        if (!ascending) {
            Collections.reverse(matching);
        }
        List<String> expected = matching.stream()
                .skip(offset)
                .limit(limit)
                .map(PuppetFiltersLaws::message)
                .toList();
        String address = path + PuppetServer.query(parameters.toArray(String[]::new));

        JsonNode answer = server.json(address);

        String as = "seed %d, round %d: %s".formatted(seed, round, address);
        List<String> shown = new ArrayList<>();
        answer.get("commits")
                .forEach(commit -> shown.add(commit.at("/events/0/message").asText()));
        assertThat(shown).as(as).isEqualTo(expected);
        JsonNode total = answer.has("total-rows") ? answer.get("total-rows") : answer.at("/pagination/total");
        assertThat(total.longValue()).as(as).isEqualTo(matching.size());
    }

    private static Predicate<Commit> v1(Random random, List<String> parameters) {
        String service = pick(random, SERVICES);
        parameters.addAll(List.of("service_id", service));
        Predicate<Commit> wanted = commit -> commit.serviceId().equals(service);
        if (random.nextBoolean()) {
            String type = random.nextInt(4) == 0 ? "robots" : "users";
            List<String> ids = ids(random, parameters, "subject_id");
            parameters.addAll(List.of("subject_type", type));
            wanted = wanted.and(commit -> commit.actor() != null
                    && commit.actor().type().equals(type)
                    && (ids.isEmpty() || ids.contains(commit.actor().id())));
        }
        if (random.nextBoolean()) {
            String type = pick(random, TYPES);
            List<String> ids = ids(random, parameters, "object_id");
            parameters.addAll(List.of("object_type", type));
            wanted = wanted.and(commit -> commit.objects().stream()
                    .anyMatch(o -> o.type().equals(type) && (ids.isEmpty() || ids.contains(o.id()))));
        }
        if (random.nextInt(3) == 0) {
            Instant after = moment(random);
            parameters.addAll(List.of("after_service_commit_time", after.toString()));
            wanted = wanted.and(commit -> commit.time().isAfter(after));
        }
        if (random.nextInt(4) == 0) {
            parameters.addAll(List.of("unknown", "x", "subject_id", ""));
        }
        return wanted;
    }

    private static List<String> ids(Random random, List<String> parameters, String name) {
        List<String> ids = new ArrayList<>();
        for (int lists = random.nextInt(3); lists > 0; lists--) {
            List<String> list = List.of(pick(random, IDS), pick(random, IDS)).subList(0, 1 + random.nextInt(2));
            ids.addAll(list);
            parameters.addAll(List.of(name, String.join(",", list)));
        }
        return ids;
    }

    private static Predicate<Commit> v2(Random random, List<String> parameters) {
        Predicate<Commit> wanted = commit -> true;
        if (random.nextBoolean()) {
            String service = pick(random, SERVICES);
            parameters.addAll(List.of("service_id", service));
            wanted = commit -> commit.serviceId().equals(service);
        }
        ArrayNode items = Json.MAPPER.createArrayNode();
        Predicate<Commit> some = commit -> false;
        boolean anyItem = false;
        for (int n = random.nextInt(5); n > 0; n--) {
            ObjectNode item = items.addObject();
            Predicate<Commit> matches = item(random, item);
            if (item.has("start") && item.size() == 2) {
                wanted = wanted.and(matches);
            } else {
                some = some.or(matches);
                anyItem = true;
            }
        }
        if (!items.isEmpty() || random.nextBoolean()) {
            String text = random.nextInt(5) == 0 ? "{\"query\": " + items + "}\n" : items.toString();
            parameters.addAll(List.of("query", text));
        }
        return anyItem ? wanted.and(some) : wanted;
    }

    private static Predicate<Commit> item(Random random, ObjectNode item) {
        // Now and then keys of two kinds in one item, which must hold together.
        int first = random.nextInt(4);
        Predicate<Commit> matches = key(random, item, first);
        if (random.nextInt(4) == 0) {
            matches = matches.and(key(random, item, (first + 1 + random.nextInt(3)) % 4));
        }
        return matches;
    }

    private static Predicate<Commit> key(Random random, ObjectNode item, int kind) {
        return switch (kind) {
            case 0 -> subject(random, item);
            case 1 -> object(random, item);
            case 2 -> address(random, item);
            default -> within(random, item);
        };
    }

    private static Predicate<Commit> subject(Random random, ObjectNode item) {
        String id = pick(random, IDS);
        if (id.matches("[0-9]+") && random.nextBoolean()) {
            item.put("subject_id", Integer.parseInt(id));
        } else {
            item.put("subject_id", id);
        }
        String type = random.nextInt(3) == 0 ? "robots" : "users";
        if (!type.equals("users") || random.nextBoolean()) {
            item.put("subject_type", type);
        }
        return commit -> commit.actor() != null
                && commit.actor().type().equals(type)
                && commit.actor().id().equals(id);
    }

    private static Predicate<Commit> object(Random random, ObjectNode item) {
        String type = pick(random, TYPES);
        item.put("object_type", type);
        if (random.nextBoolean()) {
            return commit -> commit.objects().stream().anyMatch(o -> o.type().equals(type));
        }
        String id = pick(random, IDS);
        item.put("object_id", id);
        return commit -> commit.objects().stream().anyMatch(o -> o.type().equals(type) && o.id().equals(id));
    }

    private static Predicate<Commit> address(Random random, ObjectNode item) {
        String part = pick(random, List.of("10.16", "127.0.0.1", "fe80::1", "FE80", ", ", "none"));
        item.put("ip_address", part);
        return commit ->
                commit.ipAddress() != null && commit.ipAddress().toLowerCase().contains(part.toLowerCase());
    }

    private static Predicate<Commit> within(Random random, ObjectNode item) {
        Instant one = moment(random);
        Instant other = moment(random);
        Instant start = one.isBefore(other) ? one : other;
        Instant end = one.isBefore(other) ? other : one;
        item.put("start", start.toString());
        item.put("end", end.toString());
        return commit -> !commit.time().isBefore(start) && !commit.time().isAfter(end);
    }

    private static Instant moment(Random random) {
        // Coarse, so that it meets the times of commits; and sometimes between two microseconds.
        return START.plus(random.nextInt(40), ChronoUnit.MINUTES).plusNanos(random.nextInt(3) == 0 ? 500 : 0);
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String message(Commit commit) {
        return "commit " + commit.number();
    }

    private static Feed feed(Random random, int commits) {
        Feed feed = new Feed();
        for (int number = 1; number <= commits; number++) {
            ObjectNode change = Json.MAPPER.createObjectNode();
            change.put("id", Integer.toString(number)).put("source", "s").put("operation", "other");
            change.put(
                    "time", START.plus(random.nextInt(40), ChronoUnit.MINUTES).toString());
            change.put("service_id", pick(random, SERVICES)).put("message", "commit " + number);
            if (random.nextInt(5) > 0) {
                ObjectNode actor = change.putObject("actor").put("id", pick(random, IDS));
                if (random.nextInt(4) == 0) {
                    actor.put("type", "robots");
                }
            }
            if (random.nextBoolean()) {
                change.put("ip_address", pick(random, ADDRESSES));
            }
            Map<String, ObjectNode> objects = new LinkedHashMap<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                CommitObject object = new CommitObject(pick(random, TYPES), pick(random, IDS), null);
                objects.put(
                        object.type() + object.id(),
                        Json.MAPPER
                                .createObjectNode()
                                .put("type", object.type())
                                .put("id", object.id()));
            }
            List<ObjectNode> list = List.copyOf(objects.values());
            change.set("object", list.get(0));
            change.putArray("related").addAll(list.subList(1, list.size()));
            feed.lines(change.toString());
        }
        return feed;
    }
}
