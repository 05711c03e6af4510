package dev.annals.ingest.bridge;

import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.Reading.Boundary;
import dev.annals.ingest.mapping.Reading.Context;
import dev.annals.ingest.mapping.Reading.Happened;
import dev.annals.ingest.mapping.Reading.TransactionPart;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Unmappable;
import org.jspecify.annotations.Nullable;

/**
 * A record of a foreign topic, read but not yet sent on.
 *
 * @param sequence when it came, among all records
 * @param reading what it is; absent when it was refused
 * @param refusal why it can be no event
 */
record Arrival(
        SourceMapping source,
        SourceRecord record,
        long sequence,
        @Nullable Reading reading,
        @Nullable Unmappable refusal) {

    /** The transaction that it waits for; absent when nothing says where that ends. */
    @Nullable
    String transaction() {
        if (reading instanceof Boundary boundary) {
            return boundary.key();
        }
        TransactionPart part = part();
        return part == null || part.order() == 0 ? null : part.key();
    }

    @Nullable
    TransactionPart part() {
        if (reading instanceof Happened happened) {
            return happened.transaction();
        }
        return reading instanceof Context context ? context.transaction() : null;
    }

    /** Its place within its transaction. */
    long order() {
        TransactionPart part = part();
        return part == null ? 0 : part.order();
    }

    /** What it holds in memory, roughly. */
    long bytes() {
        byte[] value = record.value();
        // A tree takes several times what its text takes.
        return 1024 + 6L * (value == null ? 0 : value.length);
    }
}
