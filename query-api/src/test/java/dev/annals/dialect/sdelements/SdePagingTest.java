package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Activity;
import dev.annals.query.Answer;
import dev.annals.query.AuditSessions;
import dev.annals.query.Page;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdePagingTest {
    private static final int COUNT = 250;

    private static Trail trail;
    private static SdeServer server;

    @BeforeAll
    static void start() {
        trail = new Trail().lines(events(COUNT));
        server = SdeServer.on(trail);
    }

    @AfterAll
    static void stop() {
        server.close();
        trail.close();
    }

    @Test
    void theLoopOfTheExamplesReadsEveryActivityOnceNewestFirst() {
        List<Long> ids = SdeServer.ids(server.everything("/api/v2/activities/?page_size=100"));

        assertThat(ids).isEqualTo(downFrom(COUNT));
    }

    @Test
    void theLoopReadsEachActivityOnceWhileOthersArrive() {
        try (Trail growing = new Trail().lines(events(30));
                SdeServer other = SdeServer.on(growing)) {
            List<Long> ids = new ArrayList<>();
            String url = "/api/v2/activities/?page_size=7&actor=1";
            while (url != null) {
                JsonNode page = other.json(url);
                ids.addAll(SdeServer.ids(page.get("results")));
                url = page.get("next").textValue();
                growing.lines(events(3));
            }

            assertThat(ids).isEqualTo(downFrom(30));
        }
    }

    @Test
    void withoutASizeAPageHasAHundredAndLeadsOn() {
        JsonNode page = server.json("/api/v2/activities/");

        assertThat(page.get("results")).hasSize(100);
        assertThat(page.get("next").textValue()).isEqualTo(server.origin() + "/api/v2/activities/?page=2&id__lte=250");
        assertThat(SdeServer.ids(server.everything("/api/v2/activities/"))).isEqualTo(downFrom(COUNT));
    }

    @Test
    void linksAreAbsoluteAndKeepEveryParameter() {
        JsonNode page = server.json("/api/v2/activities/?name=AddedUserToTeamActivity&page_size=10&page=3"
                + "&team_desc=a%26b&odd=%C3%BC+x&odd=2");

        String kept = server.origin()
                + "/api/v2/activities/?name=AddedUserToTeamActivity&page_size=10&team_desc=a%26b&odd=%C3%BC+x&odd=2";
        assertThat(page.get("next").textValue()).isEqualTo(kept + "&page=4");
        assertThat(page.get("previous").textValue()).isEqualTo(kept + "&page=2");
    }

    @Test
    void theLinksLeadThereAndBack() {
        String url =
                server.json("/api/v2/activities/?page_size=120").get("next").textValue();
        JsonNode second = server.json(url);
        JsonNode third = server.json(second.get("next").textValue());

        assertThat(SdeServer.ids(third.get("results"))).isEqualTo(downFrom(10));
        assertThat(third.get("next").isNull()).isTrue();
        assertThat(server.json(third.get("previous").textValue())).isEqualTo(second);
        JsonNode first = server.json(second.get("previous").textValue());
        assertThat(SdeServer.ids(first.get("results"))).isEqualTo(downFrom(250).subList(0, 120));
        assertThat(first.get("previous").isNull()).isTrue();
    }

    @Test
    void aProxyThatSpeaksHttpsIsLinkedTo() {
        String body = server.send(
                        "GET",
                        "/api/v2/activities/?page_size=10",
                        "Authorization",
                        "Token " + SdeServer.TOKEN,
                        "X-Forwarded-Proto",
                        "https")
                .body();

        assertThat(SdeServer.tree(body).get("next").textValue())
                .isEqualTo(server.origin().replace("http:", "https:")
                        + "/api/v2/activities/?page_size=10&page=2&id__lte=250");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100",
        "-5, 100",
        "ten, 100",
        "1.5, 100",
        "'', 100",
        "7, 7",
        "' 7 ', 7",
        "1000, 250",
        "100000000000, 250"
    })
    void aSizeThatIsNoneIsTheDefaultAndTheLargestIsAThousand(String size, int expected) {
        JsonNode page = server.json("/api/v2/activities/" + SdeServer.query("page_size", size));

        assertThat(page.get("results")).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 250", "'', 250", "01, 250", "3, 50", "٣, 50", "last, 50"})
    void pagesCountFromOne(String page, long first) {
        JsonNode answer = server.json("/api/v2/activities/" + SdeServer.query("page", page));

        assertThat(answer.get("results").get(0).get("id").longValue()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "4", "x", "1.0", "999999999999", "9999999999999999999999", "last "})
    void aPageThatIsNotThereIsA404(String page) {
        var response =
                server.get("/api/v2/activities/" + SdeServer.query("page", page.equals("last ") ? "lastly" : page));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Invalid page.\"}");
    }

    @Test
    void nothingFoundIsAnEmptyFirstPage() {
        assertThat(server.get("/api/v2/activities/?actor=99").body())
                .isEqualTo("{\"count\":0,\"next\":null,\"previous\":null,\"results\":[]}");
    }

    @Test
    void everyAnswerSaysUpToWhereItSpeaks() {
        assertThat(server.get("/api/v2/activities/").headers().firstValue("Annals-Position"))
                .isPresent();
        assertThat(server.get("/api/v2/activities/1/").headers().firstValue("Annals-Position"))
                .isPresent();
    }

    @Test
    void aLargePageIsOfOnePrefixOfTheLogHoweverMuchArrivesWhileItIsWritten() {
        try (Trail growing = new Trail().lines(events(COUNT))) {
            AuditSessions reader = new Passing(growing.sessions(), question -> () -> {
                Answer<Page<Activity>> answer = question.get();
                growing.lines(events(5));
                return answer;
            });
            try (SdeServer other = new SdeServer(reader, ZoneOffset.UTC)) {
                JsonNode page = other.json("/api/v2/activities/?page_size=240&name=AddedUserToTeamActivity");

                assertThat(SdeServer.ids(page.get("results")))
                        .isEqualTo(downFrom(COUNT).subList(0, 240));
                assertThat(page.get("count").intValue()).isEqualTo(COUNT);
            }
        }
    }

    @Test
    void aTypeThatArrivesBetweenTheQuestionsBelongsToTheNextRequest() {
        try (Trail growing = new Trail().lines(events(1))) {
            AtomicInteger asked = new AtomicInteger();
            AuditSessions sessions = new Passing(growing.sessions(), question -> () -> {
                if (asked.getAndIncrement() == 0) {
                    growing.lines(events(1).get(0).replace("\"team\"", "\"Teams\""));
                }
                return question.get();
            });
            try (SdeServer other = new SdeServer(sessions, ZoneOffset.UTC)) {
                assertThat(other.ids("/api/v2/activities/?name=AddedUserToTeamActivity"))
                        .containsExactly(1L);
                assertThat(other.ids("/api/v2/activities/?name=AddedUserToTeamActivity"))
                        .containsExactly(2L, 1L);
                assertThat(asked).hasValue(2);
            }
        }
    }

    @Test
    void whileTheViewIsBeingBuiltTheAnswerIsA503() {
        AuditSessions reader = new Passing(
                trail.sessions(),
                question -> () -> new Answer.NotReady<>("The view is being built.", Duration.ofSeconds(2)));
        try (SdeServer other = new SdeServer(reader, ZoneOffset.UTC)) {
            for (String path : List.of("/api/v2/activities/", "/api/v2/activities/1/", "/api/v2/activities/?user=1")) {
                var response = other.get(path);

                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
                assertThat(response.body()).isEqualTo("{\"detail\":\"The view is being built.\"}");
            }
        }
    }

    private static List<Long> downFrom(long count) {
        return LongStream.iterate(count, id -> id - 1).limit(count).boxed().toList();
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> """
                        {"id":"%d","source":"t","time":"2024-01-01T00:00:00Z","operation":"associate","actor":{"id":"1"},
                        "object":{"type":"team","id":"5","name":"Web"},"object2":{"type":"users","id":"%d"}}
                        """.formatted(i, i).replace("\n", ""))
                .toList();
    }
}
