package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ids of users that AWX has deleted. It then names them without an id, but the record of the deletion has both.
 */
final class GoneUsers {
    private static final String DELETIONS =
            "api/v2/activity_stream/?operation=delete&object1=user&order_by=id&page_size=200&id__gt=";

    private final ProductApi api;
    private final Map<String, TreeMap<Long, String>> byName = new HashMap<>();
    private long seen;

    GoneUsers(ProductApi api) {
        this.api = api;
    }

    /** The id of who had that name when a record was made. */
    String id(String username, long record) {
        Map.@Nullable Entry<Long, String> deletion = after(username, record);
        if (deletion == null) {
            look();
            deletion = after(username, record);
        }
        return deletion == null ? Actor.GONE + username : deletion.getValue();
    }

    private Map.@Nullable Entry<Long, String> after(String username, long record) {
        TreeMap<Long, String> deletions = byName.get(username);
        return deletions == null ? null : deletions.ceilingEntry(record);
    }

    /** Reads the deletions that came since; a product that does not filter is read whole. */
    private void look() {
        String path = DELETIONS + seen;
        while (!path.isEmpty()) {
            JsonNode page = api.get(path).json();
            long before = seen;
            for (JsonNode record : page.path("results")) {
                seen = Math.max(seen, record.path("id").asLong());
                JsonNode changes = record.path("changes");
                if (record.path("operation").asText().equals("delete")
                        && record.path("object1").asText().equals("user")
                        && changes.hasNonNull("id")) {
                    byName.computeIfAbsent(changes.path("username").asText(), name -> new TreeMap<>())
                            .put(record.path("id").asLong(), changes.path("id").asText());
                }
            }
            path = seen == before ? "" : page.path("next").asText("");
        }
    }
}
