package dev.annals.ingest.bridge;

import dev.annals.ingest.debezium.DebeziumReader;
import dev.annals.ingest.document.CloudEventReader;
import dev.annals.ingest.document.JsonTopicReader;
import dev.annals.ingest.mapping.Mapping;
import dev.annals.ingest.mapping.Reading;
import dev.annals.ingest.mapping.SourceMapping;
import dev.annals.ingest.mapping.SourceRecord;
import dev.annals.ingest.mapping.Unmappable;
import dev.annals.ingest.mapping.WireValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the records of every source of a mapping, each in its format. */
final class RecordReaders {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReaders.class);

    private final Mapping mapping;
    private final Map<SourceMapping, FormatReader> readers = new HashMap<>();

    private interface FormatReader {
        Reading read(SourceRecord record) throws Unmappable;
    }

    RecordReaders(Mapping mapping, WireValue.Reader wire) {
        this.mapping = mapping;
        for (SourceMapping source : mapping.sources()) {
            readers.put(
                    source,
                    switch (source.format()) {
                        case DEBEZIUM -> new DebeziumReader(source, wire)::read;
                        case JSON -> new JsonTopicReader(source, wire)::read;
                        case CLOUDEVENTS -> new CloudEventReader(source, wire)::read;
                    });
        }
    }

    /** What a record is, or why it can be nothing. */
    Arrival read(SourceRecord record, long sequence) {
        SourceMapping source = mapping.ofTopic(record.topic())
                .orElseThrow(() -> new IllegalStateException("a topic that no source names: " + record.topic()));
        try {
            Reading reading = Objects.requireNonNull(readers.get(source), "every source has a reader")
                    .read(record);
            return new Arrival(source, record, sequence, reading, null);
        } catch (Unmappable e) {
            return new Arrival(source, record, sequence, null, e);
        } catch (RuntimeException e) {
            // A defect of ours: one record must not stop all that follow. Its message may quote the record.
            LOG.error(
                    "a record could not be read, by a defect of the bridge: place={} reason={}",
                    record.place(),
                    e.getClass().getName());
            LOG.debug("where it failed: {}", (Object) e.getStackTrace());
            return new Arrival(
                    source,
                    record,
                    sequence,
                    null,
                    Unmappable.malformed(
                            "the record could not be read (" + e.getClass().getSimpleName()
                                    + "); this is a defect of Annals: report it with the record"));
        }
    }
}
