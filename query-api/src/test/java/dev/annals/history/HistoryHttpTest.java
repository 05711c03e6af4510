package dev.annals.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.history.Happened.Body;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Operation;
import dev.annals.processor.stage.state.JsonEquality;
import dev.annals.query.LocalAudit;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answers about history over HTTP: their shapes, at many instants, for callers that see all and for those that do not. */
class HistoryHttpTest {
    private static final long SEED = 20_261_125;

    private static final LocalAudit AUDIT = new LocalAudit();
    private static final Happened HAPPENED = new Happened();
    private static HistoryServer server;

    @BeforeAll
    static void start() {
        take(10, "1", null, "a/b", Body.after("{'n':1,'m':[{'id':1,'r':'x'}]}"));
        take(20, "2", null, "a/b", Body.after("{'n':2,'m':[{'id':1,'r':'y'}]}"));
        take(30, "1", Operation.DELETE, "a/b", Body.none());
        take(25, "3", null, "a/b", Body.patch("{'n':5}"));
        take(40, "2", null, "mid", Body.patch("{'n':2}"));
        take(50, "2", null, "mid", Body.patch("{'n':3}").before("{'n':2,'k':7}"));
        RandomLife life = new RandomLife(new Random(SEED), "busy", 10);
        for (int i = 0; i < 1500; i++) {
            HAPPENED.take(life.next());
        }
        AUDIT.addAll(HAPPENED.activities());
        server = new HistoryServer(AUDIT.sessions());
    }

    @AfterAll
    static void stop() {
        server.close();
        AUDIT.close();
    }

    private static void take(long seconds, String actor, Operation operation, String object, Body body) {
        assertThat(HAPPENED.take(Happened.event(seconds, actor, operation, object, body)))
                .isPresent();
    }

    @Test
    void anObjectIsShownAsItWasAtAnInstant() throws Exception {
        long end = HAPPENED.activities().size();

        assertThat(server.get("all", "objects/team/a%2Fb?at=1970-01-01T00:00:20Z")
                        .body())
                .isEqualTo("{\"type\":\"team\",\"id\":\"a/b\",\"exists\":true,\"document\":{\"n\":2,\"m\":[{\"id\":1,"
                        + "\"r\":\"y\"}]},\"activity\":2,\"time\":\"1970-01-01T00:00:20Z\",\"position\":" + end
                        + ",\"unknown\":[],\"late\":0}");
        assertThat(server.get("all", "objects/team/a%2Fb?at=1970-01-01T00:00:29.999999Z")
                        .body())
                .contains("\"n\":5", "\"activity\":4", "\"late\":1");
        assertThat(server.get("all", "objects/team/a%2Fb").body())
                .contains("\"exists\":false,\"document\":null,\"activity\":3,\"time\":\"" + HistoryServer.NOW + "\"");
        assertThat(server.get("all", "objects/team/a%2Fb?at=1970-01-01T00:00:26Z&position=3")
                        .body())
                .contains("\"n\":2", "\"position\":3", "\"late\":0");
        assertThat(server.get("all", "objects/team/a%2Fb?at=1970-01-01").body())
                .contains("\"exists\":false,\"document\":null,\"activity\":null,\"time\":\"1970-01-01T00:00:00Z\"");
        assertThat(server.get("all", "objects/team/a%2Fb?position=0").body())
                .contains("\"exists\":false,\"document\":null,\"activity\":null");
    }

    @Test
    void anInstantInTheFutureIsAnsweredWithThePositionItWasPinnedTo() throws Exception {
        HttpResponse<String> answer = server.get("all", "objects/team/a%2Fb?at=2999-01-01T00:00:00Z&position=99999999");

        assertThat(answer.body())
                .contains("\"time\":\"2999-01-01T00:00:00Z\",\"position\":"
                        + HAPPENED.activities().size());
        assertThat(answer.headers().firstValue("Annals-Position")).isPresent();
    }

    @Test
    void anObjectThatWasFirstSeenInMidLifeSaysWhatIsUnknown() throws Exception {
        assertThat(server.get("all", "objects/team/mid?at=1970-01-01T00:00:30Z").body())
                .contains("\"exists\":false", "\"unknown\":[\"n\"]");
        assertThat(server.get("all", "objects/team/mid?at=1970-01-01T00:00:45Z").body())
                .contains("\"document\":{\"n\":2}", "\"unknown\":[]", "\"partial\":true");
    }

    @Test
    void theDocumentAtRandomInstantsAndPositionsIsThatOfAPlainEvaluation() throws Exception {
        Random random = new Random(SEED + 1);
        int size = HAPPENED.activities().size();
        for (int i = 0; i < 300; i++) {
            long position = i % 3 == 0 ? size : random.nextInt(size) + 1;
            long micros =
                    Stamp.micros(HAPPENED.activities().get(random.nextInt(size)).time()) - random.nextInt(2);
            List<ChangeEvent> events = new ArrayList<>();
            HAPPENED.activities().stream()
                    .filter(activity -> activity.id() <= position
                            && activity.object().id().equals("busy")
                            && Stamp.micros(activity.time()) <= micros)
                    .forEach(activity -> events.add(HAPPENED.event(activity.id())));
            JsonNode plain = PlainEvaluation.document(events);
            String at = Stamp.instant(micros).toString();

            JsonNode answer = server.json("objects/team/busy?at=" + at + "&position=" + position);

            assertThat(answer.get("document").isNull())
                    .as("seed %d, %s, %d", SEED, at, position)
                    .isEqualTo(plain == null);
            if (plain != null) {
                assertThat(JsonEquality.same(answer.get("document"), plain))
                        .as("seed %d, %s, %d: %s is not %s", SEED, at, position, answer, plain)
                        .isTrue();
            }
        }
    }

    @Test
    void aDifferenceIsToldInFourForms() throws Exception {
        String question = "objects/team/a%2Fb/diff?from=1970-01-01T00:00:10Z&to=1970-01-01T00:00:20Z";

        assertThat(server.json(question).get("differences").toString())
                .isEqualTo(
                        "[{\"op\":\"replace\",\"path\":\"/n\",\"label\":\"n\",\"before\":1,\"after\":2},"
                                + "{\"op\":\"replace\",\"path\":\"/m/0/r\",\"label\":\"m[id=1].r\",\"before\":\"x\",\"after\":\"y\"}]");
        assertThat(server.get("all", question + "&format=text").body())
                .isEqualTo("- n: 1\n+ n: 2\n- m[id=1].r: \"x\"\n+ m[id=1].r: \"y\"\n");
        HttpResponse<String> merge = server.get("all", question + "&format=merge-patch");
        assertThat(merge.body()).isEqualTo("{\"n\":2,\"m\":[{\"id\":1,\"r\":\"y\"}]}");
        assertThat(merge.headers().firstValue("Content-Type")).contains("application/merge-patch+json");
        HttpResponse<String> patch = server.get("all", question + "&format=json-patch");
        assertThat(patch.body())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":2},"
                        + "{\"op\":\"replace\",\"path\":\"/m/0/r\",\"value\":\"y\"}]");
        assertThat(patch.headers().firstValue("Content-Type")).contains("application/json-patch+json");
    }

    @Test
    void blameNamesActivityActorAndTimeOfEachLeaf() throws Exception {
        JsonNode leaves =
                server.json("objects/team/a%2Fb/blame?at=1970-01-01T00:00:20Z").get("leaves");

        assertThat(leaves.get(0).toString())
                .isEqualTo("{\"path\":\"/n\",\"value\":2,\"activity\":2,\"time\":\"1970-01-01T00:00:20Z\",\"actor\":"
                        + "{\"type\":\"users\",\"id\":\"2\",\"name\":\"2\",\"username\":\"user-2\"}}");
        assertThat(leaves.get(1).toString()).contains("\"path\":\"/m/0/id\",\"value\":1,\"activity\":1");
        assertThat(leaves.get(2).toString()).contains("\"path\":\"/m/0/r\",\"value\":\"y\",\"activity\":2");
    }

    @Test
    void theLogIsNewestFirstAndPagesStayWhereTheyAre() throws Exception {
        JsonNode log = server.json("objects/team/a%2Fb/history?patch=1&limit=3");

        assertThat(ids(log)).containsExactly(3L, 4L, 2L);
        assertThat(log.get("count").longValue()).isEqualTo(4);
        assertThat(log.at("/items/1/changes").toString()).isEqualTo("[{\"field\":\"n\",\"new\":5}]");
        assertThat(log.at("/items/1/late").booleanValue()).isTrue();
        JsonNode rest = server.json(log.get("next").textValue().substring("/annals/v1/".length()));
        assertThat(ids(rest)).containsExactly(1L);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(ids(server.json("history?actor=user-2&until=1970-01-01T00:00:50Z")))
                .containsExactly(6L, 5L, 2L);
        assertThat(ids(server.json("history?actor=1&since=1970-01-01T00:00:10Z&until=1970-01-01T00:00:30Z")))
                .containsExactly(3L, 1L);
    }

    @Test
    void anActorsWorkSaysWhatStillStands() throws Exception {
        JsonNode work = server.json("actors/2?until=1970-01-01T00:00:50Z");

        assertThat(work.get("activities").longValue()).isEqualTo(3);
        assertThat(work.get("objects").toString())
                .isEqualTo("[{\"type\":\"team\",\"id\":\"a/b\",\"name\":\"team a/b\",\"exists\":false,\"operations\":"
                        + "{\"update\":1},\"first\":{\"activity\":2,\"time\":\"1970-01-01T00:00:20Z\"},\"last\":"
                        + "{\"activity\":2,\"time\":\"1970-01-01T00:00:20Z\"},\"standing\":[]},"
                        + "{\"type\":\"team\",\"id\":\"mid\",\"name\":\"team mid\",\"exists\":true,\"operations\":"
                        + "{\"update\":2},\"first\":{\"activity\":5,\"time\":\"1970-01-01T00:00:40Z\"},\"last\":"
                        + "{\"activity\":6,\"time\":\"1970-01-01T00:00:50Z\"},\"standing\":[\"n\"]}]");
    }

    @Test
    void anUndoIsChangeEventsAndNamesConflicts() throws Exception {
        JsonNode undo = server.json("undo?activity=6");
        assertThat(undo.get("events")).hasSize(1);
        assertThat(undo.at("/events/0/patch").toString()).isEqualTo("{\"n\":2}");
        assertThat(undo.at("/events/0/labels/undo").textValue()).isEqualTo("6");
        assertThat(undo.get("conflicts")).isEmpty();

        assertThat(server.json("undo?activity=5").get("conflicts").toString())
                .isEqualTo("[{\"activity\":5,\"type\":\"team\",\"id\":\"mid\","
                        + "\"reason\":\"what the object was before it is not known\"}]");
        assertThat(server.json("undo?activity=3").at("/events/0/after").toString())
                .isEqualTo("{\"n\":5,\"m\":[{\"id\":1,\"r\":\"y\"}]}");
        assertThat(ids(server.json("undo?actor=2&since=1970-01-01T00:00:50Z"), "events", "/labels/undo"))
                .doesNotContain(6L);
    }

    @Test
    void whatACallerMayNotSeeIsNotThere() throws Exception {
        assertThat(server.get("other", "objects/team/a%2Fb").statusCode()).isEqualTo(404);
        assertThat(server.get("teams", "objects/team/a%2Fb").statusCode()).isEqualTo(200);
        assertThat(server.get("one", "objects/team/mid").statusCode()).isEqualTo(404);
        assertThat(server.get("one", "objects/team/a%2Fb?at=1970-01-01T00:00:20Z")
                        .body())
                .contains("\"activity\":1", "\"n\":1");
        assertThat(server.get("one", "undo?activity=6").statusCode()).isEqualTo(404);
        assertThat(server.get("one", "undo?activity=1&activity=6").statusCode()).isEqualTo(404);
        assertThat(server.get("one", "actors/2").statusCode()).isEqualTo(404);
        assertThat(server.get("ingest", "objects/team/a%2Fb").statusCode()).isEqualTo(403);
        assertThat(server.get("none", "objects/team/a%2Fb").statusCode()).isEqualTo(401);
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedWithASentence() throws Exception {
        assertThat(server.get("all", "objects/team/none").statusCode()).isEqualTo(404);
        assertThat(server.get("all", "objects/team/none/history").statusCode()).isEqualTo(404);
        for (String question : List.of(
                "objects/team/mid?at=yesterday",
                "objects/team/mid?position=-1",
                "objects/team/mid/diff",
                "objects/team/mid/diff?from=1970-01-01&format=xml",
                "objects/team/mid/history?limit=1001",
                "undo",
                "undo?actor=1",
                "undo?activity=x")) {
            HttpResponse<String> answer = server.get("all", question);
            assertThat(answer.statusCode()).as(question).isEqualTo(400);
            assertThat(answer.body()).as(question).contains("(expected: ");
        }
    }

    private static List<Long> ids(JsonNode log) {
        return ids(log, "items", "/id");
    }

    private static List<Long> ids(JsonNode answer, String list, String pointer) {
        List<Long> ids = new ArrayList<>();
        answer.get(list).forEach(item -> ids.add(item.at(pointer).asLong()));
        return ids;
    }
}
