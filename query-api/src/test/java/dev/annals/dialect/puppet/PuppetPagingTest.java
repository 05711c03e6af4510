package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.QueryString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PuppetPagingTest {
    @Test
    void theDefaultLimitHoldsOnlyForARequestWithoutOne() throws Exception {
        assertThat(paging("offset=7")).isEqualTo(new PuppetPaging(7, OptionalInt.empty(), 20));
        assertThat(paging("limit=3000")).isEqualTo(new PuppetPaging(0, OptionalInt.of(3000), 3000));
    }

    private static PuppetPaging paging(String query) {
        return PuppetPaging.of(new PuppetParameters(QueryString.parse(query).orElseThrow()), 20)
                .fold(paging -> paging, refusal -> {
                    throw new AssertionError(refusal);
                });
    }

    @Test
    void anEmptyServiceIsAnEmptyAnswer() {
        try (PuppetServer server = PuppetServer.on(new Feed())) {
            assertThat(server.get("/activity-api/v1/events?service_id=unknown").body())
                    .isEqualTo("{\"commits\":[],\"offset\":0,\"limit\":0,\"total-rows\":0}");
            assertThat(server.get("/activity-api/v2/events?service_id=unknown").body())
                    .isEqualTo("{\"commits\":[],\"pagination\":{\"total\":0,\"limit\":1000,\"offset\":0}}");
            assertThat(server.get("/activity-api/v2/events.csv").body())
                    .isEqualTo(
                            "Submit Time,Subject Type,Subject Id,Subject Name,Object Type,Object Id,Object Name,Type,What,"
                                    + "Description,Message,Ip Address\n");
        }
    }

    @Test
    void version1RepeatsTheLimitThatWasGivenAndElseSaysHowManyThereAre() {
        try (PuppetServer server = PuppetServer.on(commits(3))) {
            assertThat(server.json("/v1/events?service_id=rbac").get("limit").intValue())
                    .isEqualTo(3);
            assertThat(server.json("/v1/events?service_id=rbac&limit=20")
                            .get("limit")
                            .intValue())
                    .isEqualTo(20);
            assertThat(server.json("/v1/events?service_id=rbac&limit=2&offset=2")
                            .get("limit")
                            .intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void aLimitIsNeverCutAndWithoutOneThereAreAThousand() {
        try (PuppetServer server = PuppetServer.on(commits(2500))) {
            assertThat(server.json("/v2/events").get("commits")).hasSize(1000);
            assertThat(server.json("/v2/events?limit=1001").get("commits")).hasSize(1001);
            assertThat(server.json("/v2/events?limit=2147483647").get("commits"))
                    .hasSize(2500);
            assertThat(server.json("/v1/events?service_id=rbac&limit=2400&offset=50")
                            .get("commits"))
                    .hasSize(2400);
            assertThat(server.get("/v2/events.csv").body().lines()).hasSize(1001);
            assertThat(server.get("/v2/events.csv?limit=100000").body().lines()).hasSize(2501);
        }
    }

    @Test
    void descendingIsTheExactReverseOfAscending() {
        try (PuppetServer server = PuppetServer.on(commits(2500))) {
            List<String> ascending = pages(server, "asc", 700);
            List<String> descending = pages(server, "desc", 333);

            Collections.reverse(descending);
            assertThat(descending).isEqualTo(ascending).hasSize(2500);
        }
    }

    @Test
    void whatWasReadOnceInAscendingOrderIsReadAgainTheSame() {
        Feed feed = commits(7);
        try (PuppetServer server = PuppetServer.on(feed)) {
            String first = commitsOf(server, 0, 3);
            String second = commitsOf(server, 3, 3);
            feed.lines(line(8, "1999-01-01T00:00:00Z"), line(9, "2030-01-01T00:00:00Z"));

            assertThat(commitsOf(server, 0, 3)).isEqualTo(first);
            assertThat(commitsOf(server, 3, 3)).isEqualTo(second);
            assertThat(commitsOf(server, 7, 3)).contains("\"1999-01-01T00:00:00Z\"");
        }
    }

    @Test
    void anOffsetBeyondTheEndIsAnEmptyPageWithTheTotal() {
        try (PuppetServer server = PuppetServer.on(commits(3))) {
            JsonNode answer = server.json("/v2/events?offset=9223372036854775807&limit=5");

            assertThat(answer.get("commits")).isEmpty();
            assertThat(answer.at("/pagination/total").intValue()).isEqualTo(3);
        }
    }

    @Test
    void theParametersOfVersion2MayComeInTheBody() {
        try (PuppetServer server = PuppetServer.on(commits(5))) {
            JsonNode answer = PuppetServer.tree(server.send(server.request("/activity-api/v2/events?limit=2")
                            .header("X-Authentication", PuppetServer.TOKEN)
                            .header("Content-Type", "application/json")
                            .method(
                                    "GET",
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "{\"limit\":4,\"offset\":1,\"query\":[{\"object_type\":\"roles\"}]}")))
                    .body());

            assertThat(answer.get("commits")).hasSize(2);
            assertThat(answer.at("/pagination/offset").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aCommitOfManyObjectsShowsTheOneThatWasAskedFor() {
        Feed feed = new Feed().lines("""
                {"id":"1","source":"s","time":"2021-09-08T13:48:24Z","service_id":"pe-console","operation":"execute",
                "object":{"type":"job","id":"20"},"related":[{"type":"task","id":"facts"},{"type":"node","id":"n1"},{"type":"node","id":"n2"}],
                "ip_address":"10.0.0.1, 127.0.0.1","message":"a, \\"b\\"\\nc"}
                """.replace("\n", ""));
        try (PuppetServer server = PuppetServer.on(feed)) {
            String v1 = "/v1/events?service_id=pe-console";
            assertThat(server.json(v1).at("/commits/0/object/id").asText()).isEqualTo("20");
            assertThat(server.json(v1 + "&object_type=node")
                            .at("/commits/0/object/id")
                            .asText())
                    .isEqualTo("n1");
            assertThat(server.json(v1 + "&object_type=node&object_id=n2")
                            .at("/commits/0/object/id")
                            .asText())
                    .isEqualTo("n2");
            String words = "2021-09-08 13:48:24.0,,,,%s,%s,%s,puppet_agent,job,request_20_on_job,\"a, \"\"b\"\"\nc\"";
            assertThat(server.get("/v1/events.csv?service_id=pe-console&object_type=task")
                            .body())
                    .endsWith("Message\n" + words.formatted("task", "facts", "facts") + "\n");
            String address = ",\"10.0.0.1, 127.0.0.1\"\n";
            assertThat(server.get("/v2/events.csv").body())
                    .endsWith("Ip Address\n" + words.formatted("job", "20", "20") + address
                            + words.formatted("task", "facts", "facts") + address
                            + words.formatted("node", "n1", "n1") + address
                            + words.formatted("node", "n2", "n2") + address);
        }
    }

    @Test
    void onRequestNoCellOfACsvIsAFormula() {
        String event = """
                {"id":"%s","source":"s","time":"2021-09-08T13:48:24Z","service_id":"rbac","verb":"v","what":"%s",
                "actor":{"type":"users","id":"-1","username":"@kai"},"object":{"type":"role","id":"+1","name":"=1+1"},
                "ip_address":"=a","description":"%s","message":"%s"}""".replace("\n", "");
        Feed feed = new Feed()
                .lines(
                        event.formatted("1", "plain", "\\t=x", "=HYPERLINK(\\\"x\\\",\\\"y\\\")"),
                        event.formatted("2", "'quoted", "a=b", "\\r=x"));
        try (PuppetServer server = PuppetServer.on(feed)) {
            String begin = "2021-09-08 13:48:24.0,users,";
            assertThat(server.get("/v2/events.csv?order=asc").body())
                    .endsWith(begin + "-1,@kai,role,+1,=1+1,v,plain,\t=x,\"=HYPERLINK(\"\"x\"\",\"\"y\"\")\",=a\n"
                            + begin + "-1,@kai,role,+1,=1+1,v,'quoted,a=b,\"\r=x\",=a\n");
            assertThat(server.get("/v2/events.csv?order=asc&safe=1").body())
                    .endsWith(begin
                            + "'-1,'@kai,role,'+1,'=1+1,v,plain,'\t=x,\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",'=a\n"
                            + begin
                            + "'-1,'@kai,role,'+1,'=1+1,v,'quoted,a=b,\"'\r=x\",'=a\n");
            assertThat(server.get("/v1/events.csv?service_id=rbac&order=asc&safe=true")
                            .body())
                    .contains("\n" + begin + "'-1,'@kai,role,'+1,'=1+1,v,plain,'\t=x,");
        }
    }

    @Test
    void eventsOfACommitAreSortedByMessageInJsonAndByDescriptionInCsv() {
        Feed feed = new Feed().lines("""
                {"id":"1","source":"s","time":"2021-09-08T13:48:24Z","service_id":"classifier","operation":"create",
                "object":{"type":"node_groups","id":"g","name":"G"},"after":{"parent":"p","environment":"production",
                "environment_trumps":false,"description":""}}""".replace("\n", ""));
        try (PuppetServer server = PuppetServer.on(feed)) {
            List<String> json = new ArrayList<>();
            server.json("/v2/events")
                    .at("/commits/0/events")
                    .forEach(e -> json.add(e.get("message").asText()));

            assertThat(json)
                    .containsExactly(
                            "Changed the description to \"\"",
                            "Changed the environment override setting to false",
                            "Changed the environment to \"production\"",
                            "Changed the parent to p",
                            "Created the \"G\" group with id g");
            assertThat(server.get("/v1/events.csv?service_id=classifier")
                            .body()
                            .lines()
                            .skip(1)
                            .map(row -> row.split(",")[9]))
                    .containsExactly(
                            "create_node_group",
                            "edit_node_group_description",
                            "edit_node_group_environment",
                            "edit_node_group_environment_override",
                            "edit_node_group_parent");
        }
    }

    @Test
    void aRunThatFailedOrIsNotOverHasNoEnd() {
        Feed feed = new Feed();
        List<String> states = List.of("new", "ready", "running", "stopping", "failed", "stopped", "finished");
        for (int i = 0; i < states.size(); i++) {
            feed.lines("""
                    {"id":"%d","source":"s","time":"2022-08-08T23:18:52Z","service_id":"pe-console","operation":"execute",
                    "object":{"type":"node","id":"n"},"execution":{"name":"x","start":"2022-08-08T23:18:47.9Z",
                    "finish":"2022-08-08T23:18:52.1Z","duration":4.898,"state":"%s"}}
                    """.formatted(i, states.get(i)).replace("\n", ""));
        }
        try (PuppetServer server = PuppetServer.on(feed)) {
            JsonNode commits = server.json("/v2/events?order=asc").get("commits");

            for (int i = 0; i < states.size(); i++) {
                JsonNode event = commits.get(i).at("/events/0");
                boolean over = i >= states.indexOf("stopped");
                assertThat(event.get("state").asText()).isEqualTo(states.get(i));
                assertThat(event.get("start_timestamp").asText()).isEqualTo("2022-08-08T23:18:47Z");
                assertThat(event.has("finish_timestamp") && event.has("duration"))
                        .isEqualTo(over);
            }
        }
    }

    private static List<String> pages(PuppetServer server, String order, int size) {
        List<String> all = new ArrayList<>();
        for (int offset = 0; ; offset += size) {
            JsonNode page = server.json("/v2/events?order=" + order + "&limit=" + size + "&offset=" + offset);
            page.get("commits").forEach(commit -> all.add(commit.toString()));
            if (page.get("commits").size() != size) {
                return all;
            }
        }
    }

    private static String commitsOf(PuppetServer server, int offset, int limit) {
        return server.json("/activity-api/v2/events?service_id=rbac&order=asc&offset=" + offset + "&limit=" + limit)
                .get("commits")
                .toString();
    }

    private static Feed commits(int count) {
        Feed feed = new Feed();
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] = line(i + 1, "2021-09-08T13:47:53Z");
        }
        return feed.lines(lines);
    }

    private static String line(int id, String time) {
        return """
                {"id":"%d","source":"s","time":"%s","service_id":"rbac","operation":"create","object":{"type":"roles","id":"%d"}}""".formatted(id, time, id);
    }
}
