package dev.annals.dialect.annals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.ApiServer;
import dev.annals.api.ApiSettings;
import dev.annals.api.Caller;
import dev.annals.api.QueryString;
import dev.annals.api.Role;
import dev.annals.api.Status;
import dev.annals.dialect.Dialects;
import dev.annals.model.Activity;
import dev.annals.model.Json;
import dev.annals.query.Answer;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of Annals itself over HTTP and over real indexes. */
class AnnalsQueriesTest {
    private static final int ROWS = 400;
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ACTIVITIES = "/annals/v1/activities";

    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalAudit audit = new LocalAudit();
    private final List<Activity> rows = new ArrayList<>(new Samples(3).activities("default", 1, ROWS));
    private ApiServer server;

    @BeforeEach
    void start() {
        audit.addAll(rows).add(new Samples(3).commits("default", 1, 60).toArray(dev.annals.model.Commit[]::new));
        server = new ApiServer(
                        ApiSettings.local(0),
                        token -> Optional.of(Caller.of("reader", null, Role.READER)),
                        () -> new Answer.Ready<>(new Status(Map.of())),
                        List.of(new AnnalsDialect(
                                audit.sessions(),
                                Dialects.fields().stream()
                                        .flatMap(fields -> fields.texts().stream())
                                        .toList(),
                                InstantSource.fixed(NOW))),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        audit.close();
    }

    @Test
    void aPageHasTheNewestFirstAndAnExactCount() {
        JsonNode page = json(ACTIVITIES + "?size=10");

        assertThat(page.get("count").asInt()).isEqualTo(ROWS);
        assertThat(ids(page)).containsExactly(400L, 399L, 398L, 397L, 396L, 395L, 394L, 393L, 392L, 391L);
        assertThat(page.get("items").get(0).get("object").get("type").asText())
                .isEqualTo(rows.get(ROWS - 1).object().type());
    }

    @Test
    void followingNextGivesEachMatchOnceHoweverManyArriveMeanwhile() {
        List<Long> seen = new ArrayList<>();
        String url = ACTIVITIES + "?size=37&filter=" + QueryString.encode("-type:host");
        long next = ROWS + 1L;
        while (url != null) {
            JsonNode page = json(url);
            seen.addAll(ids(page));
            url = page.get("next").isNull() ? null : page.get("next").asText();
            audit.addAll(new Samples(next).activities("default", next, next + 4));
            next += 5;
        }

        List<Long> expected = new ArrayList<>();
        for (int i = ROWS; i >= 1; i--) {
            if (!rows.get(i - 1).object().type().equals("host")) {
                expected.add((long) i);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void previousOfTheFirstPageIsWhatArrivedSinceNearestFirst() {
        JsonNode first = json(ACTIVITIES + "?size=5");
        audit.addAll(new Samples(9).activities("default", ROWS + 1, ROWS + 8));

        JsonNode newer = json(first.get("previous").asText());
        JsonNode newest = json(newer.get("previous").asText());

        assertThat(ids(newer)).containsExactly(405L, 404L, 403L, 402L, 401L);
        assertThat(ids(newest)).containsExactly(408L, 407L, 406L);
        assertThat(json(newest.get("previous").asText()).get("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-id, 102 101 100 99", "id, 99 100 101 102"})
    void aroundAnIdAreItsNeighboursInTheOrderAskedFor(String order, String expected) {
        JsonNode page = json(ACTIVITIES + "?size=4&around=100&order=" + order);

        assertThat(String.join(" ", ids(page).stream().map(Object::toString).toList()))
                .isEqualTo(expected);
    }

    @Test
    void anyOrderPagesByRank() {
        List<Long> seen = new ArrayList<>();
        String url = ACTIVITIES + "?size=90&order=object.type";
        while (url != null) {
            JsonNode page = json(url);
            seen.addAll(ids(page));
            url = page.get("next").isNull() ? null : page.get("next").asText();
        }

        assertThat(seen).hasSize(ROWS).doesNotHaveDuplicates();
        List<String> types = seen.stream()
                .map(id -> rows.get((int) (id - 1)).object().type())
                .toList();
        assertThat(types).isSorted();
    }

    @Test
    void filtersMeanWhatTheySay() {
        Activity some = rows.get(7);
        Map<String, Predicate<Activity>> filters = new HashMap<>();
        filters.put(
                "type:" + some.object().type(),
                a -> a.object().type().equals(some.object().type()));
        filters.put(
                "-operation:create,delete",
                a -> !List.of("create", "delete").contains(a.operation().wireName()));
        filters.put("id:10..20,33", a -> (a.id() >= 10 && a.id() <= 20) || a.id() == 33);
        filters.put("id:..5", a -> a.id() <= 5);
        filters.put("is:late,drift", a -> a.standing().late() || !a.drift().isEmpty());
        filters.put(
                "object:" + some.object().type() + "/" + some.object().id(),
                a -> links(a).contains(
                                some.object().type() + "/" + some.object().id()));
        filters.put("after:" + some.time(), a -> !a.time().isBefore(some.time()));
        filters.put("before:" + some.time(), a -> a.time().isBefore(some.time()));
        filters.put("after:24h", a -> !a.time().isBefore(NOW.minus(24, ChronoUnit.HOURS)));
        filters.put(
                "changed:name",
                a -> a.changes().stream().anyMatch(c -> c.field().equals("name")));
        filters.forEach((filter, test) -> {
            JsonNode page = json(ACTIVITIES + "?size=500&order=id&filter=" + QueryString.encode(filter));

            assertThat(ids(page))
                    .as(filter)
                    .isEqualTo(rows.stream().filter(test).map(Activity::id).toList());
        });
    }

    @Test
    void facetsAndHistogramCountTheWholeFilter() {
        JsonNode page = json(ACTIVITIES + "?size=1&facets=operation,type&top=3&histogram=year&tz=Europe/Berlin&filter="
                + QueryString.encode("-operation:delete"));

        List<Activity> matching = rows.stream()
                .filter(a -> !a.operation().wireName().equals("delete"))
                .toList();
        assertThat(page.get("count").asInt()).isEqualTo(matching.size());
        Map<String, Long> byOperation = new HashMap<>();
        matching.forEach(a -> byOperation.merge(a.operation().wireName(), 1L, Long::sum));
        JsonNode facet = page.get("facets").get("operation");
        assertThat(facet.get("distinct").asInt()).isEqualTo(byOperation.size());
        facet.get("values")
                .forEach(value -> assertThat(value.get("count").asLong())
                        .isEqualTo(byOperation.get(value.get("value").asText())));
        assertThat(page.get("facets").get("type").get("values")).hasSize(3);
        long sum = 0;
        for (JsonNode bar : page.get("histogram").get("bars")) {
            sum += bar.get("count").asLong();
        }
        assertThat(sum).isEqualTo(matching.size());
        assertThat(page.get("histogram").get("interval").asText()).isEqualTo("year");
    }

    @Test
    void aFacetCanBeSearched() {
        JsonNode facet = json(ACTIVITIES + "?size=1&facets=object.name&top=500&within.object.name=WEB")
                .get("facets")
                .get("object.name");

        assertThat(facet.get("values")).isNotEmpty();
        facet.get("values")
                .forEach(value -> assertThat(value.get("value").asText()).containsIgnoringCase("web"));
    }

    @Test
    void anAutomaticHistogramHasAtMostAHundredBars() {
        JsonNode histogram = json(ACTIVITIES + "?size=1&histogram=auto").get("histogram");

        assertThat(histogram.get("bars")).hasSizeBetween(1, 100);
    }

    @Test
    void onlyTheMembersAskedForAreGiven() {
        JsonNode item =
                json(ACTIVITIES + "?size=1&fields=id,object").get("items").get(0);

        assertThat(item.fieldNames()).toIterable().containsExactly("id", "object");
    }

    @Test
    void oneActivityIsTheSameRecordAsInAPage() {
        assertThat(json(ACTIVITIES + "/17"))
                .isEqualTo(json(ACTIVITIES + "?filter=id:17").get("items").get(0));
        assertThat(get(ACTIVITIES + "/0").statusCode()).isEqualTo(404);
        assertThat(get(ACTIVITIES + "/9999").statusCode()).isEqualTo(404);
        assertThat(get(ACTIVITIES + "/x").statusCode()).isEqualTo(404);
        assertThat(json("/annals/v1/commits/3").get("activities")).isNotEmpty();
    }

    @Test
    void everythingThatMatchesIsExportedAsLinesAndAsCsv() throws Exception {
        String lines =
                get(ACTIVITIES + "?format=ndjson&order=id&filter=id:..300").body();
        String csv = get(ACTIVITIES + "?order=id&fields=id,object,node&safe=1", "Accept", "text/csv")
                .body();

        List<String> records = lines.lines().toList();
        assertThat(records).hasSize(300);
        assertThat(Json.tree(records.get(41))).isEqualTo(json(ACTIVITIES + "/42"));
        List<CSVRecord> cells =
                CSVParser.parse(new StringReader(csv), CSVFormat.RFC4180).getRecords();
        assertThat(cells).hasSize(ROWS + 1);
        assertThat(cells.get(0).toList()).containsExactly("id", "object", "node");
        assertThat(cells.get(17).get(0)).isEqualTo("17");
        assertThat(Json.tree(cells.get(17).get(1)))
                .isEqualTo(json(ACTIVITIES + "/17").get("object"));
    }

    @Test
    void commitsHaveTheSameQueries() {
        JsonNode page = json("/annals/v1/commits?size=2&facets=service&histogram=auto&filter="
                + QueryString.encode("after:1990-01-01"));

        assertThat(page.get("count").asInt()).isEqualTo(60);
        assertThat(ids(page)).containsExactly(60L, 59L);
        assertThat(page.get("facets").get("service").get("values")).isNotEmpty();
    }

    @Test
    @Timeout(120) // A stream that gives nothing would be read for minutes.
    void whatArrivesIsStreamedOnceAndAStreamGoesOnWhereItWas() throws Exception {
        List<Long> seen = new ArrayList<>();
        try (Stream<String> lines = follow("filter=" + QueryString.encode("-type:host"), "")) {
            Iterator<String> each = lines.iterator();
            assertThat(each.next()).startsWith("retry:");
            long next = ROWS + 1L;
            while (seen.size() < 20) {
                audit.addAll(new Samples(next).activities("default", next, next + 2));
                next += 3;
                if (seen.size() < expected(next).size()) {
                    seen.add(id(each));
                }
            }
        }
        audit.addAll(new Samples(2).activities("default", greatest() + 1, greatest() + 60));
        try (Stream<String> lines = follow(
                "filter=" + QueryString.encode("-type:host"), seen.get(19).toString())) {
            Iterator<String> each = lines.iterator();
            while (seen.size() < 40) {
                seen.add(id(each));
            }
        }

        assertThat(seen).isEqualTo(expected(Long.MAX_VALUE).subList(0, 40));
    }

    /** What is not a host, of all that came after the first rows, up to an id. */
    private List<Long> expected(long end) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode item : json(ACTIVITIES + "?order=id&size=500&fields=id,object&after=" + ROWS)
                .get("items")) {
            if (!item.get("object").get("type").asText().equals("host")
                    && item.get("id").asLong() < end) {
                ids.add(item.get("id").asLong());
            }
        }
        return ids;
    }

    private long greatest() {
        return json(ACTIVITIES + "?size=1").get("count").asLong();
    }

    private static long id(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("id: ")) {
            line = lines.next();
        }
        return Long.parseLong(line.substring(4));
    }

    private Stream<String> follow(String query, String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + ACTIVITIES + "?" + query))
                .header("Authorization", "Bearer t")
                .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response.body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter=actor%3A|filter|6",
                "filter=x%20colour:red|filter|2",
                "filter=op:updated|filter|0",
                "filter=after:yesterday|filter|0",
                "filter=id:abc|filter|0",
                "filter=object:nothing|filter|0",
                "filter_json=[1]|filter_json|/0",
                "order=color|order|",
                "order=type&before=3|before|",
                "page=0|page|",
                "page=2&after=1|after|",
                "size=501|size|",
                "fields=id,colour|fields|",
                "facets=colour|facets|",
                "histogram=fortnight|histogram|",
                "tz=Mars/Base|tz|",
                "format=xml|format|"
            })
    void aRefusalNamesTheParameterAndThePlace(String query, String parameter, String place) {
        HttpResponse<String> response = get(ACTIVITIES + "?" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode refusal = tree(response.body());
        assertThat(refusal.get("parameter").asText()).isEqualTo(parameter);
        assertThat(refusal.path("at").asText("")).isEqualTo(place == null ? "" : place);
        assertThat(refusal.get("detail").asText()).contains("(expected: ");
    }

    @Test
    void mutatedFiltersAreAnsweredOrRefused() {
        Random random = new Random(Long.getLong("annals.seed", 5));
        List<String> pieces = List.of(
                "actor:ada",
                "type:host",
                ",",
                "-",
                "\"",
                "\\",
                "*",
                ":",
                "after:2026-01-01",
                "id:1..",
                "object:host/1",
                " ",
                "is:late",
                "free",
                "é",
                "label.env:x",
                "before:9999-12-31",
                "id:999999999999999999",
                "%");
        int count = Integer.getInteger("annals.mutations", 200);
        for (int i = 0; i < count; i++) {
            StringBuilder filter = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) {
                filter.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
            }

            HttpResponse<String> response = get(
                    ACTIVITIES + "?size=2&facets=type&histogram=auto&filter=" + QueryString.encode(filter.toString()));

            assertThat(response.statusCode())
                    .as("%s: %s", filter, response.body())
                    .isIn(200, 400);
        }
    }

    private static List<String> links(Activity activity) {
        List<String> links = new ArrayList<>();
        links.add(activity.object().type() + "/" + activity.object().id());
        if (activity.object2() != null) {
            links.add(activity.object2().type() + "/" + activity.object2().id());
        }
        activity.related().stream()
                .filter(related -> !related.shown())
                .forEach(related -> links.add(related.type() + "/" + related.id()));
        return links;
    }

    private static List<Long> ids(JsonNode page) {
        List<Long> ids = new ArrayList<>();
        page.get("items").forEach(item -> ids.add(item.get("id").asLong()));
        return ids;
    }

    private JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return tree(response.body());
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text);
        } catch (dev.annals.model.MalformedJson e) {
            throw new AssertionError(text, e);
        }
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer t");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }
}
