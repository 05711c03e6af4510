package dev.annals.ingest.mirror;

import dev.annals.ingest.bridge.Outgoing;
import dev.annals.ingest.mapping.Draft;
import dev.annals.ingest.mapping.RecordValues;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.model.ChangeEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes records of the changes topic of a product's records, as the mapping says. */
public final class MirroredEvents {
    private final String name;
    private final SourceMapping mapping;

    public MirroredEvents(String name, SourceMapping mapping) {
        this.name = name;
        this.mapping = mapping;
    }

    /** The records of the changes topic, in order. */
    public List<ProducerRecord<byte[], byte[]>> of(List<MirroredProduct.Item> items, String changes) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(items.size());
        for (MirroredProduct.Item item : items) {
            try {
                Optional<ChangeEvent> event = event(item);
                if (event.isPresent()) {
                    records.add(Outgoing.of(event.get(), record(item)).record(changes));
                }
            } catch (Unmappable e) {
                records.add(Outgoing.refused(mapping, record(item), e).record(changes));
            }
        }
        return records;
    }

    /** The event of a record; empty when the mapping skips it. */
    public Optional<ChangeEvent> event(MirroredProduct.Item item) throws Unmappable {
        Unmappable refusal = item.refusal();
        if (refusal != null) {
            throw refusal;
        }
        Draft draft = item.draft();
        @Nullable RecordValues values = item.values();
        if (draft == null || values == null) {
            throw Unmappable.malformed("the record: nothing could be read of it");
        }
        return mapping.rule(item.type()).event(draft, values);
    }

    /** The record and its place in the product, in the form of a foreign record. */
    private SourceRecord record(MirroredProduct.Item item) {
        return new SourceRecord(
                "mirror " + name + " " + item.id(),
                0,
                0,
                0,
                null,
                item.json().toString().getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
    }
}
