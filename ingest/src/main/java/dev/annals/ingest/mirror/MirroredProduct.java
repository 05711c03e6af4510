package dev.annals.ingest.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.Unmappable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A product whose history is read through its API, from any position on. For one thread. */
public interface MirroredProduct {
    /**
     * A record of the product.
     *
     * @param type what rules match: the type of its object
     * @param json the record as it came
     * @param draft absent for one that can be no event
     */
    record Item(
            String id,
            String type,
            JsonNode json,
            @Nullable Draft draft,
            @Nullable RecordValues values,
            @Nullable Unmappable refusal) {}

    /**
     * Records that follow each other.
     *
     * @param position after the last of them
     */
    record Batch(List<Item> items, String position) {
        public Batch {
            items = List.copyOf(items);
        }
    }

    /** The position before the first record, or after a record with that id. */
    String position(@Nullable String from);

    /**
     * What comes after a position; no items when there is nothing yet. Fails with {@link ProductAway} when the product cannot say it just now, and
     * with {@link ProductRefused} when it never will.
     */
    Batch after(String position);
}
