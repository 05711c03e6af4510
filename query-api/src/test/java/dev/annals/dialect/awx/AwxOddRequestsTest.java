package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.QueryString;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked, the answer is an answer or a refusal, never a server error. */
class AwxOddRequestsTest {
    private static final List<String> NAMES = List.of(
            "id",
            "pk",
            "actor",
            "actor_id",
            "actor__id",
            "actor__username",
            "actor__foo",
            "timestamp",
            "changes",
            "operation",
            "object1",
            "object2",
            "object1_id",
            "object2_id",
            "object_relationship_type",
            "action_node",
            "setting",
            "deleted_actor",
            "inventory",
            "inventory__name",
            "inventory__kind",
            "inventory__organization",
            "inventory__organization__id",
            "inventory__organization__name",
            "inventory__total_hosts",
            "user__username",
            "role",
            "role__role_field",
            "host__enabled",
            "credential__cloud",
            "policy",
            "inventory__activity_stream__id",
            "page",
            "page_size",
            "order_by",
            "order",
            "search",
            "type",
            "format",
            "count_disabled",
            "role_level",
            "",
            "__",
            "____",
            "é");
    private static final List<String> LOOKUPS = List.of(
            "",
            "exact",
            "iexact",
            "contains",
            "icontains",
            "startswith",
            "istartswith",
            "endswith",
            "iendswith",
            "regex",
            "iregex",
            "gt",
            "gte",
            "lt",
            "lte",
            "in",
            "isnull",
            "search",
            "int",
            "year",
            "",
            "x__y__z");
    private static final List<String> PREFIXES =
            List.of("", "", "", "or__", "not__", "chain__", "or__not__", "chain__not__", "not__or__");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "-1",
            "0",
            "007",
            "3.5",
            "1e9",
            "99999999999999999999999999",
            "-99999999999999999999",
            "null",
            "None",
            "true",
            "f",
            "abc",
            "a,b,,c",
            ",",
            ",,,",
            "2024-01-01",
            "2024-13-45",
            "2024-01-01T00:00:00Z",
            "0001-01-01",
            "9999-12-31T23:59:59Z",
            "2024-02-30T00:00:00+14:00",
            "2024-01-01 10:00+99:99",
            "(",
            "[",
            "(?<=a)b",
            "(a+)+$",
            "\\1",
            "a{1000}",
            "(a{999}){999}",
            "\u0000",
            "\uFFFF",
            "😀",
            "ü\u0301",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "-",
            "--id",
            "?",
            " id",
            "id,",
            "id,-actor,host__name",
            "-timestamp,id,operation,object1,object2,changes",
            "changes",
            "last",
            "x".repeat(5000),
            "𝒳".repeat(300));

    private static LocalAudit audit;
    private static AwxServer server;

    @BeforeAll
    static void serve() {
        audit = new LocalAudit().addAll(new Samples(5).activities("default", 1, 120));
        server = new AwxServer(audit.sessions());
    }

    @AfterAll
    static void stop() {
        server.close();
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomParametersGetAnAnswerOrARefusal(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 700; i++) {
            String query = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(n -> parameter(random))
                    .collect(Collectors.joining("&"));
            String path = random.nextInt(4) == 0 ? "/api/v2/hosts/1/activity_stream/" : AwxServer.LIST;
            int status = server.get(path + "?" + query).statusCode();
            assertThat(status).as("seed " + seed + ": " + query).isIn(200, 400, 403, 404);
        }
    }

    private static String parameter(Random random) {
        String lookup = pick(random, LOOKUPS);
        String name = pick(random, PREFIXES) + pick(random, NAMES) + (lookup.isEmpty() ? "" : "__" + lookup);
        return QueryString.encode(name) + "=" + QueryString.encode(pick(random, VALUES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/activity_stream/0/",
                "/api/v2/activity_stream/000000000000000000000001/",
                "/api/v2/activity_stream/99999999999999999999999999999/",
                "/api/v2/activity_stream/%31/",
                "/api/v2/activity_stream/1%2F/",
                "/api/v2/%2F/1/activity_stream/",
                "/api/v2/hosts/%2F/activity_stream/",
                "/api/v2/hosts/%25/activity_stream/",
                "/api/v2/hosts/++/activity_stream/",
                "/api/v2/hosts/%C3%A9/activity_stream/",
                "/api/v2/s/1/activity_stream/",
                "/api/v2/ies/1/activity_stream/",
                "/api/v2/users/%F0%9F%98%80/",
                "/api/v2/activity_stream/1/activity_stream/",
                "/api/v2//activity_stream/",
                "/api/v2/activity_stream//",
            })
    void oddPathsAreServedOrRefused(String path) {
        assertThat(server.get(path).statusCode()).isLessThan(500);
    }

    @Test
    void thousandsOfParametersAreRefusedAndAThousandIsServed() {
        String many = IntStream.range(0, 990).mapToObj(i -> "or__id=" + i).collect(Collectors.joining("&"));

        assertThat(server.json(AwxServer.LIST + "?" + many).get("count").asInt())
                .isEqualTo(120);
        assertThat(server.get(AwxServer.LIST + "?" + "a=1&".repeat(10_000)).statusCode())
                .isEqualTo(400);
        assertThat(server.get(AwxServer.LIST + "?id__in=" + "1,".repeat(25_000) + "2")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get(AwxServer.LIST + "?order_by=" + "id,-id,".repeat(3_000) + "id")
                        .statusCode())
                .isIn(200, 400);
        assertThat(server.get(AwxServer.LIST + "?" + "a__".repeat(20_000) + "b=1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get(AwxServer.LIST + "?search=" + "w%20".repeat(10_000))
                        .statusCode())
                .isIn(200, 400);
        assertThat(server.get(AwxServer.LIST + "?search=" + "x".repeat(200_000)).statusCode())
                .isIn(414, 431);
        assertThat(server.get(AwxServer.LIST).statusCode()).isEqualTo(200);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
