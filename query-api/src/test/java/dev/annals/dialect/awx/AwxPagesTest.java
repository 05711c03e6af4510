package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Activity;
import dev.annals.query.LocalAudit;
import dev.annals.query.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Following the links from page to page gives the whole, nothing twice. */
class AwxPagesTest {
    private LocalAudit audit;
    private AwxServer server;

    @BeforeEach
    void serve() {
        audit = new LocalAudit().addAll(new Samples(3).activities("default", 1, 400));
        server = new AwxServer(audit.sessions());
    }

    @AfterEach
    void stop() {
        server.close();
        audit.close();
    }

    private List<Long> follow(String path, Runnable between) {
        List<Long> ids = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonNode page = server.json(next);
            ids.addAll(AwxServer.rowIds(page));
            between.run();
            next = page.get("next").textValue();
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size=7",
                "page_size=33&order_by=id",
                "order_by=operation,-actor__username&page_size=19",
                "order_by=-object2_id&page_size=50&operation__in=associate,disassociate,create",
                "search=web&page_size=3",
                "order_by=host&page_size=11"
            })
    void thePagesOfAListAreTheWhole(String query) {
        List<Long> pages = follow(AwxServer.LIST + "?" + query, () -> {});

        assertThat(pages).doesNotHaveDuplicates();
        assertThat(pages.size())
                .isEqualTo(
                        server.json(AwxServer.LIST + "?" + query).get("count").asInt());
        String filter = query.replaceAll("&?(page_size|order_by)=[^&]*", "");
        assertThat(pages)
                .containsExactlyInAnyOrderElementsOf(follow(AwxServer.LIST + "?page_size=200&" + filter, () -> {}));
    }

    @Test
    void theyAreWhileEventsArriveWhenOrderedByIdUpwards() {
        Samples samples = new Samples(11);
        long[] next = {401};

        List<Long> ids = follow(AwxServer.LIST + "?order_by=id&page_size=40", () -> {
            if (next[0] <= 700) {
                List<Activity> more = samples.activities("default", next[0], next[0] + 29);
                next[0] += 30;
                audit.addAll(more);
            }
        });

        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, next[0] - 1).boxed().toList());
    }

    @Test
    void pollingByIdSeesEveryActivityOnce() {
        Samples samples = new Samples(12);
        List<Long> seen = new ArrayList<>();
        long last = 380;
        for (int round = 0; round < 5; round++) {
            List<Long> fresh = follow(AwxServer.LIST + "?order_by=id&id__gt=" + last, () -> {});
            seen.addAll(fresh);
            last = fresh.isEmpty() ? last : fresh.get(fresh.size() - 1);
            audit.addAll(samples.activities("default", 401 + round * 10L, 410 + round * 10L));
        }

        assertThat(seen).isEqualTo(LongStream.rangeClosed(381, 440).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 300})
    void theLargestPageIsASetting(int most) {
        try (AwxServer other = new AwxServer(audit.sessions(), 0, most)) {
            JsonNode page = other.json(AwxServer.LIST + "?order_by=id&page_size=1000");
            JsonNode options =
                    AwxServer.tree(other.send("OPTIONS", AwxServer.LIST, "", "Authorization", "Bearer admin"));

            assertThat(page.get("results")).hasSize(most);
            assertThat(page.get("next").asText()).endsWith("?order_by=id&page=2&page_size=" + most);
            assertThat(options.get("max_page_size").asInt()).isEqualTo(most);
        }
    }
}
