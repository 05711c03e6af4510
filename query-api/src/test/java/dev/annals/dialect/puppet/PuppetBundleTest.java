package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Operation;
import dev.annals.query.Answer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PuppetBundleTest {
    private static final String SUBJECT = "{\"id\":\"42bf351c\",\"name\":\"admin\"}";
    private static final String OBJECTS = """
            [{"id":"20","name":"20","type":"job"},{"id":"facts","name":"facts","type":"task"},{"id":"n1","name":"n1","type":"node"}]""";
    private static final String EVENTS = """
            [{"message":"A first","type":"run_task","what":"node","description":"request_facts_on_node"},
            {"message":"B second","type":"edit","what":"node","description":"edit_node"}]""";

    private final Feed feed = new Feed();
    private PuppetServer server;

    @BeforeEach
    void start() {
        server = PuppetServer.on(feed);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/activity-api/v2/events", "/activity-api/v1/events", "/v2/events", "/v1/events"})
    void aBundleComesBackOutUnchanged(String path) {
        HttpResponse<String> response = server.post(path, """
                {"commit":{"service":{"id":"pe-console"},"subject":%s,"objects":%s,"ip-address":"10.0.0.1, 127.0.0.1","events":%s}}
                """.formatted(SUBJECT, OBJECTS, EVENTS));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode expected = PuppetServer.tree("""
                {"commits":[{"objects":%s,"subject":%s,"timestamp":"2021-09-08T13:47:53Z",
                "ip_address":"10.0.0.1, 127.0.0.1","events":%s}],"pagination":{"total":1,"limit":1000,"offset":0}}
                """.formatted(OBJECTS, SUBJECT, EVENTS));
        assertThat(server.json("/activity-api/v2/events?service_id=pe-console")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The classifier of 2014 puts the events beside the commit.
                "{\"commit\":{\"service\":{\"id\":\"classifier\"},\"subject\":%s,\"object\":%s,\"ip-address\":\"::1\"},\"events\":%s}",
                "{\"commit\":{\"service\":{\"id\":\"classifier\"},\"subject\":%s,\"object\":%s,\"ip-address\":\"::1\",\"events\":%s}}",
                // The certificate authority writes the address with an underscore.
                "{\"commit\":{\"service\":{\"id\":\"classifier\"},\"subject\":%s,\"objects\":[%s],\"ip_address\":\"::1\",\"events\":%s}}"
            })
    void everyFormOfABundleIsRead(String form) {
        String object = "{\"id\":\"g\",\"name\":\"group\",\"type\":\"node_groups\"}";

        server.post("/activity-api/v1/events", form.formatted(SUBJECT, object, EVENTS));

        JsonNode commit = server.json("/activity-api/v2/events").at("/commits/0");
        assertThat(commit.get("objects")).isEqualTo(PuppetServer.tree("[" + object + "]"));
        assertThat(commit.get("subject")).isEqualTo(PuppetServer.tree(SUBJECT));
        assertThat(commit.get("ip_address").asText()).isEqualTo("::1");
        assertThat(commit.get("events")).isEqualTo(PuppetServer.tree(EVENTS));
    }

    @Test
    void aBundleWithoutEventsAddressOrNamesComesBackOutToo() {
        server.post("/activity-api/v2/events", """
                {"commit":{"service":{"id":"namer"},"subject":{"id":"s","type":"robots"},"objects":[{"id":7,"type":"a Herman"}]}}""");

        assertThat(server.json("/activity-api/v2/events").get("commits")).isEqualTo(PuppetServer.tree("""
                [{"objects":[{"id":"7","name":"7","type":"a Herman"}],"subject":{"id":"s","name":"s"},
                "timestamp":"2021-09-08T13:47:53Z","events":[]}]"""));
        assertThat(server.get("/activity-api/v2/events.csv").body().lines()).hasSize(1);
    }

    @Test
    void theKeysOfARunComeBackOut() {
        String event = """
                {"message":"m","type":"run_task","what":"node","description":"d","name":"req_facter",
                "start_timestamp":"2022-08-08T23:18:58Z","finish_timestamp":"2022-08-08T23:19:00Z","duration":2.324,"state":"finished"}""";

        server.post("/activity-api/v2/events", """
                {"commit":{"service":{"id":"pe-console"},"subject":%s,"objects":%s,"events":[%s]}}""".formatted(SUBJECT, OBJECTS, event));

        assertThat(server.json("/v2/events").at("/commits/0/events/0")).isEqualTo(PuppetServer.tree(event));
    }

    @Test
    void theEventsOfABundleAreOneCommitOfTheLog() {
        server.post("/activity-api/v2/events", """
                {"commit":{"service":{"id":"pe-console"},"subject":%s,"objects":%s,"events":%s}}""".formatted(SUBJECT, OBJECTS, EVENTS));

        assertThat(feed.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.time()).isEqualTo(PuppetServer.NOW);
            assertThat(commit.commitId()).startsWith("bundle-");
            assertThat(commit.activities()).hasSize(2);
        });
        assertThat(List.of(feed.activity(1), feed.activity(2)))
                .extracting(dev.annals.model.Activity::operation)
                .containsExactly(Operation.EXECUTE, Operation.UPDATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"commit\":3}",
                "{\"commit\":{}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"}}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"objects\":[]}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"objects\":[{\"type\":\"t\"}]}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"name\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"}}}",
                "{\"commit\":{\"service\":{},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"}}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"},\"objects\":[]}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"},\"colour\":1}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"},\"events\":{}}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"1\"},\"events\":[{\"type\":\"edit\"}]}}",
                "{\"commit\":{\"service\":{\"id\":\"x\"},\"subject\":{\"id\":\"s\"},\"object\":{\"type\":\"t\",\"id\":\"\\ud800\"}}}"
            })
    void aBrokenBundleIsRefusedWholeWithAReason(String body) {
        HttpResponse<String> response = server.post("/activity-api/v2/events", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(PuppetServer.tree(response.body()).at("/details/error").asText())
                .isNotEmpty();
        assertThat(feed.commits()).isEmpty();
    }

    @Test
    void onlyThoseWhoBringEventsInMaySubmit() {
        HttpResponse<String> response =
                server.post("/activity-api/v2/events", "{}", "X-Authentication", PuppetServer.TOKEN);

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void aBundleThatTheLogDidNotTakeInTimeIsNotAcknowledged() {
        try (PuppetServer unreachable = new PuppetServer(
                feed, events -> new Answer.NotReady<>("the log did not answer", Duration.ofSeconds(1)))) {
            HttpResponse<String> response =
                    unreachable.post("/activity-api/v2/events", """
                    {"commit":{"service":{"id":"x"},"subject":%s,"objects":%s,"events":%s}}""".formatted(SUBJECT, OBJECTS, EVENTS));

            assertThat(response.statusCode()).isEqualTo(503);
        }
    }
}
