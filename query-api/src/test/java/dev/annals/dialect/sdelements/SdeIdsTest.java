package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are no small numbers: each is shown so that a client reads it back exactly, and found by what is shown. */
class SdeIdsTest {
    private static Trail trail;
    private static SdeServer server;

    @BeforeAll
    static void start() {
        trail = new Trail();
        for (String id : new String[] {
            "9007199254740992", "9007199254740993", "18446744073709551617", "007", "a.b", "a..b", "a/b", "a b", "a%2e"
        }) {
            for (int i = 0; i < 2; i++) {
                trail.lines("{\"id\":\"" + id + i
                        + "\",\"source\":\"t\",\"time\":\"2024-01-01T00:00:00Z\",\"operation\":\"update\","
                        + "\"actor\":{\"id\":\"" + id + "\"},\"object\":{\"type\":\"project\",\"id\":\"" + id + "\"}}");
            }
        }
        server = SdeServer.on(trail);
    }

    @AfterAll
    static void stop() {
        server.close();
        trail.close();
    }

    @Test
    void aNumberBeyondWhatADoubleHoldsIsText() {
        JsonNode exact = found("9007199254740992");
        JsonNode beyond = found("9007199254740993");
        JsonNode far = found("18446744073709551617");

        assertThat(exact.get("actor").isNumber() && exact.at("/data/project").isNumber())
                .isTrue();
        assertThat(beyond.get("actor").textValue()).isEqualTo("9007199254740993");
        assertThat(beyond.at("/data/project").textValue()).isEqualTo("9007199254740993");
        assertThat(far.get("actor").textValue()).isEqualTo("18446744073709551617");
        assertThat(far.at("/data/project").textValue()).isEqualTo("18446744073709551617");
        assertThat(found("007").at("/data/project").textValue()).isEqualTo("007");
    }

    private static JsonNode found(String id) {
        JsonNode answer = server.json("/api/v2/activities/" + SdeServer.query("actor__exact", id));
        assertThat(answer.get("count").asInt()).as(id).isEqualTo(2);
        assertThat(server.json("/api/v2/activities/" + SdeServer.query("project__exact", id))
                        .get("count")
                        .asInt())
                .as(id)
                .isEqualTo(2);
        return answer.at("/results/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "a.b", "a..b", "a%20b", "a%252e", "a%2fb"})
    void theLinksOfAProjectLeadOn(String segment) {
        JsonNode first = server.json("/api/v2/projects/" + segment + "/activities/?page_size=1");
        String next = first.get("next").textValue().substring(server.origin().length());
        JsonNode second = server.json(next);

        assertThat(second.at("/results/0/id").asInt())
                .isEqualTo(first.at("/results/0/id").asInt() - 1);
        assertThat(server.json(second.get("previous")
                                .textValue()
                                .substring(server.origin().length()))
                        .get("results"))
                .isEqualTo(first.get("results"));
    }

    /** No id is a dot or two: the gateway refuses such an event. */
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "%2e", "%2E%2e", ".%2e", "%2e%2e%2fusers", "a%5cb", "..;x"})
    void aSegmentThatMayBeAnotherPathHasNoActivities(String segment) {
        HttpResponse<String> response = server.get("/api/v2/projects/" + segment + "/activities/");

        assertThat(response.body())
                .as("status %d", response.statusCode())
                .matches("\\{\"detail\":\".*\"}|\\{\"count\":0,\"next\":null,\"previous\":null,\"results\":\\[]}");
    }
}
