package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.Json;
import dev.annals.model.MalformedJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puppet's activity service, one service after the other. Its offsets move when it prunes, so the position is a time and the commits of that second that are known: {@code {"rbac":
 * {"time":…,"seen":{digest: count}}}}.
 */
public final class PuppetProduct implements MirroredProduct {
    private static final int PAGE = 100;
    private static final String LAST = "9999-12-31T23:59:59Z";

    private final ProductApi api;
    private final String source;
    private final List<String> services;

    /**
     * An activity service.
     *
     * @param services whose commits are read: an answer does not say whose they are
     */
    public PuppetProduct(ProductApi api, String source, List<String> services) {
        this.api = api;
        this.source = source;
        this.services = List.copyOf(services);
    }

    @Override
    public String position(@Nullable String from) {
        if (from == null) {
            return "{}";
        }
        ObjectNode position = Json.MAPPER.createObjectNode();
        for (String service : services) {
            position.putObject(service).put("time", from).putObject("seen");
        }
        return position.toString();
    }

    @Override
    public Batch after(String position) {
        ObjectNode all = parsed(position);
        for (String service : services) {
            Batch batch = after(all, service);
            if (!batch.items().isEmpty()) {
                return batch;
            }
        }
        return new Batch(List.of(), position);
    }

    private Batch after(ObjectNode all, String service) {
        JsonNode known = all.path(service);
        String time = known.path("time").asText("");
        int offset = 0;
        Map<String, Integer> left = counts(known.path("seen"));
        while (true) {
            JsonNode commits = page(service, time, offset);
            List<Item> items = new ArrayList<>();
            String lastTime = time;
            Map<String, Integer> seen = counts(known.path("seen"));
            for (JsonNode commit : commits) {
                String when = commit.path("timestamp").asText("");
                String digest = PuppetCommit.digest(service, commit);
                if (when.compareTo(time) < 0 || (when.equals(time) && left.merge(digest, -1, Integer::sum) >= 0)) {
                    continue;
                }
                if (!when.equals(lastTime)) {
                    lastTime = when;
                    seen.clear();
                }
                int turn = seen.merge(digest, 1, Integer::sum);
                items.addAll(items(service, commit, digest, turn));
            }
            if (!items.isEmpty() || commits.size() < PAGE) {
                ObjectNode next = all.deepCopy();
                if (!items.isEmpty()) {
                    ObjectNode kept =
                            next.putObject(service).put("time", lastTime).putObject("seen");
                    seen.forEach(kept::put);
                }
                return new Batch(items, next.toString());
            }
            offset += PAGE;
        }
    }

    private JsonNode page(String service, String time, int offset) {
        String path = "activity-api/v2/events?order=asc&limit=" + PAGE + "&offset=" + offset + "&service_id="
                + URLEncoder.encode(service, StandardCharsets.UTF_8);
        if (!time.isEmpty()) {
            ArrayNode query = Json.MAPPER.createArrayNode();
            query.addObject().put("start", time).put("end", LAST);
            path += "&query=" + URLEncoder.encode(query.toString(), StandardCharsets.UTF_8);
        }
        JsonNode commits = api.get(path).json().path("commits");
        if (!commits.isArray()) {
            throw new ProductRefused("the answer of " + api.authority()
                    + " has no commits (expected: Puppet's activity service; give its address with the port)");
        }
        return commits;
    }

    private List<Item> items(String service, JsonNode commit, String digest, int turn) {
        RecordValues values = new RecordValues(
                commit, Map.of("product", TextNode.valueOf("puppet"), "service", TextNode.valueOf(service)));
        String id = digest + "-" + turn;
        List<Item> items = new ArrayList<>();
        try {
            PuppetCommit.drafts(source, service, commit, id)
                    .forEach(draft -> items.add(new Item(draft.id, draft.type, commit, draft, values, null)));
        } catch (Unmappable e) {
            items.add(new Item(id, "", commit, null, null, e));
        }
        return items;
    }

    private static Map<String, Integer> counts(JsonNode seen) {
        Map<String, Integer> counts = new HashMap<>();
        seen.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
        return counts;
    }

    private static ObjectNode parsed(String position) {
        try {
            return Json.tree(position) instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
        } catch (MalformedJson e) {
            throw new IllegalStateException("a position that this mirror did not write", e);
        }
    }
}
