package dev.annals.dialect.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every example of Puppet's two documents, put in as change events, comes out as printed. */
class PuppetDocumentsTest {
    private static final String KAI = "6868e4af-2996-46c6-8e42-1ae873f8a0ba";
    private static final String WEB_SERVERS = "b55c209d-e68f-4096-9a2c-5ae52dd2500c";
    private static final String ORCHESTRATOR = "ec519937-8681-43d3-8b74-380d65736dba";
    private static final String PARAMETER = "puppet_enterprise::profile::orchestrator_use_application_services";

    /** The rows as printed, with a date where the document has a placeholder for one. */
    private static final String CSV = resource("nine-rows.csv");

    @Test
    void theNineRowsComeOutByteForByteFromWordsOfTheProducer() {
        try (PuppetServer server = PuppetServer.on(kaisWords())) {
            String csv = server.get("/v1/events.csv?service_id=classifier&subject_type=users&subject_id=" + KAI)
                    .body();

            assertThat(csv).isEqualTo(CSV);
        }
    }

    @Test
    void theNineRowsComeOutByteForByteFromDocumentsAlone() {
        try (PuppetServer server = PuppetServer.on(kaisDocuments())) {
            String csv = server.get(
                            "/activity-api/v1/events.csv?service_id=classifier&subject_type=users&subject_id=" + KAI)
                    .body();

            assertThat(csv).isEqualTo(CSV);
        }
    }

    @Test
    void theFirstAnswerOfVersion1ComesOutAsPrinted() {
        JsonNode printed = PuppetServer.tree("""
                {"commits":[{
                  "object":{"id":"b55c209d-e68f-4096-9a2c-5ae52dd2500c","name":"web_servers"},
                  "subject":{"id":"6868e4af-2996-46c6-8e42-1ae873f8a0ba","name":"kai.evens"},
                  "timestamp":"2019-03-05T18:52:27Z",
                  "events":[{"message":"Deleted the \\"web_servers\\" group with id b55c209d-e68f-4096-9a2c-5ae52dd2500c"}]
                }],"offset":0,"limit":1,"total-rows":5}
                """);
        for (Feed feed : List.of(kaisWords(), kaisDocuments())) {
            try (PuppetServer server = PuppetServer.on(feed)) {
                JsonNode answer =
                        server.json("/activity-api/v1/events?service_id=classifier&subject_type=users&subject_id=" + KAI
                                + "&limit=1");

                assertThat(answer).isEqualTo(printed);
            }
        }
    }

    @Test
    void theSecondAnswerOfVersion1ComesOutAsPrinted() {
        JsonNode printed = PuppetServer.tree("""
                {"commits":[{
                  "object":{"id":"emerald-1.platform9.mydomain.edu","name":"emerald-1.platform9.mydomain.edu"},
                  "subject":{"id":"d1f4919a-cf65-4c26-8832-8c4b5302b58b","name":"steve"},
                  "timestamp":"2019-05-02T22:50:16Z",
                  "events":[{"message":"Scheduled job 3 request for facter_task task on emerald-1.platform9.mydomain.edu run via orchestrator job 7,759"}]
                }],"offset":0,"limit":1,"total-rows":2915}
                """);
        String node = "emerald-1.platform9.mydomain.edu";
        Feed feed = new Feed();
        for (int job = 1; job <= 2915; job++) {
            // The job comes first in what the orchestrator submits; a question about nodes shows the node.
            feed.lines("""
                    {"id":"%d","source":"pe","time":"2019-05-02T22:50:16.9Z","service_id":"pe-console","operation":"execute",
                    "actor":{"id":"d1f4919a-cf65-4c26-8832-8c4b5302b58b","name":"steve"},
                    "object":{"type":"job","id":"%d"},"related":[{"type":"task","id":"facter_task"},{"type":"node","id":"%s","name":"%s"}],
                    "message":"Scheduled job 3 request for facter_task task on %s run via orchestrator job 7,759"}
                    """.formatted(job, job, node, node, node).replace("\n", ""));
        }
        try (PuppetServer server = PuppetServer.on(feed)) {
            JsonNode answer = server.json(
                    "/activity-api/v1/events?service_id=pe-console&object_type=node&object_id=" + node + "&limit=1");

            assertThat(answer).isEqualTo(printed);
        }
    }

    @Test
    void theFirstAnswerOfVersion2ComesOutInItsCorrectedForm() {
        // As printed, with the type that real objects carry, the words of an event that real ones carry, and numbers in
        // the pagination: the document has text there and a missing quote.
        JsonNode corrected = PuppetServer.tree("""
                {"commits":[{
                  "objects":[{"id":"415dfsvdf-dfgd45dfg-4dsfg54d","name":"Default Node Group","type":"node_group"}],
                  "subject":{"id":"dfgdfc145-545dfg54f-fdg45s5s","name":"Kai Evans"},
                  "timestamp":"2014-06-24T04:00:00Z",
                  "events":[
                    {"message":"Create Node","type":"create","what":"node_group","description":"create_node_group"},
                    {"message":"Create Node Class","type":"create","what":"node_group","description":"create_node_group"}]
                }],"pagination":{"total":1,"limit":1000,"offset":0}}
                """);
        Feed feed = new Feed();
        for (int i = 0; i < 2; i++) {
            feed.lines("""
                    {"id":"%d","source":"pe","time":"2014-06-24T04:00:00Z","service_id":"classifier","operation":"create",
                    "actor":{"id":"dfgdfc145-545dfg54f-fdg45s5s","name":"Kai Evans"},
                    "object":{"type":"node_group","id":"415dfsvdf-dfgd45dfg-4dsfg54d","name":"Default Node Group"},
                    "commit_id":"c","commit_index":%d,"commit_size":2,"message":"%s"}
                    """.formatted(
                    i, i, List.of("Create Node Class", "Create Node").get(i)).replace("\n", ""));
        }
        try (PuppetServer server = PuppetServer.on(feed)) {
            JsonNode answer = server.json(
                    "/v2/events"
                            + PuppetServer.query(
                                    "service_id", "classifier",
                                    "query",
                                            "[{\"object_id\": \"415dfsvdf-dfgd45dfg-4dsfg54d\", \"object_type\":\"node_group\"}]"));

            assertThat(answer).isEqualTo(corrected);
        }
    }

    @Test
    void theRunsOfTheOrchestratorComeOutAsPrinted() {
        String puppetRun = """
                {"objects":[{"id":"example.delivery.puppetlabs.net","name":"example.delivery.puppetlabs.net","type":"node"}],
                 "subject":{"id":"11bf351c-f1ec-11af-11ad-e111fec1a1bd","name":"admin"},
                 "timestamp":"2022-08-08T23:18:52Z","ip_address":"<IP_ADDRESS>",
                 "events":[{"description":"request_puppet_agent_on_node","finish_timestamp":"2022-08-08T23:18:52Z",
                   "start_timestamp":"2022-08-08T23:18:47Z","name":"puppet agent","type":"puppet_agent","duration":4.898,
                   "state":"finished","what":"node",
                   "message":"Request \\"puppet agent\\" run on \\"example.delivery.puppetlabs.net\\" over \\"pcp\\" via orchestrator job \\"11\\""}]}
                """;
        String taskRun = """
                {"objects":[{"id":"example.delivery.puppetlabs.net","name":"example.delivery.puppetlabs.net","type":"node"}],
                 "subject":{"id":"11bf351c-f1ec-11af-11ad-e111fec1a1bd","name":"admin"},
                 "timestamp":"2022-08-08T23:19:01Z","ip_address":"<IP_ADDRESS>",
                 "events":[{"description":"request_facter_on_node","finish_timestamp":"2022-08-08T23:19:00Z",
                   "start_timestamp":"2022-08-08T23:18:58Z","name":"req_facter","type":"run_task","duration":2.324,
                   "state":"finished","what":"node",
                   "message":"Request \\"req_facter\\" task on \\"example.delivery.puppetlabs.net\\" over \\"pcp\\" via orchestrator job \\"12\\""}]}
                """;
        Feed feed = new Feed()
                .lines(run(1, "2022-08-08T23:18:52.5Z", puppetRun), run(2, "2022-08-08T23:19:01.9Z", taskRun));
        ArrayNode commits = JsonNodeFactory.instance
                .arrayNode()
                .add(PuppetServer.tree(puppetRun))
                .add(PuppetServer.tree(taskRun));
        try (PuppetServer server = PuppetServer.on(feed)) {
            assertThat(server.json("/activity-api/v2/events?service_id=pe-console&order=asc")
                            .get("commits"))
                    .isEqualTo(commits);
        }
    }

    @Test
    void theRequestOfVersion2FindsWhatTwoUsersDidAndWhatWasDoneToThem() {
        String a = "db2caca1-d6a4-4145-8240-9de9b4e654d1";
        String b = "5d5ab481-7614-4324-bfea-e9eeb0b22ce8";
        Feed feed = new Feed()
                .lines(edit(1, "2019-11-10T00:00:00Z", a, "node_groups", "g"))
                .lines(edit(2, "2019-11-10T00:00:00Z", "other", "users", b))
                .lines(edit(3, "2019-11-10T00:00:00Z", "other", "users", "third"))
                .lines(edit(4, "2019-10-31T00:00:00Z", a, "node_groups", "g"));
        try (PuppetServer server = PuppetServer.on(feed)) {
            JsonNode answer = server.json("/activity-api/v2/events"
                    + PuppetServer.query(
                            "service_id", "classifier",
                            "limit", "10",
                            "query", """
                            [{"object_id": "%s","object_type": "users"},
                             {"subject_id": "%s"},
                             {"object_id": "%s", "object_type":"users"},
                             {"subject_id": "%s"},
                             {"start": "2019-11-01T21:32:39Z", "end": "2019-12-01T00:00:00Z"}]""".formatted(a, a, b, b)));

            assertThat(answer.at("/pagination/total").intValue()).isEqualTo(2);
            assertThat(answer.at("/commits/0/objects/0/id").asText()).isEqualTo(b);
            assertThat(answer.at("/commits/1/subject/id").asText()).isEqualTo(a);
        }
    }

    private static String resource(String name) {
        try (InputStream in = PuppetDocumentsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String edit(int id, String time, String subject, String objectType, String object) {
        return """
                {"id":"%d","source":"pe","time":"%s","service_id":"classifier","operation":"update",
                "actor":{"id":"%s"},"object":{"type":"%s","id":"%s"},"changes":{"description":["a","b"]}}
                """.formatted(id, time, subject, objectType, object).replace("\n", "");
    }

    /** A change event that says what a printed commit shows. */
    private static String run(int id, String time, String printed) {
        JsonNode commit = PuppetServer.tree(printed);
        JsonNode event = commit.at("/events/0");
        ObjectNode change = Json.MAPPER.createObjectNode();
        change.put("id", Integer.toString(id))
                .put("source", "pe")
                .put("time", time)
                .put("service_id", "pe-console");
        change.put("operation", "execute");
        change.set("actor", commit.get("subject"));
        change.set("object", commit.at("/objects/0"));
        change.set("ip_address", commit.get("ip_address"));
        change.set("verb", event.get("type"));
        for (String name : List.of("what", "description", "message")) {
            change.set(name, event.get(name));
        }
        ObjectNode execution = change.putObject("execution");
        execution.set("name", event.get("name"));
        execution.set("start", event.get("start_timestamp"));
        execution.set("finish", event.get("finish_timestamp"));
        execution.set("duration", event.get("duration"));
        execution.set("state", event.get("state"));
        return change.toString();
    }

    /** What the nine rows say, each said by the producer. */
    private static Feed kaisWords() {
        Feed feed = new Feed();
        String[] rows = CSV.split("\n");
        for (int i = rows.length - 1; i > 0; i--) {
            String[] cells = rows[i].split(",", 11);
            String message = cells[10].startsWith("\"")
                    ? cells[10].substring(1, cells[10].length() - 1).replace("\"\"", "\"")
                    : cells[10];
            ObjectNode change = Json.MAPPER.createObjectNode();
            change.put("id", Integer.toString(i)).put("source", "pe");
            change.put("time", cells[0].replace(' ', 'T') + "Z").put("service_id", "classifier");
            change.put("operation", "other");
            change.putObject("actor").put("type", cells[1]).put("id", cells[2]).put("name", cells[3]);
            change.putObject("object").put("type", cells[4]).put("id", cells[5]).put("name", cells[6]);
            change.put("verb", cells[7])
                    .put("what", cells[8])
                    .put("description", cells[9])
                    .put("message", message);
            boolean created = i >= 2 && i <= 6;
            change.put("commit_id", created ? "created" : "c" + i).put("commit_size", created ? 5 : 1);
            feed.lines(change.toString());
        }
        return feed;
    }

    /** What happened, as documents; only the schedule has words of its own. */
    private static Feed kaisDocuments() {
        String on = """
                {"id":"%s","source":"pe","time":"%s","service_id":"classifier","operation":"%s",
                "actor":{"id":"6868e4af-2996-46c6-8e42-1ae873f8a0ba","name":"kai.evens"},
                "object":{"type":"node_groups","id":"%s","name":"%s"}%s}
                """.replace("\n", "");
        return new Feed()
                .lines(
                        on.formatted(
                                "1",
                                "2019-01-15T20:41:30.223Z",
                                "other",
                                "46e34005-28e4-4009-bc48-4813221e9ffb",
                                "PE Agent",
                                ",\"verb\":\"schedule_deploy\",\"description\":\"schedule_puppet_agent_on_node_group\",\"message\":"
                                        + "\"Schedule puppet agent run on nodes in this group to be run at 2019-01-16T08:00:00Z\""),
                        on.formatted(
                                "2",
                                "2019-03-05T00:41:10.631Z",
                                "update",
                                ORCHESTRATOR,
                                "PE Orchestrator",
                                ",\"changes\":{\"classes\":[{\"puppet_enterprise::profile::orchestrator\":{}},"
                                        + "{\"puppet_enterprise::profile::orchestrator\":{\"use_application_services\":true}}]}"),
                        on.formatted(
                                "3",
                                "2019-03-05T00:41:18.944Z",
                                "update",
                                ORCHESTRATOR,
                                "PE Orchestrator",
                                ",\"changes\":{\"classes\":["
                                        + "{\"puppet_enterprise::profile::orchestrator\":{\"use_application_services\":true}},"
                                        + "{\"puppet_enterprise::profile::orchestrator\":{}}]}"),
                        on.formatted(
                                "4",
                                "2019-03-05T18:52:02.391Z",
                                "create",
                                WEB_SERVERS,
                                "web_servers",
                                ",\"after\":{\"id\":\"" + WEB_SERVERS
                                        + "\",\"name\":\"web_servers\",\"description\":\"\",\"environment\":\"production\","
                                        + "\"environment_trumps\":false,\"parent\":\"" + ORCHESTRATOR
                                        + "\",\"rule\":null,\"classes\":{},\"variables\":{}}"),
                        on.formatted("5", "2019-03-05T18:52:27.76Z", "delete", WEB_SERVERS, "web_servers", ""));
    }
}
