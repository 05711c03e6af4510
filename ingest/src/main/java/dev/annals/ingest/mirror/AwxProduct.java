package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Times;
import dev.annals.ingest.mapping.Unmappable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AWX and its activity stream, by id. The position is the id of the last record.
 *
 * <p>AWX gives ids when a transaction begins and shows records when it ends, so an id may appear after a greater one. Behind a gap, records that are young are left for later.
 */
public final class AwxProduct implements MirroredProduct {
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final String RECORDS = "api/v2/activity_stream/?order_by=id&page_size=200&id__gt=";

    private final ProductApi api;
    private final String source;
    private final GoneUsers gone;

    /**
     * An AWX.
     *
     * @param source what its events have as their source
     */
    public AwxProduct(ProductApi api, String source) {
        this.api = api;
        this.source = source;
        this.gone = new GoneUsers(api);
    }

    @Override
    public String position(@Nullable String from) {
        return from == null ? "0" : from;
    }

    @Override
    public Batch after(String position) {
        long last = Long.parseLong(position);
        String path = RECORDS + last;
        while (true) {
            ProductApi.Reply reply = api.get(path);
            JsonNode results = reply.json().path("results");
            if (!results.isArray()) {
                throw new ProductRefused("the answer of " + api.authority()
                        + " has no results (expected: AWX's activity stream; is --url where a browser shows AWX?)");
            }
            Batch batch = fresh(results, last, reply.time());
            String next = reply.json().path("next").asText("");
            boolean seenAll = results.isEmpty()
                    || results.get(results.size() - 1).path("id").asLong() > last;
            if (seenAll || next.isEmpty()) {
                return batch;
            }
            path = next;
        }
    }

    private Batch fresh(JsonNode results, long last, Optional<Instant> now) {
        List<Item> items = new ArrayList<>();
        long position = last;
        for (JsonNode record : results) {
            long id = record.path("id").asLong();
            if (id <= position) {
                continue;
            }
            if (position > 0 && id > position + 1 && isYoung(record, now)) {
                break;
            }
            items.add(item(record));
            position = id;
        }
        return new Batch(items, Long.toString(position));
    }

    private static boolean isYoung(JsonNode record, Optional<Instant> now) {
        Instant time = Times.instant(record.path("timestamp").asText(""));
        return now.isPresent() && time != null && time.plus(SETTLED).isAfter(now.get());
    }

    private Item item(JsonNode record) {
        String type = record.path("object1").asText("");
        String id = record.path("id").asText("");
        try {
            Draft draft = new AwxRecord(record, gone).draft(source);
            return new Item(
                    id,
                    type,
                    record,
                    draft,
                    new RecordValues(record, Map.of("product", TextNode.valueOf("awx"))),
                    null);
        } catch (Unmappable e) {
            return new Item(id, type, record, null, null, e);
        }
    }
}
