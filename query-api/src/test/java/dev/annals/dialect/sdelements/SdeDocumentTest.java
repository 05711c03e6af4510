package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two answers of the product's document, put in as change events, come out as printed. */
class SdeDocumentTest {
    private static Trail trail;
    private static SdeServer server;

    @BeforeAll
    static void start() {
        trail = new Trail().lines(Documented.presented());
        server = SdeServer.on(trail);
    }

    @AfterAll
    static void stop() {
        server.close();
        trail.close();
    }

    @Test
    void theListComesOutAsPrinted() {
        JsonNode answer = server.json("/api/v2/activities/?id__in=1,2,3,5");

        assertThat(answer.get("results")).isEqualTo(SdeServer.tree(Documented.RESULTS));
    }

    @Test
    void theSingleActivityComesOutAsPrintedKeyOrderIncluded() {
        String answer = server.get("/api/v2/activities/2/").body();

        assertThat(answer).isEqualTo(SdeServer.tree(Documented.SINGLE).toString());
    }

    @Test
    void dataKeepsTheKeyOrderOfTheProducer() {
        String answer = server.get("/api/v2/activities/5/").body();

        assertThat(answer)
                .contains("\"data\":{\"target_group_desc\":\"group A\",\"group\":\"G1\",\"group_desc\":\"group A\"}");
    }

    @Test
    void theSameEventsWithoutAPresentationComeOutTheSameButForWhatTheEventsTell() {
        ArrayNode expected = (ArrayNode) SdeServer.tree(Documented.RESULTS);
        // The current list of names has this form, and the event has the name of the user.
        ((ObjectNode) expected.get(2)).put("name", "CreatedUserActivity");
        ((ObjectNode) expected.get(2).get("data")).put("user_desc", "Cindy Lu");
        try (Trail bare = new Trail().lines(Documented.bare());
                SdeServer other = SdeServer.on(bare)) {
            JsonNode answer = other.json("/api/v2/activities/?id__in=1,2,3,5");

            assertThat(answer.get("results")).isEqualTo(expected);
        }
    }

    @Test
    void anAnswerSaysHowManyThereAreAndWhereTheyGoOn() {
        JsonNode answer = server.json("/api/v2/activities/");

        assertThat(List.copyOf(names(answer))).containsExactly("count", "next", "previous", "results");
        assertThat(answer.get("count").intValue()).isEqualTo(5);
        assertThat(answer.get("next").isNull()).isTrue();
        assertThat(answer.get("previous").isNull()).isTrue();
        assertThat(SdeServer.ids(answer.get("results"))).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
